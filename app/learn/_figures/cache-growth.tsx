// What a language model must read to write one more token, by how many tokens came before: its
// weights, always the same, and the keys and values of everything so far.
import { si } from '@/lib/core/format';
import { Drawing, FIGURE_WIDTHS, type FigureWidth } from './figure';

export interface Decoder {
  readonly name: string;
  readonly layers: number;
  /** Heads that keys and values are kept for. */
  readonly keyValueHeads: number;
  readonly headWidth: number;
  readonly weightBytes: number;
  /** Bytes of one number of the cache. */
  readonly bytes: number;
}

/** Keys and values of one token in all layers, bytes. */
export const cacheBytesPerToken = ({ layers, keyValueHeads, headWidth, bytes }: Decoder): number =>
  2 * layers * keyValueHeads * headWidth * bytes;

/** Tokens at which the cache is as large as the weights. */
export const balanceTokens = (decoder: Decoder): number =>
  decoder.weightBytes / cacheBytesPerToken(decoder);

interface CacheGrowthProps {
  readonly decoder: Decoder;
  readonly tokens: readonly number[];
  readonly width: FigureWidth;
}

const ROW = 40;

export function CacheGrowth({ decoder, tokens, width }: CacheGrowthProps) {
  const total = FIGURE_WIDTHS[width];
  const perToken = cacheBytesPerToken(decoder);
  const most = decoder.weightBytes + perToken * Math.max(...tokens);
  const room = total - 4;
  const weights = (room * decoder.weightBytes) / most;
  return (
    <Drawing
      width={width}
      height={tokens.length * ROW + 26}
      label={`${decoder.name} reads ${si(decoder.weightBytes, 'B')} of weights for a token, and ${tokens
        .map((count) => `${si(count * perToken, 'B')} of cache after ${count} tokens`)
        .join(', ')}`}
    >
      {tokens.map((count, i) => {
        const y = i * ROW;
        const cache = (room * perToken * count) / most;
        return (
          <g key={count}>
            <text x={0} y={y + 11}>
              {`after ${count} tokens: ${si(decoder.weightBytes + perToken * count, 'B')}`}
            </text>
            <rect x={0} y={y + 17} width={weights} height={13} fill="var(--color-grey-3)" />
            <rect
              x={weights}
              y={y + 17}
              width={Math.max(cache, 0.5)}
              height={13}
              fill="var(--color-accent)"
            />
          </g>
        );
      })}
      {[
        ['weights', 'var(--color-grey-3)'],
        ['keys and values', 'var(--color-accent)'],
      ].map(([name, fill], i) => (
        <g key={name} transform={`translate(${i * 100} ${tokens.length * ROW + 10})`}>
          <rect width={11} height={11} fill={fill} />
          <text x={16} y={10} fill="var(--color-grey-4)">
            {name}
          </text>
        </g>
      ))}
    </Drawing>
  );
}
