// What other work on the machine disturbed, and the way to measure just that again before anything
// is published.
import { useMemo } from 'react';
import { Section } from '@/app/_components/section';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { titleOf } from '@/lib/models/workload';
import type { Step } from '@/lib/runner/plan';
import { disturbedSteps } from './disturbed';
import type { Finished } from './run-state';

interface DisturbedRowsProps {
  readonly run: Finished;
  readonly onRepeat: (steps: readonly Step[]) => void;
}

export function DisturbedRows({ run, onRepeat }: DisturbedRowsProps) {
  const steps = useMemo(() => disturbedSteps(run), [run]);
  if (steps.length === 0) return null;
  const rows = steps.length === 1 ? 'this row' : `these ${steps.length} rows`;
  return (
    <Section id="disturbed" title="Disturbed by other work">
      <p className="mb-3 max-w-[60ch]">
        Something else held the processor while these were measured, so their times say little and
        are not ranked. Close what you can, then measure {rows} again; the new times take the place
        of the old ones.
      </p>
      <ul className="mb-4 list-disc pl-5" data-testid="disturbed">
        {steps.map(({ key, entry, backend, threads }) => (
          <li key={key}>
            {titleOf(entry)}, {BACKEND_LABELS[backend]}
            {backend === 'wasm' && `, ${threads === 1 ? '1 thread' : `${threads} threads`}`}
          </li>
        ))}
      </ul>
      <button
        type="button"
        data-testid="repeat"
        className="button-quiet"
        onClick={() => onRepeat(steps)}
      >
        Measure {rows} again
      </button>
    </Section>
  );
}
