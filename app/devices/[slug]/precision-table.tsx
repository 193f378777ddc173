// What cheaper precisions bring on this device: the same workload in fp32 and in fewer bits, within
// one run.
import { BackendMark } from '@/app/_components/backend-mark';
import { RatioValue } from '@/app/_components/ratio-value';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { votersHead } from '@/app/voters';
import { groupBy } from '@/lib/core/group';
import type { Gain } from '@/lib/db/gains';
import type { Pair } from '@/lib/models/pairs';
import { geometricMean } from '@/lib/standings/ratio';

interface PrecisionTableProps {
  readonly pairs: readonly Pair[];
  readonly gains: readonly Gain[];
}

export function PrecisionTable({ pairs, gains }: PrecisionTableProps) {
  const groups = new Map(pairs.map(({ variant, group }) => [variant.id, group]));
  const rows = [...groupBy(gains, ({ variant, backend }) => `${groups.get(variant)} ${backend}`)];
  return (
    <TableScroll>
      <table className="table">
        <TableHead
          columns={[
            'Precision',
            'Backend',
            { number: 'As fast as fp32' },
            { number: votersHead() },
          ]}
        />
        <tbody>
          {rows.map(([key, members]) => {
            const [first] = members;
            const ratio = geometricMean(
              members.map((gain) => ({ value: gain.ratio, interval: null })),
            );
            if (first === undefined || ratio === null) return null;
            return (
              <tr key={key}>
                <th scope="row">
                  {groups.get(first.variant)}
                  <span className="block text-grey-4 text-xs">
                    {members.length === 1 ? '1 workload' : `${members.length} workloads`}
                  </span>
                </th>
                <td>
                  <BackendMark backend={first.backend} />
                </td>
                <td className="numeric">
                  <RatioValue ratio={ratio} unknown="mean of medians" />
                </td>
                <td className="numeric">{Math.min(...members.map(({ networks }) => networks))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}
