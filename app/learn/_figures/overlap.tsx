// Two results with their intervals on one axis: when they overlap, and when they do not.
import { quantity } from '@/lib/core/format';
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

export interface Result {
  readonly name: string;
  readonly ms: number;
  readonly halfWidthMs: number;
}

export const overlaps = (a: Result, b: Result): boolean =>
  Math.abs(a.ms - b.ms) <= a.halfWidthMs + b.halfWidthMs;

const ROW = 30;

interface OverlapProps {
  readonly pairs: readonly {
    readonly title: string;
    readonly results: readonly [Result, Result];
  }[];
  readonly width: FigureWidth;
}

export function Overlap({ pairs, width }: OverlapProps) {
  const total = FIGURE_WIDTHS[width];
  const all = pairs.flatMap(({ results }) => results);
  const low = Math.min(...all.map(({ ms, halfWidthMs }) => ms - halfWidthMs)) - 1;
  const high = Math.max(...all.map(({ ms, halfWidthMs }) => ms + halfWidthMs)) + 1;
  const left = width === 'wide' ? 90 : 30;
  const x = (ms: number): number => left + ((total - left - 90) * (ms - low)) / (high - low);
  const block = 2 * ROW + 34;
  return (
    <Drawing
      width={width}
      height={pairs.length * block}
      label={pairs
        .map(
          ({ title, results }) =>
            `${title}: ${results.map(({ name, ms, halfWidthMs }) => `${name} ${ms} ± ${halfWidthMs} ms`).join(' and ')}`,
        )
        .join('; ')}
    >
      {pairs.map(({ title, results }, i) => (
        <g key={title} transform={`translate(0 ${i * block})`}>
          <text x={0} y={12} fill="var(--color-grey-4)">
            {title}
          </text>
          {results.map(({ name, ms, halfWidthMs }, row) => {
            const y = 30 + row * ROW;
            return (
              <g key={name}>
                <text x={0} y={y + 4}>
                  {name}
                </text>
                <path
                  d={`M${x(ms - halfWidthMs)} ${y} H${x(ms + halfWidthMs)}`}
                  stroke="var(--color-grey-3)"
                  strokeWidth={6}
                />
                <circle cx={x(ms)} cy={y} r={5} fill="var(--color-accent)" />
                <text
                  x={x(ms + halfWidthMs) + 8}
                  y={y + 4}
                  className="number"
                  fill="var(--color-grey-4)"
                >
                  {quantity(ms, 'ms')}
                </text>
              </g>
            );
          })}
        </g>
      ))}
    </Drawing>
  );
}
