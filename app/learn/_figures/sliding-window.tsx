// A kernel over an image: where it stands, what it writes, and what one position costs.
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

export interface Sliding {
  readonly extent: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** Extent of the output, as the ONNX specification of Conv has it. */
export const outputExtent = ({ extent, kernel, stride, padding }: Sliding): number =>
  Math.floor((extent + 2 * padding - kernel) / stride) + 1;

export const slidingMacs = (sliding: Sliding): number =>
  outputExtent(sliding) ** 2 * sliding.kernel ** 2;

interface GridProps {
  readonly x: number;
  readonly y: number;
  readonly cells: number;
  readonly size: number;
  readonly fill: (row: number, column: number) => string;
}

function Grid({ x, y, cells, size, fill }: GridProps) {
  return Array.from({ length: cells * cells }, (_, at) => {
    const [row, column] = [Math.floor(at / cells), at % cells];
    return (
      <rect
        key={`${row} ${column}`}
        x={x + column * size}
        y={y + row * size}
        width={size}
        height={size}
        fill={fill(row, column)}
        stroke="var(--color-grey-3)"
        strokeWidth={0.75}
      />
    );
  });
}

interface SlidingWindowProps extends Sliding {
  /** Where the kernel stands, row and column of the output. */
  readonly at: readonly [row: number, column: number];
  readonly width: FigureWidth;
}

export function SlidingWindow({ at: [row, column], width, ...sliding }: SlidingWindowProps) {
  const { extent, kernel, stride, padding } = sliding;
  const out = outputExtent(sliding);
  const padded = extent + 2 * padding;
  const size = width === 'wide' ? 26 : 18;
  const gap = width === 'wide' ? 130 : 44;
  const top = 24;
  const [top0, left0] = [row * stride, column * stride];
  const outX = padded * size + gap;
  const outY = top + ((padded - out) * size) / 2;
  const covered = (r: number, c: number): boolean =>
    r >= top0 && r < top0 + kernel && c >= left0 && c < left0 + kernel;
  const isPadding = (r: number, c: number): boolean =>
    r < padding || c < padding || r >= extent + padding || c >= extent + padding;
  const cellMiddle = outY + row * size + size / 2;
  return (
    <Drawing
      width={width}
      height={top + padded * size + 30}
      label={`A ${kernel} by ${kernel} kernel over ${extent} by ${extent} inputs writes ${out} by ${out} outputs: ${slidingMacs(sliding)} multiply-accumulates`}
    >
      <text x={0} y={12} fill="var(--color-grey-4)">
        {`input ${extent} × ${extent}, padded`}
      </text>
      <text x={Math.min(outX, FIGURE_WIDTHS[width] - 90)} y={12} fill="var(--color-grey-4)">
        {`output ${out} × ${out}`}
      </text>
      <Grid
        x={0}
        y={top}
        cells={padded}
        size={size}
        fill={(r, c) =>
          covered(r, c)
            ? 'color-mix(in oklab, var(--color-accent) 45%, var(--color-paper))'
            : isPadding(r, c)
              ? 'var(--color-grey-1)'
              : 'var(--color-raised)'
        }
      />
      <path
        d={`M${(left0 + kernel) * size + 2} ${top + (top0 + kernel / 2) * size} L${outX + column * size - 4} ${cellMiddle}`}
        stroke="var(--color-accent)"
        fill="none"
      />
      <Grid
        x={outX}
        y={outY}
        cells={out}
        size={size}
        fill={(r, c) => (r === row && c === column ? 'var(--color-accent)' : 'var(--color-raised)')}
      />
      <text x={0} y={top + padded * size + 20}>
        {`${kernel * kernel} MACs a position × ${out * out} positions = ${slidingMacs(sliding)} MACs`}
      </text>
    </Drawing>
  );
}
