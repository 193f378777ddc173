// Which operators the work is in: a bar of MACs per operator, with its part of all.
import { Quantity } from '@/app/_components/quantity';
import { Section } from '@/app/_components/section';
import { significant } from '@/lib/core/format';
import type { Report } from '@/lib/flops/report';

export function OperatorShare({ report }: { report: Report }) {
  const operators = report.operators.filter(({ macs }) => macs !== 0);
  const total = Number(report.macs);
  if (operators.length === 0) return null;
  return (
    <Section id="operators" title="Share by operator" aside="MACs">
      <ul className="text-sm">
        {operators.map(({ operator: name, macs }) => {
          const percent = (100 * Number(macs)) / total;
          return (
            <li
              key={name}
              className="grid grid-cols-[8rem_1fr_5rem] items-center gap-4 border-grey-2 border-b py-2 sm:grid-cols-[12rem_1fr_6rem_4rem]"
            >
              <span className="[overflow-wrap:anywhere]">{name}</span>
              <span className="block h-2 bg-grey-1" aria-hidden="true">
                <span className="block h-2 rounded-r-[1px] bg-ink" style={{ width: `${percent}%` }} />
              </span>
              <span className="text-right">
                <Quantity value={Number(macs)} unit="" prefixed />
              </span>
              <span className="number text-right text-grey-4 max-sm:hidden">{significant(percent)} %</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
