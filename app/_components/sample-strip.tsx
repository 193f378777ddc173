// All samples of a measurement in the order they were taken: a dot each, the median as a line, its
// 95 % interval as a band. One path of zero-length strokes: round dots at any width, and small
// markup for thousands of samples. The raw numbers stand in the JSON of the run, linked beside
// every use.
import { duration } from '@/lib/core/format';

interface SampleStripProps {
  /** Milliseconds per run of the workload, in order. */
  readonly samplesMs: readonly number[];
  readonly medianMs: number;
  readonly intervalMs: readonly [low: number, high: number] | null;
  /** Whose samples: "MobileNetV2 on WASM". */
  readonly label: string;
  /** CSS colour of the dots. */
  readonly colour: string;
}

const HEIGHT = 120;

export function SampleStrip({ samplesMs, medianMs, intervalMs, label, colour }: SampleStripProps) {
  const low = Math.min(...samplesMs);
  const high = Math.max(...samplesMs);
  const margin = Math.max((high - low) * 0.08, medianMs * 0.005);
  const [bottom, top] = [low - margin, high + margin];
  const y = (ms: number): number =>
    Number((HEIGHT * (1 - (ms - bottom) / (top - bottom))).toFixed(1));
  const dots = samplesMs.map((ms, index) => `M${index} ${y(ms)}h0`).join('');

  return (
    <figure>
      <svg
        viewBox={`-1 0 ${samplesMs.length + 1} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${samplesMs.length} samples from ${duration(low)} to ${duration(high)}, median ${duration(medianMs)}`}
        className="block h-30 w-full border-grey-2 border-y"
      >
        {intervalMs !== null && (
          <rect
            x={-1}
            width={samplesMs.length + 1}
            y={y(intervalMs[1])}
            height={Math.max(0.5, y(intervalMs[0]) - y(intervalMs[1]))}
            fill="var(--color-grey-2)"
          />
        )}
        <path
          d={`M-1 ${y(medianMs)}H${samplesMs.length}`}
          stroke="var(--color-ink)"
          vectorEffect="non-scaling-stroke"
          strokeWidth="1"
        />
        <path
          d={dots}
          stroke={colour}
          strokeWidth={samplesMs.length > 400 ? 3 : 5}
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="mt-1.5 flex flex-wrap justify-between gap-x-4 text-grey-4 text-xs">
        <span>
          {samplesMs.length} samples in order, {duration(low)} to {duration(high)}
        </span>
        <span>Line: median.{intervalMs !== null && ' Band: its 95 % interval.'}</span>
      </figcaption>
    </figure>
  );
}
