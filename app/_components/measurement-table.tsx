// Every measurement of a run, failed and skipped ones too: they are results. Two lines per cell instead of eight columns,
// so that the table stands on a phone.

import { BackendMark } from '@/app/_components/backend-mark';
import { QualityMark } from '@/app/_components/quality-mark';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { MODE_WORDS } from '@/lib/bench/mode';
import { integer, spread } from '@/lib/core/format';
import { isMeasured, type MeasurementView, type UnmeasuredView } from '@/lib/views/run-view';

const OUTCOMES = {
  incorrect: 'Wrong output',
  failed: 'Failed',
  crashed: 'Crashed',
  skipped: 'Skipped',
} as const satisfies Record<UnmeasuredView['outcome'], string>;

function threadsOf({ threads, backend }: MeasurementView): string | null {
  if (backend !== 'wasm' || threads.got === null) return null;
  const got = threads.got === 1 ? '1 thread' : `${threads.got} threads`;
  return threads.got === threads.wanted ? got : `${got} of ${threads.wanted} wanted`;
}

export function MeasurementTable({ measurements }: { measurements: readonly MeasurementView[] }) {
  return (
    <TableScroll>
      <table className="table">
        <TableHead columns={['Workload', { number: 'Time' }, { number: 'Rate' }, 'Quality']} />
        <tbody>
          {measurements.map((measurement) => (
            <tr key={measurement.id}>
              <th scope="row">
                <span className="block font-medium">{measurement.workload.title}</span>
                <span className="mt-0.5 flex flex-wrap gap-x-3 text-grey-4 text-xs">
                  <BackendMark backend={measurement.backend} />
                  <span>{threadsOf(measurement)}</span>
                  <span>{MODE_WORDS[measurement.mode]}</span>
                </span>
              </th>
              {isMeasured(measurement) ? (
                <>
                  <td className="numeric">
                    <Quantity value={measurement.medianMs / 1000} unit="s" prefixed />
                    {measurement.intervalMs !== null && (
                      <span className="number block text-grey-4 text-xs">
                        {spread(
                          measurement.medianMs / 1000,
                          (measurement.intervalMs[1] - measurement.intervalMs[0]) / 2000,
                          's',
                        )}
                      </span>
                    )}
                    {measurement.dispatchUs !== null && (
                      <span className="number block text-grey-4 text-xs">
                        <Quantity value={measurement.dispatchUs} unit="µs" /> per node
                      </span>
                    )}
                  </td>
                  <td className="numeric">
                    <Quantity
                      value={measurement.gflops}
                      unit={measurement.workload.rateUnit}
                      unknown="this workload has no FLOPs"
                    />
                    <span className="block text-grey-4 text-xs">
                      <Quantity value={measurement.workload.macs} unit="MACs" prefixed />
                    </span>
                  </td>
                  <td>
                    <QualityMark quality={measurement.quality} reasons={measurement.flags} />
                    <span className="block whitespace-nowrap text-grey-4 text-xs">
                      {integer(measurement.samplesMs.length)} samples
                    </span>
                    {measurement.restsOn !== null && (
                      <span className="block max-w-[28ch] text-grey-4 text-xs">{measurement.restsOn}</span>
                    )}
                  </td>
                </>
              ) : (
                <td colSpan={3} className="text-grey-4">
                  <span className="text-ink">{OUTCOMES[measurement.outcome]}</span>: {measurement.reason}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
