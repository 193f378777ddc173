// The device's roofline with the same numbers as a table: what each backend's own kernels allow,
// and what models get.

import { BackendMark } from '@/app/_components/backend-mark';
import { Chart } from '@/app/_components/chart';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { attainableGflops, drawRoofline } from '@/lib/charts/roofline';
import type { DeviceRoofline } from '@/lib/views/roofline-data';

export function RooflineFigure({
  roofline: { ceilings, points },
}: {
  readonly roofline: DeviceRoofline;
}) {
  return (
    <Chart
      narrow={drawRoofline(ceilings, points, 'narrow')}
      wide={drawRoofline(ceilings, points, 'wide')}
      caption="Each line is what this device’s own fp32 kernels reached: bandwidth on the slope, compute on the flat part. A dot is a model. How far it stays below the line, FLOPs and bytes do not explain; a dot above the slope keeps its activations in caches."
    >
      <TableScroll>
        <table className="table">
          <TableHead
            columns={[
              'Model',
              'Backend',
              { number: 'FLOPs per byte' },
              { number: 'Rate' },
              { number: 'Of its roof' },
            ]}
          />
          <tbody>
            {points.map(({ name, backend, intensity, gflops }) => {
              const ceiling = ceilings.find((roof) => roof.backend === backend);
              const percent =
                ceiling === undefined
                  ? null
                  : (100 * gflops) / attainableGflops(ceiling, intensity);
              return (
                <tr key={`${name} ${backend}`}>
                  <th scope="row">{name}</th>
                  <td>
                    <BackendMark backend={backend} />
                  </td>
                  <td className="numeric">
                    <Quantity value={intensity} unit="" />
                  </td>
                  <td className="numeric">
                    <Quantity value={gflops} unit="GFLOPS" />
                  </td>
                  <td className="numeric">
                    <Quantity value={percent} unit="%" />
                  </td>
                </tr>
              );
            })}
            {ceilings.map(({ backend, peakGflops, bandwidthGBs }) => (
              <tr key={backend}>
                <th scope="row">Best kernels</th>
                <td>
                  <BackendMark backend={backend} />
                </td>
                <td className="numeric">
                  <Quantity value={peakGflops / bandwidthGBs} unit="" />
                </td>
                <td className="numeric">
                  <Quantity value={peakGflops} unit="GFLOPS" />
                </td>
                <td className="numeric">
                  <Quantity value={bandwidthGBs} unit="GB/s" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Chart>
  );
}
