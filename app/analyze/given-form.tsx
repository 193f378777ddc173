// What a person may say of the model beside its file: extents of the dimensions that it leaves
// open, over those that it fixes, the elements of small inputs, and how much a detector selects.
// Counted again as soon as what is typed can be read.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Section } from '@/app/_components/section';
import { parseBindings } from '@/lib/flops/bindings';
import type { FreeDimension } from '@/lib/flops/free-dimensions';
import type { CountOptions } from '@/lib/flops/report';
import { elementsOf, type ValueInfo } from '@/lib/onnx/ir';
import type { Analysis } from '@/workers/analyse-messages';

interface GivenFormProps {
  readonly analysis: Analysis;
  readonly onCount: (options: CountOptions) => void;
}

/** More elements than these nobody types. */
const MOST_ELEMENTS = 8;

const isNumeric = (text: string): boolean => text === '' || /^\d{1,15}$/.test(text);

/**
 * Inputs whose elements may decide a branch or a size: few, and no float that only flows through.
 */
function valueInputs({ file: { inputs } }: Analysis): readonly ValueInfo[] {
  return inputs.filter(({ type }) => {
    if (type?.kind !== 'tensor' || type.dims === null) return false;
    const extents = type.dims.filter((dim) => typeof dim === 'number');
    return extents.length === type.dims.length && elementsOf(extents) <= MOST_ELEMENTS;
  });
}

const isDetector = ({ report }: Analysis): boolean =>
  report.assumedNodes > 0 ||
  report.coverage.unknown.some(({ reason }) => reason === 'data-dependent');

export function GivenForm({ analysis, onCount }: GivenFormProps) {
  const { file, options } = analysis;
  const bound = options.bind ?? {};
  const inputs = valueInputs(analysis);
  const guessed = file.openDimensions.filter(({ follows }) => follows === null);
  const bind = (name: string, text: string): void => {
    if (!isNumeric(text)) return;
    const { [name]: _, ...others } = bound;
    onCount({ ...options, bind: text === '' ? others : { ...others, [name]: Number(text) } });
  };
  return (
    <Section
      id="dimensions"
      title="Dimensions and values"
      aside={
        file.freeDimensions.length > 0
          ? `${file.openDimensions.length} open`
          : 'The file leaves none open'
      }
    >
      {guessed.length > 0 && (
        <button
          type="button"
          className="button mb-4 max-w-full whitespace-normal text-left [overflow-wrap:anywhere]"
          onClick={() =>
            onCount({
              ...options,
              bind: {
                ...bound,
                ...Object.fromEntries(guessed.map(({ name, guess }) => [name, guess])),
              },
            })
          }
        >
          Count with {guessed.map(({ name, guess }) => `${name} = ${guess}`).join(', ')}
        </button>
      )}
      <div className="flex flex-wrap items-end gap-4">
        {file.freeDimensions.map((dimension) => (
          <Dimension
            key={dimension.name}
            dimension={dimension}
            bound={bound[dimension.name]}
            onText={bind}
          />
        ))}
        {inputs.map(({ name }) => (
          <InputValue key={name} name={name} options={options} onCount={onCount} />
        ))}
        {isDetector(analysis) && (
          <NumberField
            label="detections"
            note="assumed, where only the data decide"
            placeholder="100"
            value={options.assume?.detections}
            onText={(text) => {
              if (!isNumeric(text)) return;
              onCount({ ...options, assume: text === '' ? {} : { detections: Number(text) } });
            }}
          />
        )}
        <OtherBindings analysis={analysis} onCount={onCount} />
      </div>
    </Section>
  );
}

interface DimensionProps {
  readonly dimension: FreeDimension;
  readonly bound: number | undefined;
  readonly onText: (name: string, text: string) => void;
}

function Dimension({ dimension: { name, inputs, follows, guess }, bound, onText }: DimensionProps) {
  const of = inputs.length <= 2 ? inputs.join(', ') : `${inputs[0]} and ${inputs.length - 1} more`;
  return (
    <NumberField
      label={name}
      note={follows === null ? `of ${of}` : `follows from ${follows}`}
      placeholder={follows === null ? `try ${guess}` : 'follows'}
      value={bound}
      onText={(text) => onText(name, text)}
    />
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly note: string;
  readonly placeholder: string;
  readonly value: number | undefined;
  readonly onText: (text: string) => void;
}

function NumberField({ label, note, placeholder, value, onText }: NumberFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  // A value that comes from elsewhere (the button of guesses) is shown; what is being typed is left
  // alone.
  useEffect(() => {
    if (input.current !== null && input.current !== document.activeElement)
      input.current.value = String(value ?? '');
  }, [value]);
  return (
    <label className="min-w-0 max-w-full text-sm">
      <span className="block font-mono [overflow-wrap:anywhere]">{label}</span>
      <span className="mb-1 block text-grey-4 [overflow-wrap:anywhere]">{note}</span>
      <input
        ref={input}
        className="field w-32 font-mono"
        inputMode="numeric"
        pattern="\d*"
        placeholder={placeholder}
        defaultValue={value ?? ''}
        onChange={({ target }) => onText(target.value.trim())}
      />
    </label>
  );
}

interface InputValueProps {
  readonly name: string;
  readonly options: CountOptions;
  readonly onCount: (options: CountOptions) => void;
}

/** "16000", "1, 3, 640", "true" */
function elementsIn(text: string): readonly number[] | null {
  const words = text.split(',').map((word) => word.trim());
  const numbers = words.map((word) =>
    word === 'true' ? 1 : word === 'false' ? 0 : word === '' ? Number.NaN : Number(word),
  );
  return numbers.every(Number.isFinite) ? numbers : null;
}

function InputValue({ name, options, onCount }: InputValueProps) {
  const { [name]: given, ...others } = options.values ?? {};
  return (
    <label className="min-w-0 max-w-full text-sm">
      <span className="block font-mono [overflow-wrap:anywhere]">{name}</span>
      <span className="mb-1 block text-grey-4">value of the input</span>
      <input
        className="field w-32 font-mono"
        placeholder="any"
        defaultValue={given === undefined ? '' : String(given)}
        onChange={({ target }) => {
          const text = target.value.trim();
          const elements = elementsIn(text);
          if (text === '') onCount({ ...options, values: others });
          else if (elements !== null)
            onCount({ ...options, values: { ...others, [name]: elements } });
        }}
      />
    </label>
  );
}

/** Places and names that no field stands for: fixed extents, and symbols further inside. */
function OtherBindings({ analysis: { file, options }, onCount }: GivenFormProps) {
  const [wrong, setWrong] = useState<string | null>(null);
  const [example = 'input[2]'] = file.inputs.map(({ name }) => `${name}[2]`);
  return (
    <label className="min-w-0 max-w-full text-sm">
      <span className="block">Other extents</span>
      <span className={`mb-1 block ${wrong === null ? 'text-grey-4' : 'text-notice'}`}>
        {wrong === null ? 'also over fixed ones' : 'NAME=N, …'}
      </span>
      <input
        className="field w-56 max-w-full font-mono"
        placeholder={`${example}=640`}
        onChange={({ target }) => {
          const names = new Set(file.freeDimensions.map(({ name }) => name));
          const text = target.value.trim();
          const parsed = parseBindings(text === '' ? [] : [text], (name) => names.has(name));
          setWrong(parsed.ok ? null : parsed.error);
          if (!parsed.ok) return;
          const shown = Object.entries(options.bind ?? {}).filter(([name]) => names.has(name));
          onCount({ ...options, bind: { ...Object.fromEntries(shown), ...parsed.value } });
        }}
      />
    </label>
  );
}
