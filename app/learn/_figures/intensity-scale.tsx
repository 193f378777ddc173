// Workloads on one logarithmic axis of intensity: left of a device's ridge memory sets the time,
// right of it arithmetic does.
import { significant } from '@/lib/core/format';
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

export interface IntensityPoint {
  readonly label: string;
  /** FLOPs per byte, above 0. */
  readonly intensity: number;
}

const ROW = 24;
const DECADES = [0.1, 1, 10, 100, 1000] as const;

interface IntensityScaleProps {
  readonly points: readonly IntensityPoint[];
  readonly width: FigureWidth;
}

export function IntensityScale({ points, width }: IntensityScaleProps) {
  const total = FIGURE_WIDTHS[width];
  const [low, high] = [DECADES[0], DECADES[DECADES.length - 1] ?? 1000];
  const left = width === 'wide' ? 290 : 0;
  const right = 44;
  const x = (intensity: number): number =>
    left +
    ((total - left - right) * Math.log10(Math.min(Math.max(intensity, low), high) / low)) /
      Math.log10(high / low);
  const rowHeight = width === 'wide' ? ROW : ROW + 14;
  const bottom = points.length * rowHeight + 6;
  return (
    <Drawing
      width={width}
      height={bottom + 34}
      label={points
        .map(({ label, intensity }) => `${label}: ${significant(intensity)} FLOPs per byte`)
        .join('; ')}
    >
      {DECADES.map((decade) => (
        <g key={decade}>
          <path d={`M${x(decade)} 0 V${bottom}`} stroke="var(--color-grey-2)" />
          <text x={x(decade)} y={bottom + 15} textAnchor="middle" fill="var(--color-grey-4)">
            {decade}
          </text>
        </g>
      ))}
      <text x={total} y={bottom + 31} textAnchor="end" fill="var(--color-grey-4)">
        FLOPs per byte
      </text>
      {points.map(({ label, intensity }, i) => {
        const y = i * rowHeight + (width === 'wide' ? 14 : 28);
        return (
          <g key={label}>
            <text x={0} y={width === 'wide' ? y + 4 : y - 12}>
              {label}
            </text>
            <circle cx={x(intensity)} cy={y} r={4.5} fill="var(--color-accent)" />
            <text x={x(intensity) + 9} y={y + 4} fill="var(--color-grey-4)" className="number">
              {significant(intensity)}
            </text>
          </g>
        );
      })}
    </Drawing>
  );
}
