// The work by operator, the largest first: bodies of If, Loop and Scan included as often as they
// run.
import { Quantity } from '@/app/_components/quantity';
import { Section } from '@/app/_components/section';
import { type Column, TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { duration, integer, percentToTenth } from '@/lib/core/format';
import type { Count } from '@/lib/flops/exact';
import type { NodeTimes } from '@/lib/flops/profile';
import type { Report } from '@/lib/flops/report';
import { timesByOperator } from './node-times';
import { shareOfMacs } from './share';

export function OperatorTable({
  report,
  times,
}: {
  readonly report: Report;
  readonly times: NodeTimes | null;
}) {
  const measured = times === null ? null : timesByOperator(report.nodes, times);
  const operators = report.operators.filter(
    ({ operator, macs, otherOps, params, unknownMacs, unknownOps }) =>
      macs !== 0 ||
      otherOps !== 0 ||
      params !== 0 ||
      unknownMacs + unknownOps > 0 ||
      (measured?.get(operator) ?? 0) > 0,
  );
  const columns: readonly Column[] = [
    'Operator',
    { number: 'Nodes' },
    { number: 'MACs' },
    { number: 'Share' },
    ...(measured === null ? [] : [{ number: 'Time' }]),
    { number: 'Other ops' },
    { number: 'Params' },
  ];
  return (
    <Section
      id="operators"
      title="By operator"
      aside={`${integer(report.operators.length)} operators`}
    >
      <TableScroll>
        <table className="table" data-testid="operators">
          <TableHead columns={columns} />
          <tbody>
            {operators.map(
              ({ operator, nodes, macs, otherOps, params, unknownMacs, unknownOps }) => (
                <tr key={operator}>
                  <th scope="row" className="[overflow-wrap:anywhere]">
                    {operator}
                  </th>
                  <td className="numeric">{integer(nodes)}</td>
                  <td className="numeric">
                    <Sum known={macs} unknownNodes={unknownMacs} />
                  </td>
                  <td className="numeric">
                    <Share of={shareOfMacs(macs, report)} />
                  </td>
                  {measured !== null && (
                    <td className="numeric">{duration(measured.get(operator) ?? null)}</td>
                  )}
                  <td className="numeric">
                    <Sum known={otherOps} unknownNodes={unknownOps} />
                  </td>
                  <td className="numeric">
                    <Quantity value={params} unit="" prefixed />
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

/** A sum of which a part may be open: never 0 for what is not known. */
function Sum({ known, unknownNodes }: { readonly known: Count; readonly unknownNodes: number }) {
  const isOpen = unknownNodes > 0;
  return (
    <>
      {isOpen && known !== 0 && '≥ '}
      <Quantity
        value={isOpen && known === 0 ? null : Number(known)}
        unit=""
        prefixed
        unknown={`${unknownNodes} nodes are not known`}
      />
    </>
  );
}

function Share({ of: share }: { readonly of: number | null }) {
  if (share === null) return null;
  return (
    <span className="inline-flex items-center gap-2">
      <span className="block h-2 w-16 bg-grey-1 max-sm:hidden" aria-hidden="true">
        <span className="block h-2 rounded-r-[1px] bg-ink" style={{ width: `${100 * share}%` }} />
      </span>
      <span className="min-w-14">{percentToTenth(share)}</span>
    </span>
  );
}
