// The front page's figure: FLOPs against time of every fp32 model on the most measured devices, on
// logarithmic axes.
import { type Column, TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { drawWorkAndTime, type WorkAndTime } from '@/lib/charts/work-and-time';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { duration, si } from '@/lib/core/format';
import { groupBy } from '@/lib/core/group';
import type { Database } from '@/lib/db/client';
import { deviceResults } from '@/lib/db/device-results';
import { listDevices } from '@/lib/db/devices';
import { MANIFEST } from '@/lib/models/manifest';
import { Chart } from './_components/chart';
import { Section } from './_components/section';

const DEVICES_SHOWN = 6;
/** One model is a column of dots and shows nothing. */
const FEWEST_MODELS = 2;

/** Empty while too little is known. */
export async function workAndTime(db: Database): Promise<readonly WorkAndTime[]> {
  const devices = await listDevices(db, DEVICES_SHOWN);
  const measured = await Promise.all(devices.map(({ slug }) => deviceResults(db, slug)));
  const points = measured.flatMap((device) =>
    (device?.results ?? []).flatMap(({ workload, backend, oneThread, p50Ms }) => {
      const entry = MANIFEST.get(workload);
      if (device === null || entry?.kind !== 'model' || entry.precision !== 'fp32' || oneThread)
        return [];
      return [
        { model: entry.title, device: device.name, backend, flops: entry.flops, medianMs: p50Ms },
      ];
    }),
  );
  return new Set(points.map(({ model }) => model)).size < FEWEST_MODELS ? [] : points;
}

export function WorkAndTimeSection({ points }: { readonly points: readonly WorkAndTime[] }) {
  return (
    <Section
      id="work-and-time"
      title="FLOPs against time"
      aside="models in fp32 on the most measured devices"
    >
      <WorkAndTimeFigure points={points} />
    </Section>
  );
}

const placeOf = ({ device, backend }: WorkAndTime): string =>
  `${device}, ${BACKEND_LABELS[backend]}`;

const placeColumn = (place: string): Column => ({
  number: place,
  className: 'min-w-24 whitespace-normal',
});

export function WorkAndTimeFigure({ points }: { readonly points: readonly WorkAndTime[] }) {
  const places = [...new Set(points.map(placeOf))];
  return (
    <Chart
      narrow={drawWorkAndTime(points, 'narrow')}
      wide={drawWorkAndTime(points, 'wide')}
      caption="Along a grey line the rate is the same. If FLOPs were all that counted, the dots of one device would lie on one line."
    >
      <TableScroll>
        <table className="table">
          <caption>Median times</caption>
          <TableHead columns={['Model', { number: 'FLOPs' }, ...places.map(placeColumn)]} />
          <tbody>
            {[...groupBy(points, ({ model }) => model)].map(([model, ofModel]) => {
              const times = new Map(ofModel.map((point) => [placeOf(point), point.medianMs]));
              return (
                <tr key={model}>
                  <th scope="row" className="min-w-32">
                    {model}
                  </th>
                  <td className="numeric">{si(ofModel[0]?.flops ?? 0, '')}</td>
                  {places.map((place) => {
                    const ms = times.get(place);
                    return (
                      <td key={place} className="numeric">
                        {ms === undefined ? '—' : duration(ms)}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </Chart>
  );
}
