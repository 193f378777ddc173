// Which way of writing a precision the runtime really runs, as it was tried, and which of them the
// workloads use.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { chooseForm, SUPPORT, type Verdict } from '@/lib/models/forms/support';

const WORDS = {
  runs: 'runs',
  'falls-back': 'on the CPU',
  wrong: 'wrong result',
  fails: 'fails',
  'no-shader-f16': 'not tried: no half floats',
} satisfies Record<Verdict, string>;

export function FormTable() {
  return (
    <TableScroll>
      <table className="table">
        <TableHead columns={['Precision', 'Operator', 'Nodes', 'WASM', 'WebGPU', 'Nets']} />
        <tbody>
          {SUPPORT.rows.map(({ form, precision, operator, nodes, wasm, webgpu }) => (
            <tr key={form}>
              <th scope="row">{precision}</th>
              <td>{operator}</td>
              <td>{nodes}</td>
              <td>{WORDS[wasm]}</td>
              <td>{WORDS[webgpu]}</td>
              <td>{chooseForm(precision, operator) === form ? 'use it' : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
