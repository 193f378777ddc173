// Copies are known by what they share, honest series share nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sample } from '@/lib/bench/samples';
import { createPrng, type Prng } from '@/lib/core/prng';
import { isCopy, NO_SKETCH, type Sketch, sketchOf } from '@/lib/submission/plausibility/sketch';

const STEP_MS = 0.005;
const HERE = 'gemm-1024-fp32 wasm';

const samplesOf = (steps: readonly number[], iterations = 1): Sample[] =>
  steps.map((n) => ({ elapsedMs: n * STEP_MS, iterations }));
const sketch = (steps: readonly number[], iterations?: number) =>
  sketchOf(samplesOf(steps, iterations), HERE);

const gaussian = (prng: Prng): number =>
  Math.sqrt(-2 * Math.log(1 - prng.unit())) * Math.cos(2 * Math.PI * prng.unit());
/**
 * As a measuring page takes them: about 11 ms in steps of a clock, with some noise and now and then
 * a hiccup.
 */
function noisy(
  prng: Prng,
  { count = 24 + prng.below(40), mean = 2200, deviation = 0.01 } = {},
): number[] {
  return Array.from({ length: count }, () => {
    const hiccup = prng.unit() < 0.03 ? 1 + prng.unit() : 1;
    return Math.round(mean * hiccup * Math.exp(deviation * gaussian(prng)));
  });
}

const SERIES = Array.from({ length: 200 }, (_, i) => noisy(createPrng([i, 11, 1, 1])));
/** The share of the series whose change is still known. */
const known = (change: (steps: number[], prng: Prng) => Sketch): number =>
  SERIES.filter((steps, i) => isCopy(change([...steps], createPrng([i, 12, 1, 1])), sketch(steps)))
    .length / SERIES.length;

describe('a copy is known', () => {
  it('as it was, and by any number of iterations', () => {
    expect(known((steps) => sketch(steps))).toBe(1);
    expect(known((steps) => sketch(steps, 7))).toBe(1);
  });

  it('multiplied, on the clock or off it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SERIES),
        fc.double({ min: 0.1, max: 8, noNaN: true }),
        (steps, factor) =>
          isCopy(
            sketchOf(
              samplesOf(steps).map((sample) => ({
                ...sample,
                elapsedMs: sample.elapsedMs * factor,
              })),
              HERE,
            ),
            sketch(steps),
          ),
      ),
    );
  });

  it('begun elsewhere, in every case', () => {
    const rotated = (steps: number[], by: number): number[] => [
      ...steps.slice(by),
      ...steps.slice(0, by),
    ];
    expect(known((steps, prng) => sketch(rotated(steps, 1 + prng.below(steps.length - 1))))).toBe(
      1,
    );
  });

  it('with one sample changed, left out or put in, and with two, in most cases', () => {
    const change = (steps: number[], prng: Prng): number[] =>
      steps.with(prng.below(steps.length), 2000 + prng.below(500));
    expect(known((steps, prng) => sketch(change(steps, prng)))).toBeGreaterThan(0.97);
    expect(known((steps, prng) => sketch(change(change(steps, prng), prng)))).toBeGreaterThan(0.9);
    expect(
      known((steps, prng) => sketch(steps.toSpliced(prng.below(steps.length), 1))),
    ).toBeGreaterThan(0.95);
    expect(
      known((steps, prng) => sketch(steps.toSpliced(prng.below(steps.length), 0, 2222))),
    ).toBeGreaterThan(0.95);
  });

  it('rotated, multiplied and changed at once, in most cases', () => {
    const all = (steps: number[], prng: Prng): Sketch => {
      const by = prng.below(steps.length);
      const changed = steps.with(prng.below(steps.length), 2000 + prng.below(500));
      return sketch([...changed.slice(by), ...changed.slice(0, by)], 3);
    };
    expect(known(all)).toBeGreaterThan(0.97);
  });

  it('backwards in every case, between those of another in most, shuffled in some', () => {
    const shuffled = (steps: number[], prng: Prng): number[] =>
      steps
        .map((n) => ({ n, key: prng.unit() }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ n }) => n);
    expect(known((steps) => sketch(steps.toReversed()))).toBe(1);
    expect(known((steps, prng) => sketch(shuffled(steps, prng)))).toBeGreaterThan(0.4);
    const between = (steps: number[], prng: Prng): number[] => {
      const other = noisy(prng, { count: steps.length });
      return steps.flatMap((n, i) => [n, other[i] ?? n]);
    };
    expect(known((steps, prng) => sketch(between(steps, prng)))).toBeGreaterThan(0.4);
  });

  it('multiplied and rounded to the clock again, in most cases', () => {
    for (const factor of [0.5, 0.9, 0.99, 1.1, 1.3]) {
      expect(known((steps) => sketch(steps.map((n) => Math.round(n * factor))))).toBeGreaterThan(
        0.8,
      );
    }
  });
});

