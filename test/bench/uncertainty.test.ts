import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '@/lib/bench/clock';
import { measure } from '@/lib/bench/measure';
import { PROTOCOL } from '@/lib/bench/protocol';
import { centreOf, type Interval } from '@/lib/bench/stats';
import {
  type Estimate,
  estimateOf,
  type Pass,
  passesIn,
  passSpread,
  studentQuantile,
} from '@/lib/bench/uncertainty';
import { createPrng, type Prng } from '@/lib/core/prng';

const constant = (ms: number, count: number) =>
  Array.from({ length: count }, () => ({ elapsedMs: ms, iterations: 1 }));

const width = ({ ci95: { lowMs, highMs } }: Estimate): number => Math.log(highMs / lowMs);

/**
 * Of the standard normal distribution: what PROTOCOL.estimator says of samples that spread by it.
 */
const LOWER_QUARTILE = -0.6744897501960817;

/** Standard normal, Box and Muller. */
const normal = (prng: Prng): number =>
  Math.sqrt(-2 * Math.log(1 - prng.unit())) * Math.cos(2 * Math.PI * prng.unit());

/**
 * A simulated machine: a fresh worker is `between` off, each run in it `within`; both are
 * deviations of the logarithm.
 */
interface Machine {
  readonly prng: Prng;
  readonly between: number;
  readonly within: number;
}

async function pass({ prng, between, within }: Machine, trueMs: number) {
  let nowMs = 0;
  const workerMs = trueMs * Math.exp(between * normal(prng));
  const clock: Clock = { monotonicMs: () => nowMs, wallMs: () => nowMs };
  const subject = {
    run: async () => {
      nowMs += workerMs * Math.exp(within * normal(prng));
    },
    settle: async () => undefined,
  };
  const { samples } = await measure(subject, {
    clock,
    timerStepUs: 5,
    capMs: 800,
    gate: async () => 'clean',
  });
  return samples;
}

/** The WASM half of a quick run: eight measurements of two passes each. */
async function run(
  machine: Machine,
): Promise<{ readonly timeMs: number; readonly trueMs: number; readonly ci95: Interval }[]> {
  const measured: { readonly passes: readonly Pass[]; readonly trueMs: number }[] = [];
  for (const trueMs of [0.6, 2, 5, 12, 25, 40, 60, 85]) {
    const first = await pass(machine, trueMs);
    const second = await pass(machine, trueMs);
    measured.push({ trueMs, passes: [first, second].map(centreOf) });
  }
  const spread = passSpread(measured.map(({ passes }) => passes));
  return measured.map(({ passes, trueMs }) => ({ trueMs, ...estimateOf(passes, spread) }));
}

describe('passSpread', () => {
  const { deviation } = PROTOCOL.betweenPasses;
  const pair = (first: number, second: number) =>
    [constant(first, 12), constant(second, 12)].map(centreOf);

  it('is the protocol’s where no measurement has two passes', () => {
    expect(passSpread([])).toBe(deviation);
    expect(passSpread([[centreOf(constant(20, 12))]])).toBe(deviation);
  });

  it('is what passes differ by as pairs become many', () => {
    const calm = Array.from({ length: 1000 }, () => pair(20, 20));
    expect(passSpread(calm)).toBeLessThan(0.001);
    const pairs = Array.from({ length: 1000 }, () => pair(20, 22));
    expect(passSpread(pairs)).toBeCloseTo(Math.log(22 / 20) / Math.SQRT2, 3);
  });

  it('takes off what the samples of the passes explain', () => {
    // Two passes a percent apart whose samples spread by ten: nothing is left for the passes.
    const spread = (ms: number) =>
      Array.from({ length: 20 }, (_, i) => ({ elapsedMs: ms * (1 + (i % 5) / 20), iterations: 1 }));
    const wide = [spread(20), spread(20.2)].map(centreOf);
    expect(passSpread(Array.from({ length: 1000 }, () => wide))).toBeLessThan(0.001);
  });

  it('does not let one workload stand for all', () => {
    const calm = Array.from({ length: 7 }, () => pair(20, 20.2));
    expect(passSpread([...calm, pair(20, 40)])).toBeLessThan(0.03);
  });
});

