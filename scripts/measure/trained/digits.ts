// A task that a small net learns in a minute: digits of a 5 × 7 font, enlarged, moved about, tilted
// in contrast, in noise. Drawn from a seed, so that training and its test are the same everywhere.
import { createPrng, type Prng } from '@/lib/core/prng';

/** Rows of five bits each. */
const FONT: readonly (readonly number[])[] = [
  [14, 17, 19, 21, 25, 17, 14],
  [4, 12, 4, 4, 4, 4, 14],
  [14, 17, 1, 2, 4, 8, 31],
  [31, 2, 4, 2, 1, 17, 14],
  [2, 6, 10, 18, 31, 2, 2],
  [31, 16, 30, 1, 1, 17, 14],
  [6, 8, 16, 30, 17, 17, 14],
  [31, 1, 2, 4, 8, 8, 8],
  [14, 17, 17, 14, 17, 17, 14],
  [14, 17, 17, 15, 1, 2, 12],
];

export interface Batch {
  readonly x: Float32Array;
  readonly labels: BigInt64Array;
}

/**
 * `example` is [pixels] of a square image or [channels, height, width]; every channel has a
 * contrast of its own.
 */
export function drawDigits(example: readonly number[], count: number, seed: number): Batch {
  const prng = createPrng(seed);
  const [channels, size] =
    example.length === 1 ? [1, Math.sqrt(example[0] ?? 0)] : [example[0] ?? 0, example[1] ?? 0];
  const pixels = channels * size * size;
  const x = new Float32Array(count * pixels);
  prng.fillUniform(x, -0.5, 0.5);
  const labels = new BigInt64Array(count);
  for (let i = 0; i < count; i += 1) {
    const digit = prng.below(10);
    labels[i] = BigInt(digit);
    paint(x.subarray(i * pixels, (i + 1) * pixels), digit, channels, size, prng);
  }
  return { x, labels };
}

function paint(
  image: Float32Array,
  digit: number,
  channels: number,
  size: number,
  prng: Prng,
): void {
  const scale = Math.floor(size / 9);
  const left = prng.below(size - 5 * scale);
  const top = prng.below(size - 7 * scale);
  for (let channel = 0; channel < channels; channel += 1) {
    const ink = 0.8 + prng.unit();
    for (let row = 0; row < 7 * scale; row += 1) {
      const bits = FONT[digit]?.[Math.floor(row / scale)] ?? 0;
      for (let column = 0; column < 5 * scale; column += 1) {
        const on = (bits >> (4 - Math.floor(column / scale))) & 1;
        const at = (channel * size + top + row) * size + left + column;
        if (on === 1) image[at] = (image[at] ?? 0) + ink;
      }
    }
  }
}
