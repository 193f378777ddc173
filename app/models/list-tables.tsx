// The two lists of /models: nets with their counts, kernels by family; each with the networks that
// vote on it. From a tablet on their columns have widths of their own: a long table that is drawn
// while it arrives would move them with every longer name.
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { votersHead } from '@/app/voters';
import { integer } from '@/lib/core/format';
import type { ManifestEntry } from '@/lib/models/workload';
import { type Family, variantsOf } from '@/lib/views/catalogue';

type Networks = ReadonlyMap<string, number>;

function EntryLink({ entry }: { readonly entry: ManifestEntry }) {
  return (
    <a href={`/models/${entry.id}`} className="hover:underline">
      {entry.title}
    </a>
  );
}

const networksOf = (networks: Networks, { id }: ManifestEntry): string =>
  integer(networks.get(id) ?? 0);

export function NetTable({
  entries,
  networks,
}: {
  readonly entries: readonly ManifestEntry[];
  readonly networks: Networks;
}) {
  return (
    <TableScroll>
      <table className="table sm:table-fixed">
        <TableHead
          columns={[
            'Net',
            { number: 'Parameters', className: 'sm:w-32' },
            { number: 'FLOPs', className: 'sm:w-28' },
            { number: 'Variants', className: 'sm:w-28' },
            { number: votersHead(), className: 'sm:w-28' },
          ]}
        />
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">
                <EntryLink entry={entry} />
              </th>
              <td className="numeric">
                <Quantity value={entry.params} unit="" prefixed />
              </td>
              <td className="numeric">
                <Quantity value={entry.flops} unit="" prefixed />
              </td>
              <td className="numeric">{variantsOf(entry).length}</td>
              <td className="numeric">{networksOf(networks, entry)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

export function KernelTable({
  families,
  networks,
}: {
  readonly families: readonly Family[];
  readonly networks: Networks;
}) {
  return (
    <TableScroll>
      <table className="table sm:table-fixed">
        <TableHead
          columns={[
            'Kernel',
            { text: 'Precision', className: 'sm:w-32' },
            { text: 'Measured in', className: 'sm:w-36' },
            { number: 'FLOPs', className: 'sm:w-28' },
            { number: votersHead(), className: 'sm:w-28' },
          ]}
        />
        {families.map(({ name, entries }) => (
          <tbody key={name}>
            <tr>
              <th scope="rowgroup" colSpan={5} className="eyebrow pt-6">
                {name}
              </th>
            </tr>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <th scope="row">
                  <EntryLink entry={entry} />
                </th>
                <td>{entry.precision}</td>
                <td>{entry.metric}</td>
                <td className="numeric">
                  <Quantity value={entry.flops} unit="" prefixed />
                </td>
                <td className="numeric">{networksOf(networks, entry)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </TableScroll>
  );
}
