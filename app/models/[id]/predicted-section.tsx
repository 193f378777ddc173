// Predicted beside measured: how long the network would take on devices whose kernels are known,
// and how far off that is where somebody measured it.
import { BackendMark } from '@/app/_components/backend-mark';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { duration, percent } from '@/lib/core/format';
import { getBoard } from '@/lib/db/board';
import { database } from '@/lib/db/client';
import { devicePrices } from '@/lib/edge/prediction';
import type { ManifestEntry } from '@/lib/models/workload';
import { type DevicePrediction, rankDevices } from '@/lib/predict/devices';
import { chargesOfWorkload } from '@/lib/predict/pinned';

const DEVICES = 60;
const SHOWN = 12;
const COLUMNS = [
  'Device',
  'Backend',
  { number: 'Predicted' },
  { number: '90 %' },
  { number: 'Measured' },
  { number: 'Off by' },
] as const;

export async function PredictedSection({ entry }: { readonly entry: ManifestEntry }) {
  const charges = chargesOfWorkload(entry.id);
  if (entry.kind !== 'model' || charges === null) return null;
  const db = database();
  const [prices, board] = await Promise.all([
    devicePrices(db, { device: undefined, backend: undefined, limit: DEVICES }),
    getBoard(db, {
      workload: entry.id,
      version: entry.version,
      backend: null,
      threads: 'max',
      limit: 200,
    }),
  ]);
  const ranked = rankDevices(
    charges,
    prices.filter(({ threads }) => threads === 'max'),
  );
  if (ranked.length === 0) return null;
  const measured = new Map(
    board.rows.map((row) => [`${row.deviceSlug}/${row.backend}`, row.p50Ms]),
  );
  const measuredMs = ({ device }: DevicePrediction): number | null =>
    measured.get(`${device.slug}/${device.backend}`) ?? null;
  // Where both are known the comparison says most.
  const shown = ranked
    .toSorted((a, b) => Number(measuredMs(b) !== null) - Number(measuredMs(a) !== null))
    .slice(0, SHOWN);
  return (
    <Section
      id="predicted"
      title="Predicted"
      aside="from kernels measured on each device, never from this network; not validated on real GPUs"
    >
      <TableScroll>
        <table className="table text-sm" data-testid="predicted">
          <TableHead columns={COLUMNS} />
          <tbody>
            {shown.map((prediction) => {
              const { device, ms, lowMs, highMs } = prediction;
              const found = measuredMs(prediction);
              return (
                <tr key={`${device.slug}/${device.backend}`}>
                  <th scope="row">
                    <a className="link" href={`/devices/${device.slug}`}>
                      {device.name}
                    </a>
                  </th>
                  <td>
                    <BackendMark backend={device.backend} />
                  </td>
                  <td className="numeric number">{duration(ms)}</td>
                  <td className="numeric number whitespace-nowrap">
                    {duration(lowMs)} – {duration(highMs)}
                  </td>
                  <td className="numeric number">{duration(found)}</td>
                  <td className="numeric number">
                    {found === null ? '—' : percent(ms / found - 1)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}
