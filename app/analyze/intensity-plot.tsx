// Work against arithmetic intensity, a dot per layer, both axes logarithmic: layers to the left
// wait for memory on any device, layers to the right for arithmetic. Drawn as SVG by React, since
// the data never leaves the page.
import { useId } from 'preact/hooks';
import { Section } from '@/app/_components/section';
import { si, significant } from '@/lib/core/format';
import type { NodeReport } from '@/lib/flops/report';

/**
 * Drawn at the size it is seen, for a phone and for a desk, so that its text keeps the size of the
 * page's.
 */
const SIZES = { narrow: { width: 358, height: 280 }, wide: { width: 1088, height: 360 } } as const;
const MARGIN = { top: 12, right: 16, bottom: 44, left: 64 };
const DOTS_LIMIT = 2000;

interface Dot {
  readonly name: string;
  readonly opType: string;
  readonly intensity: number;
  readonly operations: number;
}

function dotsOf(nodes: readonly NodeReport[]): readonly Dot[] {
  const dots = nodes.flatMap(({ name, opType, macs, otherOps, intensity }): Dot[] => {
    const operations = 2 * Number(macs ?? 0) + Number(otherOps ?? 0);
    return intensity === null || intensity <= 0 || operations <= 0
      ? []
      : [{ name, opType, intensity, operations }];
  });
  return dots.sort((a, b) => b.operations - a.operations).slice(0, DOTS_LIMIT);
}

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/**
 * Decades that hold all values, on pixels from `from` to `to`; every second one ticked where there
 * are many.
 */
function logScale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const step = Math.ceil((high - low) / 7);
  const ticks = Array.from(
    { length: Math.floor((high - low) / step) + 1 },
    (_, i) => 10 ** (low + i * step),
  );
  return { at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from), ticks };
}

export function IntensityPlot({ nodes }: { nodes: readonly NodeReport[] }) {
  const dots = dotsOf(nodes);
  if (dots.length === 0) return null;
  return (
    <Section
      id="intensity"
      title="Arithmetic intensity"
      aside="Operations per byte moved, a dot per layer"
    >
      <figure className="chart">
        <div className="md:hidden">
          <Scatter dots={dots} size="narrow" />
        </div>
        <div className="max-md:hidden">
          <Scatter dots={dots} size="wide" />
        </div>
        <figcaption className="mt-2 text-grey-4 text-sm">
          Up: more work. Left: bound by memory on any device. Right: bound by arithmetic. Bytes are
          weights and activations read and written once.
        </figcaption>
      </figure>
    </Section>
  );
}

function Scatter({ dots, size }: { dots: readonly Dot[]; size: keyof typeof SIZES }) {
  const titleId = useId();
  const { width, height } = SIZES[size];
  const [left, right, top, bottom] = [
    MARGIN.left,
    width - MARGIN.right,
    MARGIN.top,
    height - MARGIN.bottom,
  ];
  const x = logScale(
    dots.map(({ intensity }) => intensity),
    left,
    right,
  );
  const y = logScale(
    dots.map(({ operations }) => operations),
    bottom,
    top,
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="w-full text-xs"
      role="img"
      aria-labelledby={titleId}
    >
      <title id={titleId}>
        {`Operations of each layer against operations per byte, ${dots.length} layers; the figures stand in the table below`}
      </title>
      <g stroke="var(--color-grey-2)">
        {x.ticks.map((tick) => (
          <line key={tick} x1={x.at(tick)} x2={x.at(tick)} y1={top} y2={bottom} />
        ))}
        {y.ticks.map((tick) => (
          <line key={tick} x1={left} x2={right} y1={y.at(tick)} y2={y.at(tick)} />
        ))}
      </g>
      <g fill="var(--color-grey-4)">
        {x.ticks.map((tick) => (
          <text key={tick} x={x.at(tick)} y={bottom + 18} textAnchor="middle">
            {String(Number(tick.toPrecision(1)))}
          </text>
        ))}
        {y.ticks.map((tick) => (
          <text key={tick} x={left - 8} y={y.at(tick) + 4} textAnchor="end">
            {si(tick, 'ops').replace(/\.0+/, '')}
          </text>
        ))}
        <text x={right} y={height - 6} textAnchor="end">
          operations per byte
        </text>
      </g>
      <g fill="var(--color-ink)" fillOpacity="0.55">
        {dots.map(({ name, opType, intensity, operations }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, the list does not change
          <circle key={i} cx={x.at(intensity)} cy={y.at(operations)} r="3.5">
            <title>{`${name} (${opType}): ${si(operations, 'ops')}, ${significant(intensity)} per byte`}</title>
          </circle>
        ))}
      </g>
    </svg>
  );
}
