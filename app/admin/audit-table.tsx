// The trail as a table: who did what to which run or key, and why.
import { DateTime } from '@/app/_components/date-time';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import type { AuditEntry } from '@/lib/db/moderation';

export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  if (entries.length === 0)
    return <p className="text-grey-4 text-sm">Nothing has been done yet.</p>;
  return (
    <TableScroll>
      <table className="table">
        <TableHead columns={['Date', 'Did', 'Because']} />
        <tbody>
          {entries.map(({ id, at, actor, action, subject, reason }) => (
            <tr key={id}>
              <td className="whitespace-nowrap">
                <DateTime at={at} />
                <span className="block text-grey-4 text-xs">{actor}</span>
              </td>
              <td>
                {action} <code className="break-all">{subject}</code>
              </td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
