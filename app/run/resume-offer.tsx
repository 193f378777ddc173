// A run that a reload or a crash cut short: what is left of it, what it crashed with, and whether
// it can be published.
import { SUITES } from '@/lib/bench/suites';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { titleOf } from '@/lib/models/workload';
import type { Checkpoint } from '@/lib/runner/checkpoint';
import { stillValid } from '@/lib/runner/submit';

interface ResumeOfferProps {
  readonly left: Checkpoint;
  readonly onResume: (left: Checkpoint) => void;
  readonly onDiscard: () => void;
}

export function ResumeOffer({ left, onResume, onDiscard }: ResumeOfferProps) {
  const { choice, results, crashed, planned, startedAt, challenge } = left;
  const title = choice.workloads === null ? SUITES[choice.suite].title : 'Single workloads';
  return (
    <section
      aria-labelledby="resume"
      className="rounded-md border border-grey-2 bg-raised p-5 lg:col-span-2"
    >
      <h2 id="resume" className="text-lg">
        An unfinished run
      </h2>
      <p className="mt-1 max-w-[60ch] text-grey-4 text-sm">
        {title}, started at {startedAt.toLocaleTimeString()}: {results.length} of {planned}{' '}
        measurements are done. The rest can go on where it stopped.
        {crashed !== null &&
          ` The page went down with ${titleOf(crashed.step.entry)} on ${BACKEND_LABELS[crashed.step.backend]}: that is recorded as crashed, and not tried again.`}
        {!stillValid(challenge, new Date()).ok &&
          ' It can be completed here, but not published: its challenge has expired.'}
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <button
          type="button"
          className="button"
          data-testid="resume"
          onClick={() => onResume(left)}
        >
          Go on
        </button>
        <button type="button" className="button-quiet" onClick={onDiscard}>
          Discard
        </button>
      </div>
    </section>
  );
}
