// Where each stored fact of the machine comes from, what browsers do to it, and what it decides.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { FACTS_OF_THE_MACHINE } from '@/lib/device/provenance';

export function FactsOfTheMachine() {
  return (
    <>
      <h2 id="facts">Facts of the machine</h2>
      <p>
        Browsers hide much of the machine. A value may be frozen (the same everywhere), bucketed (it
        stands for a group), spoofed (another machine&rsquo;s) or masked (withheld). Only what is
        none of these says which device a row belongs to; what cannot be known is called unknown,
        and is a pool of its own.
      </p>
      <TableScroll>
        <table className="table">
          <TableHead columns={['Fact', 'From', 'What browsers do to it', 'Pools a device']} />
          <tbody>
            {FACTS_OF_THE_MACHINE.map(({ fact, source, tampering, pools }) => (
              <tr key={fact}>
                <th scope="row">{fact}</th>
                <td>{source}</td>
                <td>
                  {tampering.length === 0
                    ? 'Nothing that is known'
                    : tampering.map(({ by, where }) => `${by}: ${where}`).join('. ')}
                </td>
                <td>{pools ?? 'No'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
}
