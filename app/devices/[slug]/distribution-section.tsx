// How the networks of one workload and backend are spread on this device; which one is chosen by a
// form.
import { BackendMark } from '@/app/_components/backend-mark';
import { Chart } from '@/app/_components/chart';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { votersHere, votersWords } from '@/app/voters';
import { drawDistribution } from '@/lib/charts/distribution';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { duration } from '@/lib/core/format';
import { cellVotes } from '@/lib/db/cell-votes';
import { database } from '@/lib/db/client';
import type { DeviceResult, DeviceResults } from '@/lib/db/device-results';
import { MANIFEST } from '@/lib/models/manifest';

interface DistributionSectionProps {
  readonly device: DeviceResults;
  /** `cell` of the address. */
  readonly chosen: string | null;
  /** Whether the page shows all results, which it is to go on doing. */
  readonly all: boolean;
}

/** One network is a point, two are a line. */
const FEWEST_NETWORKS = 3;

const keyOf = ({ workload, backend, oneThread }: DeviceResult): string =>
  [workload, backend, ...(oneThread ? ['one'] : [])].join('.');

const nameOf = ({ workload, backend, oneThread }: DeviceResult): string =>
  `${MANIFEST.get(workload)?.title ?? workload} ${MANIFEST.get(workload)?.precision ?? ''}, ${BACKEND_LABELS[backend]}${oneThread ? ', 1 thread' : ''}`;

export async function DistributionSection({ device, chosen, all }: DistributionSectionProps) {
  const cells = device.results.filter(
    ({ networks, workload }) => networks >= FEWEST_NETWORKS && MANIFEST.has(workload),
  );
  const flopsOf = ({ workload }: DeviceResult): number => MANIFEST.get(workload)?.flops ?? 0;
  const likely = cells.toSorted((a, b) => b.networks - a.networks || flopsOf(b) - flopsOf(a))[0];
  const shown = cells.find((cell) => keyOf(cell) === chosen) ?? likely;
  const entry = shown && MANIFEST.get(shown.workload);
  if (shown === undefined || entry === undefined) return null;
  const valuesMs = await cellVotes(database(), {
    workload: entry.id,
    version: entry.version,
    backend: shown.backend,
    threads: shown.oneThread ? 'one' : 'max',
    deviceSlug: device.slug,
  });
  if (valuesMs.length === 0) return null;
  const picture = { ...shown, valuesMs, voters: votersHere() };
  return (
    <Section
      id="distribution"
      title="How results differ"
      aside={`${votersWords(shown.networks)}, each the median of its people`}
    >
      <form
        action={`/devices/${device.slug}#distribution`}
        className="no-print mb-4 flex max-w-lg gap-3"
      >
        {all && <input type="hidden" name="results" value="all" />}
        <select
          name="cell"
          defaultValue={keyOf(shown)}
          aria-label="Workload and backend"
          className="field min-w-0 flex-1"
        >
          {cells.map((cell) => (
            <option key={keyOf(cell)} value={keyOf(cell)}>
              {nameOf(cell)}
            </option>
          ))}
        </select>
        <button type="submit" className="button-quiet">
          Show
        </button>
      </form>
      <Chart
        narrow={drawDistribution(picture, 'narrow')}
        wide={drawDistribution(picture, 'wide')}
        caption={
          <>
            {entry.title} <BackendMark backend={shown.backend} />. Line: median. Band: 10th to 90th
            percentile.
          </>
        }
      >
        <TableScroll>
          <table className="table">
            <TableHead columns={['Percentile', { number: 'Time' }]} />
            <tbody>
              {(
                [
                  ['10th', shown.p10Ms],
                  ['50th, the median', shown.p50Ms],
                  ['90th', shown.p90Ms],
                ] as const
              ).map(([name, ms]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="numeric">{duration(ms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Chart>
    </Section>
  );
}
