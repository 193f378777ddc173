// Models that runs name and no table has: what to look up, most people first.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import type { UnlistedModel } from '@/lib/db/unlisted';

export function UnlistedTable({ models }: { readonly models: readonly UnlistedModel[] }) {
  if (models.length === 0) return <p className="text-grey-4 text-sm">None.</p>;
  return (
    <>
      <TableScroll>
        <table className="table">
          <TableHead
            columns={['Vendor', 'Model as read', { number: 'People' }, { number: 'Runs' }]}
          />
          <tbody>
            {models.map(({ vendor, model, people, runs }) => (
              <tr key={`${vendor} ${model}`}>
                <td>{vendor}</td>
                <td className="max-w-[40ch] break-words">{model}</td>
                <td className="numeric">{people}</td>
                <td className="numeric">{runs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p className="mt-3 text-sm">
        <a href="/admin/unlisted" className="link">
          As lines for the tables
        </a>{' '}
        in <code>lib/device/gpu-name/products</code>, to be looked up at each maker first.
      </p>
    </>
  );
}
