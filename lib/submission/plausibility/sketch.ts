// A series of samples as a few hashes: two series that share some of them were measured once and
// sent twice, also where one was scaled, begun elsewhere, turned round, or changed in a few places.
// Every stretch of the series gives a hash of what its times are to each other, so that scaling
// changes none, a changed sample only those it lies in, and rotation none of a ring of stretches.
// The smallest hashes are kept (bottom-k sketch, Broder 1997). Exact proportions survive a scaling
// by the number of iterations; coarse ones, in bins of the series' own noise, also one that rounds
// every time to the clock again; stretches of the sorted series survive any other order.
//
// What makes a stretch one of a kind is noise. Where a coarse clock or a period leaves too little
// of it, no sketch is made: honest devices would share stretches by chance.
import { perIterationMs, type Sample } from '../../bench/samples';

// By names of their own: every mention of a global is a call in Next's edge sandbox, and here there
// are half a million in a run.
const { SQRT2, abs, floor, imul, log, log2, min, round, sign } = Math;
const NOTHING = Number.NaN;

const ENOUGH_SAMPLES = 12;
/** Hashes kept of each kind of stretch. */
const KEPT = 8;
/** So many in common with one earlier series make a copy. */
export const SHARED_HASHES = 3;

/**
 * FNV-1a, 52 bits of two halves with different offsets, which a double holds: a name, not a secret.
 */
class Hash {
  #a = 0x811c9dc5;
  #b = 0x9747b28c;

  add(value: number): this {
    this.#a = imul(this.#a ^ value, 0x01000193);
    this.#b = imul(this.#b ^ value ^ (this.#b >>> 15), 0x85ebca6b);
    return this;
  }

