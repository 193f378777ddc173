// Every common workload: each device's median time with its backend and networks, and its ratio to
// the first device.
import { BackendMark } from '@/app/_components/backend-mark';
import { Quantity } from '@/app/_components/quantity';
import { intervalWords } from '@/app/_components/ratio-value';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer, significant } from '@/lib/core/format';
import { LETTERS } from './chosen';
import type { ComparedWorkload } from './comparison';

interface WorkloadTableProps {
  readonly workloads: readonly ComparedWorkload[];
  readonly names: readonly string[];
}

export function WorkloadTable({ workloads, names }: WorkloadTableProps) {
  return (
    <TableScroll>
      <table className="table">
        <TableHead
          columns={[
            'Workload',
            ...names.map((name, index) => ({ number: `${LETTERS[index]} ${name}` })),
          ]}
        />
        <tbody>
          {workloads.map(({ entry, results, ratios }) => (
            <tr key={entry.id}>
              <th scope="row">
                <a href={`/models/${entry.id}`} className="hover:underline">
                  {entry.title}
                </a>
                {entry.precision !== 'fp32' && (
                  <span className="block text-grey-4 text-xs">{entry.precision}</span>
                )}
              </th>
              {results.map(({ p50Ms, backend, oneThread, networks }, index) => {
                const ratio = ratios[index - 1];
                return (
                  <td key={LETTERS[index]} className="numeric">
                    <Quantity value={p50Ms / 1000} unit="s" prefixed />
                    <span className="flex items-baseline justify-end gap-2 font-sans text-grey-4 text-xs">
                      <BackendMark backend={backend} />
                      {oneThread && '1 thread'}
                      <span>n = {integer(networks)}</span>
                    </span>
                    {ratio !== undefined && (
                      <span className="number block text-xs">
                        {significant(ratio.value)}
                        {'\u2009'}× as fast as A
                        {ratio.interval !== null && (
                          <span className="text-grey-4"> ({intervalWords(ratio)})</span>
                        )}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
