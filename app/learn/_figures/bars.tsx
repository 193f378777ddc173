// Labelled horizontal bars from zero on one axis, for shares and totals.
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as a person reads it, written behind the bar. */
  readonly text: string;
  /** A CSS colour; left out: the grey of marks. */
  readonly colour?: string;
}

const ROW = 34;
/** Room behind the longest bar for its text. */
const TEXT_ROOM = 86;

interface BarsProps {
  readonly bars: readonly Bar[];
  readonly width: FigureWidth;
  readonly label: string;
}

export function Bars({ bars, width, label }: BarsProps) {
  const most = Math.max(...bars.map(({ value }) => value));
  const room = FIGURE_WIDTHS[width] - TEXT_ROOM;
  return (
    <Drawing width={width} height={bars.length * ROW + 4} label={label}>
      {bars.map(({ label: name, value, text, colour }, index) => {
        const length = Math.max((room * value) / most, 1);
        const y = index * ROW;
        return (
          <g key={name}>
            <text x={0} y={y + 11}>
              {name}
            </text>
            <rect
              x={0}
              y={y + 16}
              width={length}
              height={11}
              fill={colour ?? 'var(--color-grey-3)'}
            />
            <text x={length + 6} y={y + 26} fill="var(--color-grey-4)" className="number">
              {text}
            </text>
          </g>
        );
      })}
    </Drawing>
  );
}
