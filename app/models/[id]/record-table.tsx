// The fastest single run of each device and backend. Records show what is possible, not what to expect: no rank is made
// from them.
import Link from 'next/link';
import { BackendMark } from '@/app/_components/backend-mark';
import { DateTime } from '@/app/_components/date-time';
import { DeviceName } from '@/app/_components/device-name';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { rateUnitOf } from '@/app/lead';
import type { BoardRecord } from '@/lib/db/board';
import type { ManifestEntry } from '@/lib/models/workload';

interface RecordTableProps {
  readonly entry: ManifestEntry;
  readonly records: readonly BoardRecord[];
}

export function RecordTable({ entry, records }: RecordTableProps) {
  return (
    <>
      <p className="mb-3 text-grey-4 text-xs">
        The fastest single run of each device and backend, fastest first. Not ranked: a record is one moment of one
        machine.
      </p>
      {records.length === 0 ? (
        <p className="text-grey-4 text-sm">No run yet.</p>
      ) : (
        <table className="table">
          <TableHead columns={['Device', { number: 'Best time' }, { number: 'Rate' }]} />
          <tbody>
            {records.map(({ deviceName, deviceSlug, backend, medianMs, run, measuredAt, trustLevel, confirmed }) => (
              <tr key={`${deviceSlug} ${backend}`}>
                <th scope="row">
                  <Link href={`/runs/${run}`} prefetch={false} className="hover:underline">
                    <DeviceName name={deviceName} />
                  </Link>
                  <span className="mt-0.5 flex flex-wrap gap-x-3 text-grey-4 text-xs">
                    <BackendMark backend={backend} />
                    <DateTime at={measuredAt} />
                    {trustLevel >= 2 && <span>attested</span>}
                    {confirmed && <span>agreed on</span>}
                  </span>
                </th>
                <td className="numeric">
                  <Quantity value={medianMs / 1000} unit="s" prefixed />
                </td>
                <td className="numeric">
                  <Quantity
                    value={entry.flops === 0 ? null : entry.flops / (medianMs * 1e6)}
                    unit={rateUnitOf(entry.precision)}
                    unknown="this workload has no FLOPs"
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
