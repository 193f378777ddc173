// Results of single runs, a row each: which machine and when, its time and its rate.
import { BackendMark } from '@/app/_components/backend-mark';
import { DateTime } from '@/app/_components/date-time';
import { DeviceName } from '@/app/_components/device-name';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import type { Backend } from '@/lib/core/backend';
import type { ManifestEntry } from '@/lib/models/workload';
import { rateOf, rateUnitOf } from '@/lib/views/lead';

export interface SingleRun {
  readonly key: string;
  readonly run: string;
  readonly deviceName: string;
  readonly backend: Backend;
  readonly measuredAt: Date;
  readonly medianMs: number;
  /** What stands behind it, in a word each. */
  readonly marks: readonly string[];
}

interface SingleRunTableProps {
  readonly entry: ManifestEntry;
  /** Head of the column of times. */
  readonly time: string;
  readonly runs: readonly SingleRun[];
  /** What stands in place of the table where there are none. */
  readonly none: string;
}

export function SingleRunTable({ entry, time, runs, none }: SingleRunTableProps) {
  if (runs.length === 0) return <p className="text-grey-4 text-sm">{none}</p>;
  return (
    <TableScroll>
      <table className="table">
        <TableHead columns={['Device', { number: time }, { number: 'Rate' }]} />
        <tbody>
          {runs.map(({ key, run, deviceName, backend, measuredAt, medianMs, marks }) => (
            <tr key={key}>
              <th scope="row">
                <a href={`/runs/${run}`} className="hover:underline">
                  <DeviceName name={deviceName} />
                </a>
                <span className="mt-0.5 flex flex-wrap gap-x-3 text-grey-4 text-xs">
                  <BackendMark backend={backend} />
                  <DateTime at={measuredAt} />
                  {marks.map((mark) => (
                    <span key={mark}>{mark}</span>
                  ))}
                </span>
              </th>
              <td className="numeric">
                <Quantity value={medianMs / 1000} unit="s" prefixed />
              </td>
              <td className="numeric">
                <Quantity
                  value={rateOf(entry.flops, medianMs)}
                  unit={rateUnitOf(entry.precision)}
                  unknown="this workload has no FLOPs"
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
