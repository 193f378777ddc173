// Unknown dimensions, bound in place: a field for each, counted again as soon as all that is typed is a whole number.
import { Section } from '@/app/_components/section';
import type { CountOptions } from '@/lib/flops/report';
import type { Analysis } from '@/workers/analyse-messages';

interface BindingFormProps {
  readonly analysis: Analysis;
  readonly onCount: (options: CountOptions) => void;
}

export function BindingForm({ analysis, onCount }: BindingFormProps) {
  const { file, options } = analysis;
  const bound = options.bind ?? {};
  const bind = (name: string, text: string): void => {
    if (text !== '' && !/^\d{1,9}$/.test(text)) return;
    const { [name]: _, ...others } = bound;
    onCount({ ...options, bind: text === '' ? others : { ...others, [name]: Number(text) } });
  };
  return (
    <Section id="dimensions" title="Dimensions" aside="Left open by the file">
      <div className="flex flex-wrap gap-4">
        {file.freeDimensions.map(({ name, inputs }) => (
          <label key={name} className="text-sm">
            <span className="block font-mono">{name}</span>
            <span className="mb-1 block text-grey-4">of {inputs.join(', ')}</span>
            <input
              className="field w-32 font-mono"
              inputMode="numeric"
              pattern="\d*"
              placeholder="unknown"
              defaultValue={bound[name] ?? ''}
              onChange={({ target }) => bind(name, target.value.trim())}
            />
          </label>
        ))}
      </div>
    </Section>
  );
}
