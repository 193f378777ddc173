// The two lists of /models: nets with their counts, kernels by family; each with the people who measured it.
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer } from '@/lib/core/format';
import type { ManifestEntry } from '@/lib/models/workload';
import { type Family, variantsOf } from './catalogue';

type People = ReadonlyMap<string, number>;

function EntryLink({ entry }: { readonly entry: ManifestEntry }) {
  return (
    <a href={`/models/${entry.id}`} className="hover:underline">
      {entry.title}
    </a>
  );
}

const peopleOf = (people: People, { id }: ManifestEntry): string => integer(people.get(id) ?? 0);

export function NetTable({ entries, people }: { readonly entries: readonly ManifestEntry[]; readonly people: People }) {
  return (
    <TableScroll>
      <table className="table">
        <TableHead
          columns={['Net', { number: 'Parameters' }, { number: 'FLOPs' }, { number: 'Variants' }, { number: 'People' }]}
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
              <td className="numeric">{peopleOf(people, entry)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

export function KernelTable({ families, people }: { readonly families: readonly Family[]; readonly people: People }) {
  return (
    <TableScroll>
      <table className="table">
        <TableHead columns={['Kernel', 'Precision', 'Measured in', { number: 'FLOPs' }, { number: 'People' }]} />
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
                <td className="numeric">{peopleOf(people, entry)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </TableScroll>
  );
}
