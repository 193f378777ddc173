// Which operators the multiply-accumulates are in, largest first.

import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { significant } from '@/lib/core/format';
import type { ManifestEntry } from '@/lib/models/workload';

export function OperatorSplit({ entry: { macs, macsByOp } }: { readonly entry: ManifestEntry }) {
  const rows = Object.entries(macsByOp).toSorted(([, a], [, b]) => b - a);
  return (
    <TableScroll>
      <table className="table">
        <TableHead columns={['Operator', { number: 'MACs' }, { number: 'Share' }]} />
        <tbody>
          {rows.map(([op, count]) => (
            <tr key={op}>
              <th scope="row">{op}</th>
              <td className="numeric">
                <Quantity value={count} unit="" prefixed />
              </td>
              <td className="numeric">{significant((100 * count) / macs)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
