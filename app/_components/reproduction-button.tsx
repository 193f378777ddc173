import type { UnmeasuredView } from '@/lib/views/run-view';

/** What can be shown to those who could mend it; what was skipped never ran. */
export const isReproducible = ({ outcome, backend }: UnmeasuredView): boolean =>
  outcome !== 'skipped' && backend !== 'mixed';

/**
 * The button of app/_behaviours/reproduction.ts; the environment stands around it, once for all
 * rows.
 */
export function ReproductionButton({ row }: { readonly row: UnmeasuredView }) {
  return (
    <button
      type="button"
      className="no-print button-quiet mt-2"
      data-reproduce={row.workload.id}
      data-backend={row.backend}
      data-outcome={row.outcome}
      data-reason={row.reason}
      data-seed={row.inputSeed ?? undefined}
    >
      <span aria-live="polite">Download a reproduction</span>
      <span className="sr-only">
        {' '}
        of {row.workload.title} on {row.backend}
      </span>
    </button>
  );
}
