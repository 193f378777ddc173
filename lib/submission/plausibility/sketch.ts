// A series of samples as a few hashes: two series that share some of them were measured once and sent twice, also where one
// was scaled, begun elsewhere, or changed in a few places. Every stretch of the series gives a hash of what its times are to
// its first one, so that scaling changes none, a changed sample only those it lies in, and rotation none of a ring of
// stretches. The smallest hashes are kept (bottom-k sketch, Broder 1997). Exact proportions survive a scaling by the number of
// iterations; coarse ones, in bins of the series' own noise, also one that rounds every time to the clock again.
//
// What makes a stretch one of a kind is noise. Where a coarse clock or a period leaves too little of it, no sketch is made:
// honest devices would share stretches by chance.
import { perIterationMs, type Sample } from '../../bench/samples';

const ENOUGH_SAMPLES = 12;
/** Hashes kept of each kind of stretch. */
const KEPT = 8;
/** So many in common with one earlier series make a copy. */
export const SHARED_HASHES = 3;

/** FNV-1a, 64 bits as two halves with different offsets: a name, not a secret. */
function hash64(values: Iterable<number>): bigint {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (const value of values) {
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b ^ value ^ (b >>> 15), 0x85ebca6b);
  }
  return (BigInt(mixed(a)) << 32n) | BigInt(mixed(b));
}

/** The finaliser of MurmurHash3: the smallest of many hashes have to be a fair draw. */
function mixed(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Bits by which two values that are drawn differ: −log₂ of the share of pairs that are equal, one more pair assumed. */
function collisionBits(keys: readonly (number | string)[]): number {
  const counts = new Map<number | string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const pairs = (keys.length * (keys.length - 1)) / 2;
  const equal = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  return Math.log2((pairs + 1) / (equal + 1));
}

/** As a ring: what follows the last one is the first. */
const stretchAt = (values: readonly number[], start: number, length: number): number[] =>
  Array.from({ length }, (_, i) => values[(start + i) % values.length] ?? Number.NaN);

function smallest(hashes: Iterable<bigint>): string[] {
  const sorted = [...new Set(hashes)].toSorted((x, y) => (x < y ? -1 : x > y ? 1 : 0));
  // As a database keeps 64 bits: signed.
  return sorted.slice(0, KEPT).map((hash) => BigInt.asIntN(64, hash).toString());
}

/** Irrational, so that no proportion of two multiples of a step lies between two integers. */
const PROPORTION = 1e6 * Math.SQRT2;

/** Samples in a stretch, and the bits that each of them must have: together 25 at least. */
const EXACT = [
  { length: 5, bits: 5 },
  { length: 8, bits: 3.2 },
  { length: 16, bits: 1.6 },
] as const;
/** Near a boundary stretches of both lengths are kept, so that a changed sample does not move a series from one to the other. */
const NEAR_BITS = 0.25;

function exactHashes(values: readonly number[]): string[] {
  const steps = values.map((value, i) => Math.round(PROPORTION * (value / (values[i - 1] ?? value))));
  const bits = Math.min(collisionBits(values), collisionBits(steps));
  const satisfied = EXACT.findIndex((kind) => bits >= kind.bits + NEAR_BITS);
  const kinds = (satisfied < 0 ? EXACT : EXACT.slice(0, satisfied + 1)).filter((kind) => bits >= kind.bits - NEAR_BITS);
  return kinds.flatMap(({ length }) => {
    if (values.length < 1.5 * length) return [];
    const stretches = values.map((_, start) => stretchAt(values, start, length));
    const told = stretches.filter((stretch) => new Set(stretch).size > length / 2);
    return smallest(
      told.map((stretch) =>
        hash64([length, ...stretch.map((value) => Math.round((value / (stretch[0] ?? 1)) * PROPORTION))]),
      ),
    );
  });
}

/** Samples in a coarse stretch, of as many ratios less one. */
const COARSE_LENGTH = 8;
/** Bins to the median step of a series. */
const BINS_TO_A_STEP = 3;
/** Of two ratios that follow each other: 21 bits a stretch at least, and none where the series has a period. */
const COARSE_BITS = 6;

function coarseHashes(values: readonly number[], context: string): string[] {
  const ratios = values.map((value, i) => Math.log(value / (values.at(i - 1) ?? value)));
  const sizes = ratios.map(Math.abs).toSorted((x, y) => x - y);
  const step = sizes[Math.floor(sizes.length / 2)] ?? 0;
  if (!(step > 0)) return [];
  // Of two series that are nearly alike the bins are the same, but for those near a boundary.
  const width = 2 ** (Math.round(2 * Math.log2(step / BINS_TO_A_STEP)) / 2);
  const bins = ratios.map((ratio) => Math.round(ratio / width));
  if (collisionBits(bins.map((bin, i) => `${bin},${bins.at(i - 1)}`)) < COARSE_BITS) return [];
  const seed = [...context].map((letter) => letter.charCodeAt(0));
  return smallest(bins.map((_, start) => hash64([...seed, ...stretchAt(bins, start, COARSE_LENGTH - 1)])));
}

/**
 * Of a measured series: signed 64-bit numbers in decimal digits; empty where it is too short or has too little noise.
 * `context` is what coarse stretches are compared within: the workload and its backend.
 */
export function sketchOf(samples: readonly Sample[], context: string): readonly string[] {
  if (samples.length < ENOUGH_SAMPLES) return [];
  const values = perIterationMs(samples);
  if (!values.every((value) => value > 0)) return [];
  return [...new Set([...exactHashes(values), ...coarseHashes(values, context)])];
}

/** Whether two series share so much that one is a copy. */
export function isCopy(one: readonly string[], other: readonly string[]): boolean {
  const known = new Set(other);
  return one.filter((hash) => known.has(hash)).length >= SHARED_HASHES;
}
