// Results that are on no board, because nothing stands behind them: the newest first, without a
// rank.
import type { UnverifiedResult } from '@/lib/db/unverified';
import type { ManifestEntry } from '@/lib/models/workload';
import { type SingleRun, SingleRunTable } from './single-run-table';

interface UnverifiedTableProps {
  readonly entry: ManifestEntry;
  readonly results: readonly UnverifiedResult[];
}

const singleRun = ({ position, ...result }: UnverifiedResult): SingleRun => ({
  ...result,
  key: `${result.run} ${position}`,
  marks: [],
});

export function UnverifiedTable({ entry, results }: UnverifiedTableProps) {
  return (
    <>
      <p className="mb-3 text-grey-4 text-xs">
        Results that nothing stands behind, newest first: they proved no work and are on no board.{' '}
        <a href="/methodology#trust" className="link">
          What a server can know
        </a>
      </p>
      <SingleRunTable
        entry={entry}
        time="Median time"
        runs={results.map(singleRun)}
        none="None with these filters."
      />
    </>
  );
}
