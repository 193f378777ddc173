// Rows that one more network would rank, each with the run that confirms it.

import type { NearlyRanked as Row } from '@/lib/db/nearly-ranked';
import { MANIFEST } from '@/lib/models/manifest';
import { boardUnit } from '@/lib/views/lead';
import { votersHere } from '../voters';
import { BackendMark } from './backend-mark';
import { DeviceName } from './device-name';
import { Quantity } from './quantity';
import { Section } from './section';
import { TableHead } from './table-head';
import { TableScroll } from './table-scroll';

export function NearlyRanked({ rows }: { readonly rows: readonly Row[] }) {
  const known = rows.flatMap((row) => {
    const entry = MANIFEST.get(row.workload);
    return entry === undefined ? [] : [{ row, entry }];
  });
  if (known.length === 0) return null;
  const one = votersHere().slice(0, -1);
  return (
    <Section
      id="nearly"
      title={`One ${one} short`}
      aside="do you have such a device, or know someone who does? one run confirms it"
    >
      <TableScroll>
        <table className="table">
          <TableHead columns={['Device', 'Workload', { number: 'Median' }, 'Confirm it']} />
          <tbody>
            {known.map(({ row: { deviceSlug, deviceName, backend, p50Ms }, entry }) => {
              const { unit, of } = boardUnit(entry);
              return (
                <tr key={`${deviceSlug} ${backend}`}>
                  <th scope="row">
                    <a href={`/devices/${deviceSlug}`} className="block hover:underline">
                      <DeviceName name={deviceName} />
                    </a>
                  </th>
                  <td>
                    <a href={`/models/${entry.id}`} className="hover:underline">
                      {entry.title}
                    </a>
                    <span className="mt-0.5 block text-xs">
                      <BackendMark backend={backend} />
                    </span>
                  </td>
                  <td className="numeric">
                    <Quantity value={of(p50Ms)} unit={unit} />
                  </td>
                  <td>
                    <a className="link" href={`/run?workloads=${entry.id}`}>
                      Run it
                    </a>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}
