// The fastest single run of each device and backend. Records show what is possible, not what to
// expect: no rank is made from them.
import type { BoardRecord } from '@/lib/db/board';
import type { ManifestEntry } from '@/lib/models/workload';
import { type SingleRun, SingleRunTable } from './single-run-table';

interface RecordTableProps {
  readonly entry: ManifestEntry;
  readonly records: readonly BoardRecord[];
}

const singleRun = ({
  deviceSlug,
  backend,
  trustLevel,
  confirmed,
  ...record
}: BoardRecord): SingleRun => ({
  ...record,
  backend,
  key: `${deviceSlug} ${backend}`,
  marks: [trustLevel >= 2 ? 'attested' : 'consistent', ...(confirmed ? ['agreed on'] : [])],
});

export function RecordTable({ entry, records }: RecordTableProps) {
  return (
    <>
      <p className="mb-3 text-grey-4 text-xs">
        The fastest single attested run of each device and backend, fastest first. Not ranked: a
        record is one moment of one machine.
      </p>
      <SingleRunTable
        entry={entry}
        time="Best time"
        runs={records.map(singleRun)}
        none="No attested run yet."
      />
    </>
  );
}
