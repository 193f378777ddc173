// The highest share of a proven rate that honest runs reached, by class of work and backend: what a
// row may claim and be attested.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { significant } from '@/lib/core/format';
import { WORK_CLASSES, type WorkClass } from '@/lib/models/work-class';
import { PROVABLE } from '@/lib/submission/proof';
import { SHARES } from '@/lib/submission/proven-share';

const CLASSES = Object.keys(WORK_CLASSES) as readonly WorkClass[];

export function ProvenShares() {
  const [newest] = SHARES.measured;
  return (
    <figure id="shares">
      <TableScroll>
        <table className="table">
          <TableHead
            columns={[
              'Class of work',
              ...PROVABLE.map((backend) => ({ number: BACKEND_LABELS[backend] })),
            ]}
          />
          <tbody>
            {CLASSES.map((kind) => (
              <tr key={kind}>
                <th scope="row">{WORK_CLASSES[kind]}</th>
                {PROVABLE.map((backend) => (
                  <td key={backend} className="numeric">
                    <Share kind={kind} backend={backend} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <figcaption>
        Highest share of the proven rate that honest runs reached. Where none was measured on real
        hardware, rows are not attested.
        {newest !== undefined &&
          ` Measured ${newest.date} on ${newest.machine} with ${newest.command}.`}
      </figcaption>
    </figure>
  );
}

interface ShareProps {
  readonly kind: WorkClass;
  readonly backend: (typeof PROVABLE)[number];
}

function Share({ kind, backend }: ShareProps) {
  const measured = SHARES.shares[backend]?.[kind];
  if (measured === undefined) return <span className="text-grey-4">not attested</span>;
  const { share, workload, browser, threads } = measured;
  const where = `${workload}, ${browser}${threads === null ? '' : `, ${threads} threads`}`;
  return <span title={where}>{significant(share)}</span>;
}
