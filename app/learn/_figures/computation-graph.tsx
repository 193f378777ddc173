// A small net as a graph, forward above and backward below, with the multiply-accumulates of every
// product on its edge. The counts are those of the product's own counter.
import { integer } from '@/lib/core/format';
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

export interface GraphStage {
  readonly name: string;
  readonly forwardMacs: number;
  /** Gradient of what went in; 0 where nobody needs it. */
  readonly inputMacs: number;
  /** Gradient of the weights. */
  readonly weightMacs: number;
}

interface ComputationGraphProps {
  readonly stages: readonly GraphStage[];
  readonly width: FigureWidth;
}

const BOX = 34;

export function ComputationGraph({ stages, width }: ComputationGraphProps) {
  const total = FIGURE_WIDTHS[width];
  const step = total / stages.length;
  const box = Math.min(step - (width === 'wide' ? 70 : 26), 120);
  const forwardY = 44;
  const backwardY = 132;
  const sum = (pick: (stage: GraphStage) => number): number =>
    stages.reduce((all, stage) => all + pick(stage), 0);
  const forward = sum(({ forwardMacs }) => forwardMacs);
  const backward = sum(({ inputMacs, weightMacs }) => inputMacs + weightMacs);
  const head = (x: number, y: number, way: 1 | -1): string => `M${x} ${y} l${-6 * way} -4 v8 z`;
  return (
    <Drawing
      width={width}
      height={244}
      label={`Forward ${forward} multiply-accumulates, backward ${backward}: ${stages
        .map(({ name, inputMacs, weightMacs }) => `${name} dX ${inputMacs} and dW ${weightMacs}`)
        .join(', ')}`}
    >
      <text x={0} y={14} fill="var(--color-grey-4)">
        forward: values
      </text>
      {stages.map(({ name, forwardMacs, inputMacs, weightMacs }, i) => {
        const x = i * step + (step - box) / 2;
        const before = i * step - (step - box) / 2;
        return (
          <g key={name}>
            <rect
              x={x}
              y={forwardY}
              width={box}
              height={BOX}
              rx={4}
              fill="var(--color-grey-1)"
              stroke="var(--color-grey-3)"
            />
            <text x={x + box / 2} y={forwardY + 14} textAnchor="middle">
              {name}
            </text>
            <text
              x={x + box / 2}
              y={forwardY + 28}
              textAnchor="middle"
              className="number"
              fill="var(--color-grey-4)"
            >
              {forwardMacs === 0 ? '–' : integer(forwardMacs)}
            </text>
            {i > 0 && (
              <>
                <path
                  d={`M${before} ${forwardY + BOX / 2} H${x - 6}`}
                  stroke="var(--color-grey-3)"
                />
                <path d={head(x - 1, forwardY + BOX / 2, 1)} fill="var(--color-grey-3)" />
                <path
                  d={`M${x} ${backwardY + BOX / 2} H${before + 6}`}
                  stroke={inputMacs > 0 || i > 1 ? 'var(--color-accent)' : 'var(--color-grey-2)'}
                />
                <path
                  d={head(before + 1, backwardY + BOX / 2, -1)}
                  fill={inputMacs > 0 || i > 1 ? 'var(--color-accent)' : 'var(--color-grey-2)'}
                />
              </>
            )}
            <rect
              x={x}
              y={backwardY}
              width={box}
              height={BOX}
              rx={4}
              fill="none"
              stroke="var(--color-accent)"
            />
            <text x={x + box / 2} y={backwardY + 14} textAnchor="middle">
              dX
            </text>
            <text
              x={x + box / 2}
              y={backwardY + 28}
              textAnchor="middle"
              className="number"
              fill="var(--color-grey-4)"
            >
              {inputMacs === 0 ? '–' : integer(inputMacs)}
            </text>
            {weightMacs > 0 && (
              <>
                <path d={`M${x + box / 2} ${backwardY + BOX} v12`} stroke="var(--color-accent)" />
                <text x={x + box / 2} y={backwardY + BOX + 26} textAnchor="middle">
                  dW
                </text>
                <text
                  x={x + box / 2}
                  y={backwardY + BOX + 40}
                  textAnchor="middle"
                  className="number"
                  fill="var(--color-grey-4)"
                >
                  {integer(weightMacs)}
                </text>
              </>
            )}
          </g>
        );
      })}
      <text x={0} y={backwardY - 16} fill="var(--color-grey-4)">
        backward: gradients
      </text>
      <text x={0} y={238}>
        {`forward ${integer(forward)} MACs, backward ${integer(backward)}`}
      </text>
    </Drawing>
  );
}
