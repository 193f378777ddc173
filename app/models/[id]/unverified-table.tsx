// Results that are on no board, because nothing stands behind them: the newest first, without a rank.
import Link from 'next/link';
import { BackendMark } from '@/app/_components/backend-mark';
import { DateTime } from '@/app/_components/date-time';
import { DeviceName } from '@/app/_components/device-name';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { rateUnitOf } from '@/app/lead';
import type { UnverifiedResult } from '@/lib/db/unverified';
import type { ManifestEntry } from '@/lib/models/workload';

interface UnverifiedTableProps {
  readonly entry: ManifestEntry;
  readonly results: readonly UnverifiedResult[];
}

export function UnverifiedTable({ entry, results }: UnverifiedTableProps) {
  return (
    <>
      <p className="mb-3 text-grey-4 text-xs">
        Results that nothing stands behind, newest first: they proved no work and are on no board.{' '}
        <Link href="/methodology#trust" prefetch={false} className="link">
          What a server can know
        </Link>
      </p>
      {results.length === 0 ? (
        <p className="text-grey-4 text-sm">None with these filters.</p>
      ) : (
        <table className="table">
          <TableHead columns={['Device', { number: 'Median time' }, { number: 'Rate' }]} />
          <tbody>
            {results.map(({ run, position, deviceName, backend, measuredAt, medianMs }) => (
              <tr key={`${run} ${position}`}>
                <th scope="row">
                  <Link href={`/runs/${run}`} prefetch={false} className="hover:underline">
                    <DeviceName name={deviceName} />
                  </Link>
                  <span className="mt-0.5 flex flex-wrap gap-x-3 text-grey-4 text-xs">
                    <BackendMark backend={backend} />
                    <DateTime at={measuredAt} />
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
