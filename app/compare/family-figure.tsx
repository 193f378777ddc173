// Ratios by family as a figure and as a table: how many times as fast each device is as the first
// one.
import { Chart } from '@/app/_components/chart';
import { RatioValue } from '@/app/_components/ratio-value';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { drawRatios } from '@/lib/charts/ratios';
import { LETTERS } from './chosen';
import type { FamilyRatios } from './comparison';

/** Letters of the devices that ratios are of: all but the first. */
const SUBJECTS = LETTERS.slice(1);

export function FamilyFigure({ families }: { readonly families: readonly FamilyRatios[] }) {
  const marks = families.flatMap(({ family, ratios }) =>
    ratios.map(({ value, interval }, index) => ({
      group: family,
      subject: SUBJECTS[index] ?? '',
      value,
      interval,
    })),
  );
  const axis = 'times as fast as A';
  return (
    <Chart
      narrow={drawRatios(marks, axis, 'narrow')}
      wide={drawRatios(marks, axis, 'wide')}
      caption="Geometric mean of each family’s common workloads; right of the line is faster than A. The bar is the interval of the medians over networks (95 % from six votes on, the whole range with fewer)."
    >
      <TableScroll>
        <table className="table">
          <TableHead
            columns={[
              'Family',
              { number: 'Workloads' },
              ...(families[0]?.ratios ?? []).map((_, index) => ({
                number: `${SUBJECTS[index]} against A`,
              })),
            ]}
          />
          <tbody>
            {families.map(({ family, kind, workloads, ratios }) => (
              <tr key={`${kind} ${family}`}>
                <th scope="row">{family}</th>
                <td className="numeric">{workloads}</td>
                {ratios.map((ratio, index) => (
                  <td key={SUBJECTS[index]} className="numeric">
                    <RatioValue ratio={ratio} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Chart>
  );
}
