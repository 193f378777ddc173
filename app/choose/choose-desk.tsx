// The desk: model and budget stand in the address, so that a link repeats the question; the mix and
// a file of one's own are read here and go nowhere.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { FileButton } from '@/app/_client/file-input';
import { Reading } from '@/app/_client/reading';
import { useAnalysis } from '@/app/_client/use-analysis';
import { usePrices } from '@/app/_client/use-prices';
import { EmptyState } from '@/app/_components/empty-state';
import { readMix } from '@/lib/predict/mix';
import { answerOf, type MeasuredCell } from './answer';
import { Answers, MeasureKernels } from './answers';
import { MixField, presetOf, presetOfText } from './mix-field';
import { type AskedModel, OwnFacts, openModel, useOwnModel } from './own-model';
import { csvOf } from './presets';

/** What the server knows of what is asked. */
export interface Question {
  readonly model: AskedModel & { readonly id: string };
  readonly models: readonly { readonly id: string; readonly title: string }[];
  readonly cells: readonly MeasuredCell[];
  readonly budgetMs: number;
  readonly preset: string | null;
}

const KEPT_MIX = 'flopmark-mix';
const LONGEST_BUDGET_MS = 60_000;
/** Nobody but its owner has measured an own file. */
const NO_CELLS: readonly MeasuredCell[] = [];

export function ChooseDesk(question: Question) {
  const { models, budgetMs: askedMs, preset } = question;
  const control = useAnalysis();
  const own = useOwnModel(control);
  const [budgetMs, setBudgetMs] = useState(askedMs);
  const [text, setText] = useState(() => {
    const asked = presetOf(preset);
    return asked === null ? '' : csvOf(asked);
  });
  const chosen = presetOfText(text);
  // Another model is another page: the mix is kept for this tab meanwhile, and no longer.
  useEffect(() => {
    if (preset === null) setText(sessionStorage.getItem(KEPT_MIX) ?? '');
  }, [preset]);
  useEffect(() => {
    if (text !== '') sessionStorage.setItem(KEPT_MIX, text);
  }, [text]);
  const model: AskedModel = own ?? question.model;
  const cells = own === null ? question.cells : NO_CELLS;
  const { id } = question.model;
  const mixId = chosen?.id ?? null;
  useEffect(() => {
    const query = new URLSearchParams({ model: id, budget: String(budgetMs) });
    if (mixId !== null) query.set('mix', mixId);
    history.replaceState(history.state, '', `?${query}`);
  }, [id, budgetMs, mixId]);
  const prices = usePrices();
  const mix = useMemo(() => (text.trim() === '' ? null : readMix(text)), [text]);
  const answers = useMemo(
    () =>
      mix?.ok && prices.state === 'there'
        ? answerOf(mix.value, budgetMs, { charges: model.charges, prices: prices.devices, cells })
        : [],
    [mix, prices, budgetMs, model, cells],
  );
  const isEmpty = prices.state === 'there' && prices.devices.length === 0 && cells.length === 0;
  const { state, count, reset } = control;
  return (
    <>
      <form action="/choose" className="mt-6 flex flex-wrap items-end gap-4">
        {own === null ? (
          <label className="grid min-w-0 gap-1 text-grey-4 text-xs">
            Model
            <select name="model" defaultValue={id} className="field max-w-72 text-ink">
              {models.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.title}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <p className="grid min-w-0 gap-1 text-grey-4 text-xs" data-testid="own-model">
            Model
            <span className="py-1.5 text-ink text-sm [overflow-wrap:anywhere]">
              {own.title}{' '}
              <button type="button" className="link" onClick={reset}>
                Close
              </button>
            </span>
          </p>
        )}
        <label className="grid gap-1 text-grey-4 text-xs">
          Budget, milliseconds a run
          <input
            name="budget"
            type="number"
            min="0.1"
            max={LONGEST_BUDGET_MS}
            step="any"
            defaultValue={askedMs}
            className="field w-36 text-ink"
            onInput={({ currentTarget }) => {
              const value = Number(currentTarget.value);
              if (value > 0 && value <= LONGEST_BUDGET_MS) setBudgetMs(value);
            }}
          />
        </label>
        {mixId !== null && <input type="hidden" name="mix" value={mixId} />}
        {own === null && (
          <button type="submit" className="button">
            Answer
          </button>
        )}
        <FileButton
          id="own-model"
          label="Your own ONNX file"
          onFiles={(files) => openModel(control, files)}
        />
      </form>
      <Reading state={state} onCancel={reset} />
      <OwnFacts state={state} onCount={count} />
      <MixField
        text={text}
        chosen={chosen}
        fault={mix !== null && !mix.ok ? mix.error : null}
        onText={setText}
        onPreset={(next) => setText(csvOf(next))}
      />
      <div aria-live="polite">
        {mix === null && !isEmpty && (
          <p className="mt-6 text-sm">Paste a mix, or choose a published one, to get an answer.</p>
        )}
        {prices.state === 'failed' && <p className="mt-6 text-sm">{prices.reason}</p>}
        {prices.state === 'loading' && mix?.ok && (
          <p className="mt-6 text-grey-4 text-sm">Asking the board for its devices.</p>
        )}
        {isEmpty && (
          <div className="mt-12">
            <EmptyState title="No device is known yet" action={<MeasureKernels />}>
              Answers come from devices on which people measured kernels or this model, and nobody
              has so far. It takes two minutes; then every file is predicted on that device.
            </EmptyState>
          </div>
        )}
        {!isEmpty && answers.length > 0 && mix?.ok && (
          <Answers answers={answers} rows={mix.value} model={model} budgetMs={budgetMs} />
        )}
      </div>
    </>
  );
}
