// One output of a linear layer: pairs are multiplied, products are added up; each pair is one MAC.
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

interface DotProductProps {
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
  readonly width: FigureWidth;
}

export const dotProduct = (inputs: readonly number[], weights: readonly number[]): number =>
  inputs.reduce((sum, input, i) => sum + input * (weights[i] ?? 0), 0);

export function DotProduct({ inputs, weights, width }: DotProductProps) {
  const total = FIGURE_WIDTHS[width];
  const step = (total - 70) / inputs.length;
  const cell = Math.min(step - 22, 64);
  const sum = dotProduct(inputs, weights);
  return (
    <Drawing
      width={width}
      height={168}
      label={`${inputs.length} inputs times ${weights.length} weights, added up to ${sum}: ${inputs.length} multiply-accumulates`}
    >
      {inputs.map((input, i) => {
        const x = i * step;
        const weight = weights[i] ?? 0;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the terms of a sum have no other name
          <g key={i}>
            <rect
              x={x}
              y={18}
              width={cell}
              height={28}
              rx={4}
              fill="var(--color-grey-1)"
              stroke="var(--color-grey-2)"
            />
            <text x={x + cell / 2} y={37} textAnchor="middle" className="number">
              {input}
            </text>
            <text x={x + cell / 2} y={62} textAnchor="middle" fill="var(--color-grey-4)">
              ×
            </text>
            <rect
              x={x}
              y={68}
              width={cell}
              height={28}
              rx={4}
              fill="none"
              stroke="var(--color-grey-3)"
            />
            <text x={x + cell / 2} y={87} textAnchor="middle" className="number">
              {weight}
            </text>
            <text x={x + cell / 2} y={118} textAnchor="middle" className="number">
              {input * weight}
            </text>
            <text x={x + (cell + step) / 2} y={118} textAnchor="middle" fill="var(--color-grey-4)">
              {i === inputs.length - 1 ? '=' : '+'}
            </text>
          </g>
        );
      })}
      <text x={0} y={11} fill="var(--color-grey-4)">
        inputs
      </text>
      <text x={inputs.length * step} y={118} className="number" fontWeight={600}>
        {sum}
      </text>
      <path
        d={`M0 128 h${inputs.length * step - (step - cell)}`}
        stroke="var(--color-grey-3)"
        fill="none"
      />
      <text x={0} y={148}>
        {`${inputs.length} products, each added to a running sum: ${inputs.length} MACs = ${2 * inputs.length} FLOPs`}
      </text>
    </Drawing>
  );
}
