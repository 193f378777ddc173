// The work by operator, the largest first: bodies of If, Loop and Scan included as often as they
// run.
import { Quantity } from '@/app/_components/quantity';
import { Section } from '@/app/_components/section';
import { type Column, TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer, percentToTenth } from '@/lib/core/format';
import type { Count } from '@/lib/flops/exact';
import type { NodeTimes } from '@/lib/flops/profile';
import type { OperatorSum, Report } from '@/lib/flops/report';
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
  const isAtWork = (row: OperatorSum): boolean =>
    row.macs !== 0 ||
    row.otherOps !== 0 ||
    row.params !== 0 ||
    row.unknownMacs + row.unknownOps > 0 ||
    measured?.has(row.operator) === true;
  const operators = report.operators.filter(isAtWork);
  const others = report.operators.filter((row) => !isAtWork(row));
  const columns: readonly Column[] = [
    'Operator',
    { number: 'Nodes' },
    { number: 'MACs' },
    { number: 'Share' },
    ...(measured === null ? [] : [{ number: 'Time' }]),
    { number: 'Other ops' },
    { number: 'Params', className: 'max-sm:hidden' },
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
                  <th scope="row">
                    <Breakable name={operator} />
                  </th>
                  <td className="numeric">{integer(nodes)}</td>
                  <td className="numeric">
                    <Sum known={macs} unknownNodes={unknownMacs} />
                  </td>
                  <td className="numeric">
                    <Share of={shareOfMacs(macs, report)} />
                  </td>
                  {measured !== null && (
                    <td className="numeric">
                      <Quantity
                        value={seconds(measured.get(operator))}
                        unit="s"
                        prefixed
                        unknown="no kernel of its own: fused into others, or nothing to do"
                      />
                    </td>
                  )}
                  <td className="numeric">
                    <Sum known={otherOps} unknownNodes={unknownOps} />
                  </td>
                  <td className="numeric max-sm:hidden">
                    <Quantity value={params} unit="" prefixed />
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </TableScroll>
      {others.length > 0 && (
        <p className="mt-3 text-grey-4 text-sm" data-testid="other-operators">
          Without arithmetic or weights:{' '}
          {others.map(({ operator, nodes }) => `${integer(nodes)} ${operator}`).join(', ')}.
        </p>
      )}
    </Section>
  );
}

const seconds = (ms: number | undefined): number | null => (ms === undefined ? null : ms / 1000);

/** A name of an operator that a narrow column may break between its words. */
function Breakable({ name }: { readonly name: string }) {
  return name.split(/(?<=[a-z0-9:])(?=[A-Z])/).map((word, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a word has no other name than its place
    <span key={index}>
      {index > 0 && <wbr />}
      {word}
    </span>
  ));
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
