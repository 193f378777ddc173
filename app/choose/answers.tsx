// What the mix comes to: the share within the budget on each backend, the devices behind it, and
// the rule as code to copy.
import { EmptyState } from '@/app/_components/empty-state';
import { NamedCode } from '@/app/_components/named-code';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { duration, percent, si } from '@/lib/core/format';
import type { MixRow } from '@/lib/predict/mix';
import type { Answer } from './answer';
import type { AskedModel } from './own-model';
import { onnxruntimeRule, transformersRule } from './rule';

const BACKEND_NAMES: Readonly<Record<string, string>> = { webgpu: 'WebGPU', wasm: 'WASM' };
/** What a page downloads before any weight (gzipped). */
const RUNTIME_BYTES = { least: 3.7e6, most: 6.7e6 };
const COLUMNS = ['Device', { number: 'Share' }, { number: '75 % stay below' }, 'Known by'] as const;
const LINES = 20;
/** Where less of the mix is known, that is said first. */
const HALF = 0.5;

interface AnswersProps {
  readonly answers: readonly Answer[];
  readonly rows: readonly MixRow[];
  readonly model: AskedModel;
  readonly budgetMs: number;
}

export function Answers({ answers, rows, model, budgetMs }: AnswersProps) {
  const known = answers.filter(({ within }) => within.unknown < 1);
  const [best] = known.toSorted(
    (a, b) => b.within.high + b.within.low - a.within.high - a.within.low,
  );
  if (best === undefined) {
    return (
      <div className="mt-12">
        <EmptyState title="Nothing is known of these devices" action={<MeasureKernels />}>
          Nobody has measured kernels or this model on any device of these {rows.length} rows here,
          so that nothing can be said of them.
        </EmptyState>
      </div>
    );
  }
  const rule = { first: best.backend, budgetMs };
  return (
    <>
      <Section id="answer" title={`${model.title} within ${duration(budgetMs)}`}>
        <ul className="grid gap-2" data-testid="answers">
          {answers.map((answer) => (
            <li key={answer.backend} data-backend={answer.backend}>
              <Sentence answer={answer} />
            </li>
          ))}
        </ul>
        {best.within.unknown > HALF && (
          <p className="mt-3 text-sm" data-testid="sparse">
            Of {percent(best.within.unknown)} of the mix nothing is known, so that the interval says
            little. Whoever measures such a device narrows it:{' '}
            <a href="/run?suite=predict">suite Predict</a>.
          </p>
        )}
        <p className="mt-3 text-grey-4 text-sm">
          Before the first run: {si(model.modelBytes, 'B')} of model and{' '}
          {si(RUNTIME_BYTES.least, 'B')} to {si(RUNTIME_BYTES.most, 'B')} of runtime to download,
          once. Whether the model fits into a device’s memory is not predicted.
        </p>
      </Section>
      <Section id="devices" title={`On ${BACKEND_NAMES[best.backend] ?? best.backend}`}>
        <TableScroll>
          <table className="table text-sm">
            <TableHead columns={COLUMNS} />
            <tbody>
              {best.lines.slice(0, LINES).map(({ slug, name, share, ms, measured }) => (
                <tr key={slug}>
                  <th scope="row">{name}</th>
                  <td className="numeric number">{percent(share)}</td>
                  <td className="numeric number">{duration(ms)}</td>
                  <td className="text-grey-4">
                    {ms === null ? 'nothing' : measured ? 'measurement' : 'prediction'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
      <Section id="rule" title="The rule for your page">
        <div className="grid gap-6">
          <Code name="onnxruntime-web" text={onnxruntimeRule(rule)} />
          <Code name="transformers.js" text={transformersRule(rule)} />
        </div>
      </Section>
    </>
  );
}

/** Code with a button that copies it (app/_behaviours/copy-button.ts). */
function Code({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <NamedCode name={name} text={text}>
      <button type="button" data-copy={text} className="no-print button-quiet">
        <span aria-live="polite">Copy</span>
        <span className="sr-only"> {name}</span>
      </button>
    </NamedCode>
  );
}

function Sentence({ answer: { backend, within } }: { readonly answer: Answer }) {
  const name = BACKEND_NAMES[backend] ?? backend;
  if (within.unknown >= 0.9995) return <>{name}: nothing is known of these devices.</>;
  return (
    <>
      <strong>
        {name}: {percent(within.low)} to {percent(within.high)}
      </strong>{' '}
      of the mix stay within the budget for three of four people (95 % interval); of the devices
      that are known, {percent(within.share)}. Measured: {percent(within.measured)} of the mix
      {within.unknown > 0.0005 && <>; nothing is known of {percent(within.unknown)}</>}
      {backend === 'webgpu' && '; predictions for WebGPU are not validated on real GPUs'}.
    </>
  );
}

/** What makes a device known. */
export const MeasureKernels = () => (
  <a className="button" href="/run?suite=predict">
    Measure this device
  </a>
);
