// Every node of the graph, on demand: name, operator, shape, parameters, multiply-accumulates.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer } from '@/lib/core/format';
import type { LayerRow } from '@/lib/models/layer-table';

/** Only what is shown is loaded: one file per workload, written when pinning. */
async function rowsOf(id: string): Promise<readonly LayerRow[]> {
  const table: { readonly default: readonly LayerRow[] } = await import(
    `@/lib/models/layer-tables/${id}.json`
  );
  return table.default;
}

interface LayerTableProps {
  readonly id: string;
  /**
   * Whether the address asks for them: folded nodes would double what every other reader downloads.
   */
  readonly shown: boolean;
  /** The address that does. */
  readonly href: string;
}

export async function LayerTable({ id, shown, href }: LayerTableProps) {
  const rows = await rowsOf(id);
  if (!shown) {
    return (
      <a className="link text-sm" href={href}>
        {rows.length === 1 ? 'Show the one node' : `Show all ${integer(rows.length)} nodes`}
      </a>
    );
  }
  return (
    <TableScroll>
      <table className="table">
        <TableHead
          columns={[
            'Node',
            'Operator',
            'Output',
            { number: 'Parameters' },
            { number: 'MACs' },
            { number: 'Other ops' },
          ]}
        />
        <tbody>
          {rows.map(({ name, op, dims, params, macs, otherOps }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{op}</td>
              <td className="font-mono">{dims.join('×')}</td>
              <td className="numeric">{integer(params)}</td>
              <td className="numeric">{integer(macs)}</td>
              <td className="numeric">{integer(otherOps)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