describe('estimateOf', () => {
  it('is the interval of the samples where passes do not differ', () => {
    const samples = Array.from({ length: 30 }, (_, i) => ({
      elapsedMs: 20 + ((i * 7) % 30) * 0.01,
      iterations: 1,
    }));
    const pass = centreOf(samples);
    const { timeMs, ci95 } = pass;
    const estimate = estimateOf([pass], 0);
    expect(estimate.timeMs).toBeCloseTo(timeMs, 10);
    expect(width(estimate)).toBeCloseTo(Math.log(ci95.highMs / ci95.lowMs), 10);
  });

  it('counts both passes alike, however many samples each has', () => {
    const passes = passesIn({ samples: [...constant(10, 6), ...constant(40, 60)], firstPass: 6 });
    expect(estimateOf(passes.map(centreOf), 0).timeMs).toBeCloseTo(20, 10);
  });

  it('is never narrower than its own passes are apart', () => {
    const time = fc.double({ min: 1, max: 100, noNaN: true });
    const times = fc.array(time, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(times, times, (first, second) => {
        const samples = [...first, ...second].map((elapsedMs) => ({ elapsedMs, iterations: 1 }));
        const passes = passesIn({ samples, firstPass: first.length }).map(centreOf);
        const { timeMs, ci95 } = estimateOf(passes, passSpread([passes]));
        expect(ci95.lowMs).toBeLessThanOrEqual(timeMs);
        expect(ci95.highMs).toBeGreaterThanOrEqual(timeMs);
        for (const part of [samples.slice(0, first.length), samples.slice(first.length)]) {
          expect(ci95.lowMs).toBeLessThanOrEqual(centreOf(part).timeMs);
          expect(ci95.highMs).toBeGreaterThanOrEqual(centreOf(part).timeMs);
        }
      }),
    );
  });

  it('is narrower with two passes that agree than with one', () => {
    const half = centreOf(constant(20, 6));
    const one = estimateOf([centreOf(constant(20, 12))], 0.03);
    const two = estimateOf([half, half], 0.03);
    expect(width(one) / width(two)).toBeGreaterThan(Math.SQRT2);
  });

  // Simulated runs, measured by the engine itself on a clock of their own.
  it.each([
    [0, 0.01],
    [0.01, 0.01],
    [0.03, 0.02],
    [0.03, 0.1],
    [0.1, 0.03],
  ])(
    'holds the truth and agrees with a second run in 93 of 100 cases: passes %d, samples %d',
    async (between, within) => {
      const machine = { prng: createPrng(5), between, within };
      let [held, agreed, cells] = [0, 0, 0];
      for (let pair = 0; pair < 100; pair += 1) {
        const [first, second] = [await run(machine), await run(machine)];
        for (const [i, one] of first.entries()) {
          const other = second[i];
          if (other === undefined) continue;
          const [fast, slow] = one.timeMs <= other.timeMs ? [one, other] : [other, one];
          cells += 1;
          // A sample of several runs spreads less.
          const runs = Math.ceil(12 / one.trueMs);
          const truth = one.trueMs * Math.exp((within / Math.sqrt(runs)) * LOWER_QUARTILE);
          if (one.ci95.lowMs <= truth && truth <= one.ci95.highMs) held += 1;
          const allowed = Math.hypot(fast.ci95.highMs - fast.timeMs, slow.timeMs - slow.ci95.lowMs);
          if (slow.timeMs - fast.timeMs <= allowed) agreed += 1;
        }
      }
      expect(held / cells).toBeGreaterThan(0.93);
      expect(agreed / cells).toBeGreaterThan(0.93);
    },
  );
});

describe('studentQuantile', () => {
  it('is that of the tables', () => {
    for (const [n, t] of [
      [3, 3.182],
      [4, 2.776],
      [5, 2.571],
      [8, 2.306],
      [12, 2.179],
      [30, 2.042],
      [120, 1.98],
    ] as const)
      expect(Math.abs(studentQuantile(n) / t - 1)).toBeLessThan(0.01);
  });
});
