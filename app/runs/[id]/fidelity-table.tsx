// Where each value of the environment was read, and how far the browser lets it through: folded,
// for those who ask.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { UNKNOWN } from '@/lib/core/format';
import { describeEnvironment, type Fidelity } from '@/lib/device/facts';
import type { Environment } from '@/lib/submission/schema';

const WORDS: Readonly<Record<Fidelity, string>> = {
  exact: 'as it is',
  rounded: 'rounded or capped',
  bucketed: 'stands for a group',
  frozen: 'the same on every machine',
  masked: 'withheld or replaced',
  absent: 'no such API here',
};

export function FidelityTable({ environment }: { environment: Environment }) {
  return (
    <details className="mt-4">
      <summary className="text-sm">Where each value comes from, and how exact it is</summary>
      <TableScroll className="mt-2">
        <table className="table">
          <TableHead columns={['Value', 'Read from', 'The browser gives it', 'As reported']} />
          <tbody>
            {describeEnvironment(environment).map(({ key, value, provenance, fidelity }) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>{provenance}</td>
                <td>{WORDS[fidelity]}</td>
                <td className="break-all font-mono text-xs">{value ?? UNKNOWN}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </details>
  );
}
