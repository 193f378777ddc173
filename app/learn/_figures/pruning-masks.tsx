// The same number of weights taken out of a matrix in two ways: scattered, and as whole columns.
// Only the second makes a smaller matrix. The scattered mask is drawn from the project's generator.
import { createPrng, seedOf } from '@/lib/core/prng';
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

export const MASK_SIZE = 12;

/** Half of the entries, drawn without repetition; true stays. */
export function scatteredMask(size: number): readonly boolean[] {
  const seed = seedOf('learn/pruning-masks');
  const prng = createPrng([seed, 1, 2, 3]);
  const order = Array.from({ length: size * size }, (_, i) => i);
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = prng.below(i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  const kept = new Set(order.slice(0, (size * size) / 2));
  return Array.from({ length: size * size }, (_, i) => kept.has(i));
}

interface MaskProps {
  readonly x: number;
  readonly cell: number;
  readonly columns: number;
  readonly stays: (row: number, column: number) => boolean;
}

function Mask({ x, cell, columns, stays }: MaskProps) {
  return Array.from({ length: MASK_SIZE * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const kept = stays(row, column);
    return (
      <g key={`${row} ${column}`}>
        <rect
          x={x + column * cell}
          y={20 + row * cell}
          width={cell}
          height={cell}
          fill={kept ? 'color-mix(in oklab, var(--color-accent) 40%, var(--color-paper))' : 'none'}
          stroke="var(--color-grey-3)"
          strokeWidth={0.75}
        />
        {!kept && (
          <text
            x={x + (column + 0.5) * cell}
            y={20 + (row + 0.5) * cell + 3}
            textAnchor="middle"
            fontSize={8}
            fill="var(--color-grey-4)"
          >
            0
          </text>
        )}
      </g>
    );
  });
}

export function PruningMasks({ width }: { readonly width: FigureWidth }) {
  const cell = width === 'wide' ? 17 : 12.5;
  const scattered = scatteredMask(MASK_SIZE);
  const second = width === 'wide' ? 380 : FIGURE_WIDTHS[width] / 2 + 10;
  return (
    <Drawing
      width={width}
      height={20 + MASK_SIZE * cell + 44}
      label="Half of the weights set to zero here and there: the matrix keeps its size. Half of the columns taken out: the matrix is half as large."
    >
      <text x={0} y={12}>
        scattered
      </text>
      <text x={second} y={12}>
        whole channels
      </text>
      <Mask
        x={0}
        cell={cell}
        columns={MASK_SIZE}
        stays={(row, column) => scattered[row * MASK_SIZE + column] ?? false}
      />
      <Mask x={second} cell={cell} columns={MASK_SIZE / 2} stays={() => true} />
      <text x={0} y={20 + MASK_SIZE * cell + 18} fill="var(--color-grey-4)">
        {`${MASK_SIZE} × ${MASK_SIZE} multiplied`}
      </text>
      <text x={second} y={20 + MASK_SIZE * cell + 18} fill="var(--color-grey-4)">
        {`${MASK_SIZE} × ${MASK_SIZE / 2} multiplied`}
      </text>
    </Drawing>
  );
}
