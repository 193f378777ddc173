// The one big number of a run, with what it rests on: spread within the run, samples, work per
// inference, rate.
import { BackendMark } from '@/app/_components/backend-mark';
import { QualityMark } from '@/app/_components/quality-mark';
import { Quantity } from '@/app/_components/quantity';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { integer, significant, spread } from '@/lib/core/format';
import { type BackendComparison, leadOfMeasured, type MeasuredView } from '@/lib/views/run-view';

/** "±0.15 ms": half the 95 % interval of the median. */
function timeSpread({ intervalMs, medianMs }: MeasuredView): string | null {
  return intervalMs && spread(medianMs / 1000, (intervalMs[1] - intervalMs[0]) / 2000, 's');
}

/** "±0.27": half the same interval on the scale of the rate. */
function rateSpread({ intervalMs, gflops, medianMs }: MeasuredView): string | null {
  if (intervalMs === null || gflops === null) return null;
  return `±${significant((gflops * medianMs * (1 / intervalMs[0] - 1 / intervalMs[1])) / 2, 2)}`;
}

interface ResultCardProps {
  readonly measurement: MeasuredView;
  readonly comparison: BackendComparison | null;
}

export function ResultCard({ measurement, comparison }: ResultCardProps) {
  const { workload, medianMs, gflops, samplesMs } = measurement;
  const time = <Quantity value={medianMs / 1000} unit="s" prefixed />;
  const rate = (
    <Quantity value={gflops} unit={workload.rateUnit} unknown="this workload has no FLOPs" />
  );
  const timeLeads = leadOfMeasured(measurement) === 'time';
  const [leading, leadingSpread] = timeLeads
    ? [time, timeSpread(measurement)]
    : [rate, rateSpread(measurement)];
  const [beside, besideSpread] = timeLeads
    ? [rate, rateSpread(measurement)]
    : [time, timeSpread(measurement)];
  return (
    <div className="rounded-md border border-grey-2 bg-raised p-5 sm:p-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="text-lg">{workload.title}</h2>
        <BackendMark backend={measurement.backend} className="text-sm" />
      </div>
      <div className="mt-4 grid gap-x-14 gap-y-6 sm:mt-6 lg:grid-cols-[auto_1fr]">
        <div>
          <p className="number-display">{leading}</p>
          <p className="mt-3 text-grey-4 text-sm">
            {leadingSpread !== null && <span className="number">{leadingSpread} · </span>}
            {integer(samplesMs.length)} samples of this run
          </p>
        </div>
        <dl className="facts self-end">
          <dt>{timeLeads ? 'Rate achieved' : 'Time'}</dt>
          <dd>
            {beside}{' '}
            {besideSpread !== null && <span className="number text-grey-4">{besideSpread}</span>}
          </dd>
          <dt>Work</dt>
          <dd>
            <Quantity value={workload.macs} unit="MACs" prefixed />{' '}
            <span className="text-grey-4">=</span>{' '}
            <Quantity value={workload.flops} unit="FLOPs" prefixed />
          </dd>
          <dt>Quality</dt>
          <dd>
            <QualityMark quality={measurement.quality} reasons={measurement.flags} />
          </dd>
        </dl>
      </div>
      {comparison !== null && (
        <p className="mt-6 border-grey-2 border-t pt-4">
          {BACKEND_LABELS[comparison.faster]} ran {comparison.workload.title}{' '}
          <span className="number">{significant(comparison.ratio)}&thinsp;×</span> as fast as{' '}
          {BACKEND_LABELS[comparison.slower]} in this run.
        </p>
      )}
    </div>
  );
}
