// The desk: model and budget stand in the address, so that a link repeats the question; the mix is
// read here and goes nowhere.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { usePrices } from '@/app/_client/use-prices';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { duration, percent, si } from '@/lib/core/format';
import type { Charges } from '@/lib/predict/charges';
import { type MixRow, readMix } from '@/lib/predict/mix';
import { type Answer, answerOf, type MeasuredCell } from './answer';
import { csvOf, PRESETS } from './presets';
import { onnxruntimeRule, transformersRule } from './rule';

/** What the server knows of what is asked. */
export interface Question {
  readonly model: {
    readonly id: string;
    readonly title: string;
    readonly modelBytes: number;
    readonly charges: Charges;
  };
  readonly models: readonly { readonly id: string; readonly title: string }[];
  readonly cells: readonly MeasuredCell[];
  readonly budgetMs: number;
  readonly preset: string | null;
}

const BACKEND_NAMES: Readonly<Record<string, string>> = { webgpu: 'WebGPU', wasm: 'WASM' };
/** What a page downloads before any weight (gzipped). */
const RUNTIME_BYTES = { least: 3.7e6, most: 6.7e6 };
const COLUMNS = ['Device', { number: 'Share' }, { number: '75 % stay below' }, 'Known by'] as const;
const LINES = 20;
const KEPT_MIX = 'flopmark-mix';

export function ChooseDesk({ model, models, cells, budgetMs, preset }: Question) {
  const chosen = PRESETS.find(({ id }) => id === preset);
  const [text, setText] = useState(chosen === undefined ? '' : csvOf(chosen));
  // Another model or budget is another address: the mix is kept for this tab meanwhile, and no
  // longer.
  useEffect(() => {
    if (chosen === undefined) setText(sessionStorage.getItem(KEPT_MIX) ?? '');
  }, [chosen]);
  useEffect(() => {
    if (chosen === undefined && text !== '') sessionStorage.setItem(KEPT_MIX, text);
  }, [chosen, text]);
  const prices = usePrices();
  const mix = useMemo(() => (text.trim() === '' ? null : readMix(text)), [text]);
  const answers = useMemo(
    () =>
      mix?.ok && prices.state === 'there'
        ? answerOf(mix.value, budgetMs, { charges: model.charges, prices: prices.devices, cells })
        : [],
    [mix, prices, budgetMs, model, cells],
  );
  const read = (file: File | undefined): void => {
    void file?.text().then(setText);
  };
  return (
    <>
      <form action="/choose" className="mt-6 flex flex-wrap items-end gap-4">
        <label className="grid gap-1 text-grey-4 text-xs">
          Model
          <select name="model" defaultValue={model.id} className="field max-w-72 text-ink">
            {models.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label className="grid gap-1 text-grey-4 text-xs">
          Budget, milliseconds a run
          <input
            name="budget"
            type="number"
            min="0.1"
            max="60000"
            step="any"
            defaultValue={budgetMs}
            className="field w-36 text-ink"
          />
        </label>
        {PRESETS.length > 0 && (
          <label className="grid gap-1 text-grey-4 text-xs">
            Mix
            <select name="mix" defaultValue={preset ?? ''} className="field max-w-80 text-ink">
              <option value="">Your own, below</option>
              {PRESETS.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit" className="button">
          Answer
        </button>
      </form>
      {chosen !== undefined && (
        <p className="mt-2 text-grey-4 text-sm">
          <a className="link" href={chosen.source}>
            Published {chosen.date}
          </a>
          . What it does not name counts as unknown.
        </p>
      )}
      <Section id="mix" title="Your users’ devices" aside="Stays in this browser: nothing is sent">
        <label className="grid gap-2 text-sm" htmlFor="mix-text">
          A table with the columns renderer, user agent and share, as your analytics export it
        </label>
        <textarea
          id="mix-text"
          data-testid="mix"
          className="field mt-2 h-32 w-full font-mono text-xs"
          placeholder={'renderer,share\nANGLE (NVIDIA, NVIDIA GeForce RTX 3060 …),12.5\nApple M2,8'}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            const [file] = event.dataTransfer.files;
            if (file === undefined) return;
            event.preventDefault();
            read(file);
          }}
        />
        <input
          type="file"
          accept=".csv,.tsv,text/csv"
          aria-label="A CSV file"
          className="mt-2 text-sm"
          onChange={({ currentTarget }) => read(currentTarget.files?.[0])}
        />
        {mix !== null && !mix.ok && (
          <p className="mt-2 text-sm" role="alert">
            {mix.error}
          </p>
        )}
      </Section>
      <div aria-live="polite">
        {mix === null && (
          <p className="mt-6 text-sm">Paste a mix, or choose a published one, to get an answer.</p>
        )}
        {mix?.ok && prices.state === 'failed' && <p className="mt-6 text-sm">{prices.reason}</p>}
        {answers.length > 0 && mix?.ok && (
          <Answers answers={answers} rows={mix.value} model={model} budgetMs={budgetMs} />
        )}
      </div>
    </>
  );
}

interface AnswersProps {
  readonly answers: readonly Answer[];
  readonly rows: readonly MixRow[];
  readonly model: Question['model'];
  readonly budgetMs: number;
}

function Answers({ answers, rows, model, budgetMs }: AnswersProps) {
  const known = answers.filter(({ within }) => within.unknown < 1);
  const [best] = known.toSorted(
    (a, b) => b.within.high + b.within.low - a.within.high - a.within.low,
  );
  if (best === undefined) {
    return (
      <p className="mt-6 text-sm">
        Nothing is known of any of these {rows.length} rows’ devices: nobody has measured kernels on
        them here.
      </p>
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
    <div>
      <div className="flex items-center justify-between gap-4 pb-2">
        <span className="font-medium text-sm">{name}</span>
        <button type="button" data-copy={text} className="no-print button-quiet">
          <span aria-live="polite">Copy</span>
          <span className="sr-only"> {name}</span>
        </button>
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it
        tabIndex={0}
        className="overflow-x-auto rounded-md bg-grey-1 px-3 py-2 font-mono text-xs leading-5"
      >
        <code>{text}</code>
      </pre>
    </div>
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