describe('honest series', () => {
  /**
   * How many of many series share so much with an earlier one that they would wait for a moderator.
   */
  function takenForCopies(series: Iterable<Sketch>): number {
    const owners = new Map<number, number>();
    let taken = 0;
    let index = 0;
    for (const { kept, probes } of series) {
      const shared = new Map<number, number>();
      for (const hash of [...kept, ...probes]) {
        const owner = owners.get(hash);
        if (owner !== undefined) shared.set(owner, (shared.get(owner) ?? 0) + 1);
      }
      for (const hash of kept) if (!owners.has(hash)) owners.set(hash, index);
      if (Math.max(0, ...shared.values()) >= 3) taken += 1;
      index += 1;
    }
    return taken;
  }
  function* many(make: (prng: Prng) => number[], count = 4000): Generator<Sketch> {
    const prng = createPrng(7);
    for (let i = 0; i < count; i += 1) yield sketch(make(prng));
  }

  it.each<[string, (prng: Prng) => number[]]>([
    ['noisy ones', (prng) => noisy(prng)],
    [
      'the same device and workload again and again',
      (prng) => noisy(prng, { mean: 2200, count: 24 }),
    ],
    ['quiet ones', (prng) => noisy(prng, { deviation: 0.002 })],
    ['short ones', (prng) => noisy(prng, { count: 12 })],
    ['a coarse clock', (prng) => noisy(prng, { mean: 110, deviation: 0.01 })],
    ['a clock of medium step', (prng) => noisy(prng, { mean: 550, deviation: 0.006 })],
    [
      'devices that only grow slower',
      (prng) => {
        let at = 2000;
        return Array.from({ length: 24 }, () => {
          at += 4 + 20 * prng.unit();
          return Math.round(at);
        });
      },
    ],
    [
      'every second sample slower',
      (prng) =>
        noisy(prng, { deviation: 0.003 }).map((n, i) => (i % 2 === 0 ? n : Math.round(1.2 * n))),
    ],
    [
      'every third sample slower',
      (prng) =>
        noisy(prng, { deviation: 0.003 }).map((n, i) => (i % 3 === 0 ? Math.round(1.2 * n) : n)),
    ],
    [
      'one level, then another',
      (prng) =>
        noisy(prng, { deviation: 0.003, count: 48 }).map((n, i) =>
          i < 24 ? n : Math.round(1.3 * n),
        ),
    ],
  ])('%s are no copies of each other', (_, make) => expect(takenForCopies(many(make))).toBe(0));

  it('make none where a coarse clock leaves few values, or there are too few samples', () => {
    expect(sketch(Array.from({ length: 40 }, (_, i) => 100 + (i % 5)))).toEqual(NO_SKETCH);
    expect(sketch([2000, 2010, 2020])).toEqual(NO_SKETCH);
    expect(sketchOf([{ elapsedMs: 0, iterations: 1 }], HERE)).toEqual(NO_SKETCH);
  });

  it('have hashes that a double and a database hold exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 60 }), (steps) => {
        const { kept, probes } = sketch(steps);
        for (const hash of [...kept, ...probes]) expect(Number.isSafeInteger(hash)).toBe(true);
      }),
    );
  });
});
