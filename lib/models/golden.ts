// Right outputs, as numbers with a tolerance: floats differ between engines in the last digits, so
// no digest can be compared. All outputs, one after another, are folded into 64 signed sums (a
// count sketch: every element is in exactly one, with a pseudorandom sign), and a few elements are
// kept as they are. One wrong element moves its sum.
import { createPrng } from '../core/prng';
import type { Golden } from './workload';

export const PROJECTIONS = 64;
const SAMPLES = 16;

/**
 * Outputs in graph order; integers and bits are numbers too (int64 beyond 2⁵³ does not occur in
 * outputs).
 */
export type OutputValues = ArrayLike<number | bigint>;

export interface Sketch {
  readonly projections: readonly number[];
  readonly samples: readonly number[];
}

/**
 * Two rounds of a 32-bit mix (lowbias32, Chris Wellons): bucket and sign of an element by its flat
 * index.
 */
function mix(index: number): number {
  let h = index | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Flat indices of the sampled elements among `length`. */
export function sampleIndices(length: number): number[] {
  const prng = createPrng(length);
  return Array.from({ length: Math.min(SAMPLES, length) }, () => prng.below(length));
}

/**
 * The sketch of all outputs; projections are scaled by 1/√(elements per projection), so their size
 * is the outputs'.
 */
export function projectOutputs(outputs: readonly OutputValues[]): Sketch {
  const length = outputs.reduce((sum, output) => sum + output.length, 0);
  const sums = new Float64Array(PROJECTIONS);
  const wanted = sampleIndices(length);
  const samples = new Array<number>(wanted.length).fill(Number.NaN);
  let base = 0;
  for (const output of outputs) {
    for (let i = 0; i < output.length; i += 1) {
      const hash = mix(base + i);
      const value = Number(output[i]);
      sums[hash % PROJECTIONS] += hash & 0x80000000 ? -value : value;
    }
    wanted.forEach((index, slot) => {
      if (index >= base && index < base + output.length)
        samples[slot] = Number(output[index - base]);
    });
    base += output.length;
  }
  const scale = 1 / Math.sqrt(Math.max(1, length / PROJECTIONS));
  return { projections: Array.from(sums, (sum) => sum * scale), samples };
}

export interface Comparison {
  readonly ok: boolean;
  /**
   * Largest difference over the largest reference magnitude, projections and samples each on their
   * own scale.
   */
  readonly error: number;
}

/**
 * The largest difference between two sketches, relative to the reference's largest magnitude. NaN
 * counts as infinite.
 */
export function sketchError(measured: Sketch, reference: Sketch): number {
  return Math.max(
    relativeError(measured.projections, reference.projections),
    relativeError(measured.samples, reference.samples),
  );
}

/**
 * Looked up once: where a server runs its edge functions in a context of their own, every mention
 * of a global is a call.
 */
const { abs, max } = Math;
const toNumber = Number;

/**
 * The largest difference over the reference's largest magnitude; infinite where a value is missing
 * or not finite.
 */
export function relativeError(measured: OutputValues, reference: OutputValues): number {
  if (measured.length !== reference.length) return Number.POSITIVE_INFINITY;
  let scale = 0;
  let worst = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const expected = toNumber(reference[i]);
    const difference = abs(toNumber(measured[i]) - expected);
    // Of NaN and of infinity this is NaN.
    if (difference - difference !== 0) return Number.POSITIVE_INFINITY;
    scale = max(scale, abs(expected));
    worst = max(worst, difference);
  }
  if (worst === 0) return 0;
  return scale === 0 ? Number.POSITIVE_INFINITY : worst / scale;
}

/** Compares outputs with the pinned ones, within a tolerance relative to their magnitude. */
export function compareGolden(measured: Sketch, golden: Golden, tolerance: number): Comparison {
  const error = sketchError(measured, {
    projections: golden.projections,
    samples: golden.samples.map(({ value }) => value),
  });
  return { ok: error <= tolerance, error };
}