  value(): number {
    return mixed(this.#a) * 2 ** 20 + (mixed(this.#b) >>> 12);
  }
}

/** The finaliser of MurmurHash3: the smallest of many hashes have to be a fair draw. */
function mixed(word: number): number {
  let h = word;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Bits by which two values that are drawn differ: −log₂ of the share of pairs that are equal, one
 * more pair assumed.
 */
function collisionBits(keys: readonly (number | string)[]): number {
  const counts = new Map<number | string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const pairs = (keys.length * (keys.length - 1)) / 2;
  const equal = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  return log2((pairs + 1) / (equal + 1));
}

/**
 * Some of a series: `length` of them from `start` on, every one or, with a stride of 2, every
 * second.
 */
interface Stretch {
  readonly start: number;
  readonly length: number;
  readonly stride: number;
}

/** As a ring: what follows the last one is the first. */
const at = (values: readonly number[], { start, stride }: Stretch, i: number): number =>
  values[(start + stride * i) % values.length] ?? NOTHING;

const smallest = (hashes: Iterable<number>): number[] =>
  [...new Set(hashes)].toSorted((x, y) => x - y).slice(0, KEPT);

/** Irrational, so that no proportion of two multiples of a step lies between two integers. */
const PROPORTION = 1e6 * SQRT2;

/** Each to the one before it, round the ring. */
const proportionsOf = (values: readonly number[]): number[] =>
  values.map((value, i) => round(PROPORTION * (value / (values.at(i - 1) ?? value))));

/** Of a stretch, the same from either end. */
function exactHash(values: readonly number[], stretch: Stretch): number {
  const { length } = stretch;
  const [forth, back] = [new Hash().add(length), new Hash().add(length)];
  const [first, last] = [at(values, stretch, 0), at(values, stretch, length - 1)];
  for (let i = 1; i < length; i += 1) {
    forth.add(round((at(values, stretch, i) / first) * PROPORTION));
    back.add(round((at(values, stretch, length - 1 - i) / last) * PROPORTION));
  }
  return min(forth.value(), back.value());
}

/** Whether enough of a stretch differs. */
function isTold(values: readonly number[], stretch: Stretch): boolean {
  const seen = new Set<number>();
  for (let i = 0; i < stretch.length; i += 1) seen.add(at(values, stretch, i));
  return seen.size > stretch.length / 2;
}

/** Samples in a stretch, and the bits that each of them must have: together 25 at least. */
const EXACT = [
  { length: 5, bits: 5 },
  { length: 8, bits: 3.2 },
  { length: 16, bits: 1.6 },
] as const;
/**
 * Near a boundary stretches of both lengths are kept, so that a changed sample does not move a
 * series from one to the other.
 */
const NEAR_BITS = 0.25;

function lengthsFor(bits: number): number[] {
  const satisfied = EXACT.findIndex((kind) => bits >= kind.bits + NEAR_BITS);
  const kinds = satisfied < 0 ? EXACT : EXACT.slice(0, satisfied + 1);
  return kinds.filter((kind) => bits >= kind.bits - NEAR_BITS).map(({ length }) => length);
}

function exactHashes(values: readonly number[], lengths: readonly number[], stride = 1): number[] {
  return lengths.flatMap((length) => {
    if (values.length < 1.5 * length) return [];
    const stretches = values.map((_, start): Stretch => ({ start, length, stride }));
    return smallest(
      stretches
        .filter((stretch) => isTold(values, stretch))
        .map((stretch) => exactHash(values, stretch)),
    );
  });
}

/** Different times in a stretch of the sorted series, whose steps are small and of few kinds. */
const SORTED_LENGTH = 12;
/** Bits of a step, in units of the smallest: 24 a stretch at least. */
const SORTED_BITS = 2.2;

/** Not a ring: from the greatest to the least there is no step. */
function sortedHashes(values: readonly number[]): number[] {
  const sorted = [...new Set(values)].toSorted((x, y) => x - y);
  const steps = sorted.slice(1).map((value, i) => value - (sorted[i] ?? value));
  const unit = min(...steps);
  if (
    sorted.length < 1.5 * SORTED_LENGTH ||
    collisionBits(steps.map((step) => round(step / unit))) < SORTED_BITS
  )
    return [];
  const starts = sorted.slice(0, sorted.length - SORTED_LENGTH + 1);
  // Below zero, so that they are no stretches of a series.
  return smallest(
    starts.map((_, start) => -1 - exactHash(sorted, { start, length: SORTED_LENGTH, stride: 1 })),
  );
}

/** Ratios in a coarse stretch. */
const COARSE_LENGTH = 7;
/** Fewer samples cannot show that there is no period. */
const ENOUGH_FOR_COARSE = 20;
/** Bins to the median step of a series. */
const BINS_TO_A_STEP = 3;
/**
 * Of two ratios that follow each other: 21 bits a stretch at least, and none where the series has a
 * period.
 */
const COARSE_BITS = 6;

/**
 * `probes`: the same where the ratio nearest to the edge of its bin is taken for one of the next
 * bin.
 */
interface CoarseHashes {
  readonly kept: number[];
  readonly probes: number[];
}

function coarseHashes(values: readonly number[], context: string): CoarseHashes {
  const ratios = values.map((value, i) => log(value / (values.at(i - 1) ?? value)));
  const sizes = ratios.map(abs).toSorted((x, y) => x - y);
  const step = sizes[floor(sizes.length / 2)] ?? 0;
  if (values.length < ENOUGH_FOR_COARSE || !(step > 0)) return { kept: [], probes: [] };
  // Of two series that are nearly alike the bins are the same, but for ratios near an edge.
  const width = 2 ** (round(2 * log2(step / BINS_TO_A_STEP)) / 2);
  const places = ratios.map((ratio) => ratio / width);
  const bins = places.map(round);
  if (collisionBits(bins.map((bin, i) => `${bin},${bins.at(i - 1)}`)) < COARSE_BITS)
    return { kept: [], probes: [] };
  const stretches = places.map(
    (_, start): Stretch => ({ start, length: COARSE_LENGTH, stride: 1 }),
  );
  return {
    kept: smallest(stretches.map((stretch) => coarseHash(bins, stretch, context))),
    probes: smallest(
      stretches.map((stretch) => coarseHash(bins, stretch, context, nextBin(places, stretch))),
    ),
  };
}

/** One place of a stretch, and by how much its bin is another. */
interface Shift {
  readonly place: number;
  readonly by: number;
}

/** The place that is nearest to the edge of its bin, to the bin beyond. */
function nextBin(places: readonly number[], stretch: Stretch): Shift {
  let [place, most] = [0, 0];
  for (let i = 0; i < stretch.length; i += 1) {
    const offset = at(places, stretch, i) - round(at(places, stretch, i));
    if (abs(offset) > abs(most)) [place, most] = [i, offset];
  }
  return { place, by: sign(most) };
}

/** Of a stretch of bins, the same from either end: a step up is then one down. */
function coarseHash(
  bins: readonly number[],
  stretch: Stretch,
  context: string,
  shift?: Shift,
): number {
  const [forth, back] = [new Hash(), new Hash()];
  for (let i = 0; i < context.length; i += 1) {
    forth.add(context.charCodeAt(i));
    back.add(context.charCodeAt(i));
  }
  const { length } = stretch;
  const binAt = (i: number): number => at(bins, stretch, i) + (shift?.place === i ? shift.by : 0);
  for (let i = 0; i < length; i += 1) {
    forth.add(binAt(i));
    back.add(-binAt(length - 1 - i));
  }
  return min(forth.value(), back.value());
}

/** Whole numbers below 2⁵² on either side of zero. */
export interface Sketch {
  /** What a series is known by. */
  readonly kept: readonly number[];
  /**
   * What a copy may be known by besides, and is not kept: of every second sample, and with bins a
   * little apart.
   */
  readonly probes: readonly number[];
}

export const NO_SKETCH: Sketch = { kept: [], probes: [] };

/**
 * Sketches a measured series so that copies are found; empty where it is too short or has too
 * little noise. `context` is what coarse stretches are compared within: the workload and its
 * backend.
 */
export function sketchOf(samples: readonly Sample[], context: string): Sketch {
  if (samples.length < ENOUGH_SAMPLES) return NO_SKETCH;
  const values = perIterationMs(samples);
  if (!values.every((value) => value > 0)) return NO_SKETCH;
  const lengths = lengthsFor(min(collisionBits(values), collisionBits(proportionsOf(values))));
  const coarse = coarseHashes(values, context);
  const kept = new Set([...exactHashes(values, lengths), ...sortedHashes(values), ...coarse.kept]);
  const probes = new Set([...exactHashes(values, lengths, 2), ...coarse.probes]);
  return { kept: [...kept], probes: [...probes].filter((hash) => !kept.has(hash)) };
}

/** Whether `one` shares so much with what `other` is known by that it is a copy. */
export function isCopy(one: Sketch, other: Sketch): boolean {
  const known = new Set(other.kept);
  return [...one.kept, ...one.probes].filter((hash) => known.has(hash)).length >= SHARED_HASHES;
}
