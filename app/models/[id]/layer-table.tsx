// Every node of the graph, folded: name, operator, shape, parameters, multiply-accumulates.
import { TableHead } from '@/app/_components/table-head';
import { integer } from '@/lib/core/format';
import type { LayerRow } from '@/lib/models/layer-table';

/** Only what is shown is loaded: one file per workload, written when pinning. */
async function rowsOf(id: string): Promise<readonly LayerRow[]> {
  const table: { readonly default: readonly LayerRow[] } = await import(`@/lib/models/layer-tables/${id}.json`);
  return table.default;
}

export async function LayerTable({ id }: { readonly id: string }) {
  const rows = await rowsOf(id);
  return (
    <details>
      <summary className="cursor-pointer text-sm">
        {integer(rows.length)} {rows.length === 1 ? 'node' : 'nodes'}
      </summary>
      <div className="table-scroll mt-3">
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
      </div>
    </details>
  );
}
