// Bits of one value in several formats, a cell per bit, and the error that rounding made.
import { significant } from '@/lib/core/format';
import { Drawing, type FigureWidth } from './figure';
import type { BitField, Format } from './number-formats';

const FILL: Readonly<Record<BitField['name'], string>> = {
  sign: 'var(--color-grey-2)',
  exponent: 'color-mix(in oklab, var(--color-webgpu) 30%, var(--color-paper))',
  fraction: 'color-mix(in oklab, var(--color-accent) 30%, var(--color-paper))',
  integer: 'color-mix(in oklab, var(--color-wasm) 30%, var(--color-paper))',
};

const ROW = 52;

/** Relative error of the rounded value, as text. */
export function errorText(format: Format, value: number): string {
  const error = Math.abs(format.value - value) / Math.abs(value);
  return error === 0 ? 'exact' : `off by ${significant(100 * error, 2)}\u2009%`;
}

interface BitLayoutProps {
  readonly value: number;
  readonly formats: readonly Format[];
  readonly width: FigureWidth;
}

export function BitLayout({ value, formats, width }: BitLayoutProps) {
  const cell = width === 'wide' ? 15 : 9.6;
  const left = 40;
  return (
    <Drawing
      width={width}
      height={formats.length * ROW + 22}
      label={`${value} as ${formats
        .map((format) => `${format.name} ${format.value}, ${errorText(format, value)}`)
        .join('; ')}`}
    >
      {formats.map((format, row) => {
        const y = row * ROW;
        const bits = format.fields.flatMap(({ name, bits: text }) =>
          [...text].map((bit) => ({ name, bit })),
        );
        return (
          <g key={format.name}>
            <text x={0} y={y + 14} className="number">
              {format.name}
            </text>
            {bits.map(({ name, bit }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a bit's place is its name
              <g key={i}>
                <rect
                  x={left + i * cell}
                  y={y}
                  width={cell}
                  height={19}
                  fill={FILL[name]}
                  stroke="var(--color-paper)"
                />
                <text
                  x={left + i * cell + cell / 2}
                  y={y + 14}
                  textAnchor="middle"
                  fontSize={width === 'wide' ? 11 : 9}
                  className="number"
                >
                  {bit}
                </text>
              </g>
            ))}
            <text x={left} y={y + 35} fill="var(--color-grey-4)">
              <tspan className="number">{significant(format.value, 8)}</tspan>
              {`, ${errorText(format, value)}`}
            </text>
          </g>
        );
      })}
      {(['sign', 'exponent', 'fraction', 'integer'] as const).map((name, i) => (
        <g
          key={name}
          transform={`translate(${left + i * (width === 'wide' ? 110 : 78)} ${formats.length * ROW + 4})`}
        >
          <rect width={11} height={11} fill={FILL[name]} />
          <text x={16} y={10} fill="var(--color-grey-4)">
            {name}
          </text>
        </g>
      ))}
    </Drawing>
  );
}
