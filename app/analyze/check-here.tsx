// "Check it here": how far a prediction from kernels measured now is off what the file takes now,
// on this device. The file is not looked at to predict it.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Section } from '@/app/_components/section';
import { duration, quantity } from '@/lib/core/format';
import { messageOf } from '@/lib/core/thrown';
import { specsOf } from '@/lib/models/graph-inputs';
import type { InputSpec } from '@/lib/models/workload';
import type { Prediction } from '@/lib/predict/predict';
import { obstacleHere } from '@/lib/runner/obstacle';
import type { Analysis } from '@/workers/analyse-messages';
import { obstacle } from './obstacle';

interface Checked {
  readonly prediction: Prediction;
  readonly measuredMs: number;
  readonly kernels: number;
}

type State =
  | { readonly stage: 'idle' }
  | {
      readonly stage: 'running';
      readonly done: number;
      readonly planned: number;
      readonly what: 'kernels' | 'file';
    }
  | { readonly stage: 'failed'; readonly reason: string }
  | { readonly stage: 'done'; readonly checked: Checked };

const WORDS = { kernels: 'kernels', file: 'the file' } as const;

/** What measures and what predicts are loaded when somebody asks for it. */
async function check(
  file: File,
  inputs: readonly InputSpec[],
  { execution }: Analysis,
  control: AbortController,
  show: (state: State) => void,
): Promise<State> {
  const stopped = obstacleHere();
  if (stopped !== null) return { stage: 'failed', reason: `${stopped.why} ${stopped.next}` };
  const [{ measureForCheck }, { pricesOf }, { chargesOfExecution }, { rankDevices }] =
    await Promise.all([
      import('@/lib/runner/check-here'),
      import('@/lib/predict/board'),
      import('@/lib/predict/charges'),
      import('@/lib/predict/devices'),
    ]);
  const times = await measureForCheck(file, inputs, {
    signal: control.signal,
    onStep: (done, planned, what) => show({ stage: 'running', done, planned, what }),
  });
  if (!times.ok) return { stage: 'failed', reason: times.error };
  const { kernels, modelMs } = times.value;
  const device = { slug: 'here', name: 'This device', backend: 'wasm', threads: 'one' } as const;
  const prices = pricesOf({ ...device, times: kernels });
  const [prediction] = prices === null ? [] : rankDevices(chargesOfExecution(execution), [prices]);
  if (prediction === undefined)
    return { stage: 'failed', reason: 'Too few kernels ran here to predict anything.' };
  const count = Object.keys(kernels).length;
  return { stage: 'done', checked: { prediction, measuredMs: modelMs, kernels: count } };
}

export function CheckHere({
  file,
  analysis,
}: {
  readonly file: File;
  readonly analysis: Analysis;
}) {
  const [state, setState] = useState<State>({ stage: 'idle' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const cancel = useCallback(() => {
    abort.current?.abort();
    setState({ stage: 'idle' });
  }, []);
  const specs = specsOf(analysis.file.inputs, analysis.options.bind ?? {});
  const why = obstacle(analysis);
  const start = async (): Promise<void> => {
    if (!specs.ok) return;
    const control = new AbortController();
    abort.current = control;
    const show = (next: State): void => {
      if (!control.signal.aborted) setState(next);
    };
    show({ stage: 'running', done: 0, planned: 1, what: 'file' });
    const failed = (error: unknown): State => ({ stage: 'failed', reason: messageOf(error) });
    show(await check(file, specs.value, analysis, control, show).catch(failed));
  };
  return (
    <Section id="check" title="Check it here" aside="Local only: nothing is sent">
      <p className="max-w-prose text-grey-4 text-sm">
        Measures the file and thirteen kernels on WASM with one thread, about fifteen seconds, and
        shows how far the prediction from those kernels is off on this device.
      </p>
      <div className="mt-4 flex flex-wrap items-center gap-4" aria-live="polite">
        {state.stage === 'running' ? (
          <>
            <button type="button" className="button-quiet" onClick={cancel}>
              Cancel
            </button>
            <progress
              className="h-1 w-40"
              aria-label="Checking"
              value={state.done}
              max={state.planned}
            />
            <p className="text-sm">Measuring {WORDS[state.what]}</p>
          </>
        ) : (
          <button
            type="button"
            className="button-quiet"
            disabled={why !== null}
            onClick={() => void start()}
          >
            {state.stage === 'done' ? 'Check again' : 'Measure and compare'}
          </button>
        )}
        {why !== null && <p className="text-sm">{why}</p>}
        {state.stage === 'failed' && (
          <p role="alert" className="text-sm [overflow-wrap:anywhere]">
            {state.reason}
          </p>
        )}
      </div>
      {state.stage === 'done' && <Difference {...state.checked} />}
    </Section>
  );
}

function Difference({ prediction: { ms, lowMs, highMs }, measuredMs, kernels }: Checked) {
  const error = ms / measuredMs - 1;
  const holds = lowMs <= measuredMs && measuredMs <= highMs;
  return (
    <p className="mt-4 text-sm" data-testid="check" data-error={error}>
      Predicted{' '}
      <strong>
        {duration(ms)} ({duration(lowMs)} – {duration(highMs)})
      </strong>{' '}
      from {kernels} kernels, measured <strong>{duration(measuredMs)}</strong>: off by{' '}
      <strong>{signed(error)}</strong>,{' '}
      {holds ? 'within its 90 % interval' : 'outside its 90 % interval'}.
    </p>
  );
}

const signed = (error: number): string =>
  `${error < 0 ? '−' : '+'}${quantity(100 * Math.abs(error), '%')}`;
