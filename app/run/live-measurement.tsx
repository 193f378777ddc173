// What is being measured right now: the workload, its samples as they come, their running median,
// time left, and the way out. How well it is known is not said yet: that rests on the other passes
// too.
import { BACKEND_FACES, BackendMark } from '@/app/_components/backend-mark';
import { Quantity } from '@/app/_components/quantity';
import { SampleStrip } from '@/app/_components/sample-strip';
import { MODE_WORDS } from '@/lib/bench/mode';
import { quantile, sortValues } from '@/lib/bench/samples';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { titleOf } from '@/lib/models/workload';
import { downloadWords } from '@/lib/runner/download-words';
import type { Step } from '@/lib/runner/plan';
import type { ProofProgress } from '@/lib/runner/prove';
import type { Phase } from '@/workers/bench-messages';
import { proofWords } from './proof-words';
import type { Live } from './run-state';
import { timeLeft } from './time-left';

const PHASES = {
  building: 'Building the network from code',
  opening: 'Opening it in the runtime',
  'first-run': 'First run',
  'warm-up': 'Warming up until the times are stable',
  sampling: 'Sampling',
  checking: 'Checking the output',
} as const satisfies Record<Phase, string>;

interface LiveMeasurementProps {
  readonly plan: readonly Step[];
  readonly live: Live | null;
  readonly proving: ProofProgress | null;
  /** Steps that are finished, and those with one of their passes behind them. */
  readonly done: number;
  readonly begun: readonly Step[];
  readonly onCancel: () => void;
}

export function LiveMeasurement({
  plan,
  live,
  proving,
  done,
  begun,
  onCancel,
}: LiveMeasurementProps) {
  const step = live?.step;
  const download = live?.download ?? null;
  const isAsking = live === null && proving === null && done + begun.length === 0;
  return (
    <section
      aria-labelledby="live"
      className="rounded-md border border-grey-2 bg-raised p-5 sm:p-8"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="live" className="text-lg">
          {step !== undefined && titleOf(step.entry)}
          {step === undefined && proving !== null && 'Proof of work'}
          {step === undefined && proving === null && (isAsking ? 'Getting ready' : 'Next workload')}
        </h2>
        {step === undefined && proving !== null && (
          <BackendMark backend={proving.backend} className="text-sm" />
        )}
        {step !== undefined && <BackendMark backend={step.backend} className="text-sm" />}
      </div>
      <p className="mt-1 text-grey-4 text-sm" aria-live="polite">
        {download !== null && downloadWords(download)}
        {download === null && live !== null && PHASES[live.phase]}
        {live === null && proving !== null && proofWords(proving)}
        {live === null &&
          proving === null &&
          (isAsking ? 'Asking for the test input' : 'Resting for a moment')}
        {step !== undefined && MODE_WORDS[step.mode] !== null && ` · ${MODE_WORDS[step.mode]}`}
        {live?.canary && ' · reference reading, to see whether the device keeps its speed'}
        {step?.backend === 'wasm' &&
          ` · ${step.threads === 1 ? '1 thread' : `${step.threads} threads`}`}
      </p>
      <div className="mt-5 min-h-52">
        {live !== null && step !== undefined && live.samplesMs.length > 0 && (
          <LiveSamples live={live} step={step} />
        )}
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-4">
        <div className="min-w-48 flex-1">
          <div
            role="progressbar"
            aria-label="Progress of the run"
            aria-valuemin={0}
            aria-valuemax={plan.length}
            aria-valuenow={done}
            className="h-1 rounded-sm bg-grey-2"
          >
            <div
              className="h-full rounded-sm bg-ink"
              style={{ width: `${(100 * (done + begun.length / 2)) / plan.length}%` }}
            />
          </div>
          <p className="mt-1.5 text-grey-4 text-xs">
            {done} of {plan.length} done, {begun.length > 0 && `${begun.length} measured once, `}
            {download !== null && 'the rest begins when the runtime is here'}
            {download === null &&
              (proving === null
                ? `at most ${timeLeft(plan.slice(done), begun)} left`
                : 'proof of work left')}
          </p>
        </div>
        <button type="button" data-testid="cancel" className="button-quiet" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </section>
  );
}

function LiveSamples({ live: { samplesMs, centre }, step }: { live: Live; step: Step }) {
  const medianMs = centre?.timeMs ?? quantile(sortValues(samplesMs), 0.5);
  return (
    <>
      <p className="mb-3 text-xl" data-testid="live-median">
        <Quantity value={medianMs / 1000} unit="s" prefixed />
      </p>
      <SampleStrip
        samplesMs={samplesMs}
        medianMs={medianMs}
        intervalMs={null}
        label={`${step.entry.title} on ${BACKEND_LABELS[step.backend]}`}
        colour={BACKEND_FACES[step.backend].colour}
      />
    </>
  );
}
