// Every measurement of a run, failed and skipped ones too: they are results. Two lines per cell
// instead of eight columns, so that the table stands on a phone.

import { QualityMark } from '@/app/_components/quality-mark';
import { Quantity } from '@/app/_components/quantity';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer, spread } from '@/lib/core/format';
import type { Environment } from '@/lib/submission/schema';
import { isMeasured, type MeasurementView, type UnmeasuredView } from '@/lib/views/run-view';
import { isReproducible, ReproductionButton } from './reproduction-button';
import { RowName } from './row-name';

const OUTCOMES = {
  incorrect: 'Wrong output',
  failed: 'Failed',
  crashed: 'Crashed',
  skipped: 'Skipped',
} as const satisfies Record<UnmeasuredView['outcome'], string>;

interface MeasurementTableProps {
  readonly measurements: readonly MeasurementView[];
  /** For whoever reports what went wrong. */
  readonly environment: Environment;
}

/** Around the table, where a row of it can be reproduced: of 2 KB, so not in every one. */
const environmentOf = ({ measurements, environment }: MeasurementTableProps): string | undefined =>
  measurements.some((row) => !isMeasured(row) && isReproducible(row))
    ? JSON.stringify(environment)
    : undefined;

export function MeasurementTable(props: MeasurementTableProps) {
  const { measurements } = props;
  return (
    <div data-environment={environmentOf(props)}>
      <TableScroll>
        <table className="table">
          <TableHead columns={['Workload', { number: 'Time' }, { number: 'Rate' }, 'Quality']} />
          <tbody>
            {measurements.map((measurement) => (
              <tr key={measurement.id}>
                <RowName row={measurement} />
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
                        <span className="block max-w-[28ch] text-grey-4 text-xs">
                          {measurement.restsOn}
                        </span>
                      )}
                    </td>
                  </>
                ) : (
                  <td colSpan={3} className="text-grey-4">
                    <span className="text-ink">{OUTCOMES[measurement.outcome]}</span>:{' '}
                    {measurement.reason}
                    {isReproducible(measurement) && (
                      <div>
                        <ReproductionButton row={measurement} />
                      </div>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </div>
  );
}
