// Time against work on two processors: one starts at once and is slow, one starts late and is fast.
// A model with two numbers for each, drawn on logarithmic axes; nothing here is measured.
import { duration, si } from '@/lib/core/format';
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

export interface Processor {
  readonly name: string;
  /** Time before the first operation, milliseconds. */
  readonly startMs: number;
  readonly gflops: number;
  readonly colour: string;
}

/** Time of `flops` FLOPs, milliseconds. */
export const timeOn = ({ startMs, gflops }: Processor, flops: number): number =>
  startMs + flops / (gflops * 1e6);

/** FLOPs at which both take equally long; null where one is always ahead. */
export function crossing(a: Processor, b: Processor): number | null {
  const perFlop = 1 / (a.gflops * 1e6) - 1 / (b.gflops * 1e6);
  const flops = (b.startMs - a.startMs) / perFlop;
  return Number.isFinite(flops) && flops > 0 ? flops : null;
}

const [LOW, HIGH] = [1e5, 1e11];
const STEPS = 60;

interface StartAndPaceProps {
  readonly processors: readonly [Processor, Processor];
  readonly width: FigureWidth;
}

export function StartAndPace({ processors, width }: StartAndPaceProps) {
  const total = FIGURE_WIDTHS[width];
  const height = 250;
  const [left, right, top, bottom] = [54, 16, 16, height - 40];
  const all = processors.flatMap((one) => [timeOn(one, LOW), timeOn(one, HIGH)]);
  const msLow = 10 ** Math.floor(Math.log10(Math.min(...all)));
  const msHigh = 10 ** Math.ceil(Math.log10(Math.max(...all)));
  const x = (flops: number): number =>
    left + ((total - left - right) * Math.log10(flops / LOW)) / Math.log10(HIGH / LOW);
  const y = (ms: number): number =>
    bottom - ((bottom - top) * Math.log10(ms / msLow)) / Math.log10(msHigh / msLow);
  const ticksX = Array.from({ length: 7 }, (_, i) => LOW * 10 ** i);
  const ticksY = Array.from(
    { length: Math.round(Math.log10(msHigh / msLow)) + 1 },
    (_, i) => msLow * 10 ** i,
  );
  const meet = crossing(...processors);
  const round = (text: string): string => text.replace(/\.0+(?=\D)/, '');
  return (
    <Drawing
      width={width}
      height={height}
      label={`Time against FLOPs: ${processors
        .map(
          ({ name, startMs, gflops }) =>
            `${name} starts after ${duration(startMs)} and does ${gflops} GFLOPS`,
        )
        .join('; ')}${meet === null ? '' : `; both take equally long at ${si(meet, 'FLOPs')}`}`}
    >
      {ticksX.map((tick) => (
        <g key={tick}>
          <path d={`M${x(tick)} ${top} V${bottom}`} stroke="var(--color-grey-2)" />
          {(width === 'wide' || Math.log10(tick) % 2 === 1) && (
            <text x={x(tick)} y={bottom + 16} textAnchor="middle" fill="var(--color-grey-4)">
              {round(si(tick, ''))}
            </text>
          )}
        </g>
      ))}
      {ticksY.map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${y(tick)} H${total - right}`} stroke="var(--color-grey-2)" />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end" fill="var(--color-grey-4)">
            {round(duration(tick))}
          </text>
        </g>
      ))}
      <text x={total - right} y={bottom + 34} textAnchor="end" fill="var(--color-grey-4)">
        FLOPs of one operation
      </text>
      {processors.map((one) => {
        const path = Array.from({ length: STEPS + 1 }, (_, i) => {
          const flops = LOW * (HIGH / LOW) ** (i / STEPS);
          return `${i === 0 ? 'M' : 'L'}${x(flops).toFixed(1)} ${y(timeOn(one, flops)).toFixed(1)}`;
        }).join(' ');
        return (
          <g key={one.name}>
            <path d={path} fill="none" stroke={one.colour} strokeWidth={2} />
            <text x={x(LOW) + 8} y={y(timeOn(one, LOW)) - 6} fill={one.colour} fontWeight={600}>
              {one.name}
            </text>
          </g>
        );
      })}
      {meet !== null && (
        <>
          <circle
            cx={x(meet)}
            cy={y(timeOn(processors[0], meet))}
            r={5}
            fill="var(--color-paper)"
            stroke="currentColor"
            strokeWidth={1.5}
          />
          <text x={x(meet) + 10} y={y(timeOn(processors[0], meet)) + 18}>
            {si(meet, 'FLOPs')}
          </text>
        </>
      )}
    </Drawing>
  );
}
