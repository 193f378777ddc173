// The trail as a table: who did what to which run or key, and why.
import { DateTime } from '@/app/_components/date-time';
import { TableHead } from '@/app/_components/table-head';
import type { AuditEntry } from '@/lib/db/moderation';

export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  if (entries.length === 0) return <p className="text-grey-4 text-sm">Nothing was done yet.</p>;
  return (
    <div className="table-scroll">
      <table className="table">
        <TableHead columns={['Date', 'Who', 'Did', 'To', 'Because']} />
        <tbody>
          {entries.map(({ id, at, actor, action, subject, reason }) => (
            <tr key={id}>
              <td>
                <DateTime at={at} />
              </td>
              <td>{actor}</td>
              <td>{action}</td>
              <td>
                <code>{subject}</code>
              </td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
