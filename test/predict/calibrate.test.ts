// Prices from kernels: those of a made-up device are found again, and what no kernel tells stays
// open.
import { describe, expect, it } from 'vitest';
import { createPrng } from '@/lib/core/prng';
import { calibrate, FIRST_PRICES, type Observation, type Prices } from '@/lib/predict/calibrate';
import { type Charges, UNIT_NAMES } from '@/lib/predict/charges';
import { predict, timeOf } from '@/lib/predict/predict';

/** A device on which each unit costs something else than in the table to start from. */
function deviceOf(seed: number): Prices {
  const prng = createPrng(seed);
  return Object.fromEntries(
    UNIT_NAMES.map((name) => [name, FIRST_PRICES[name] * 4 ** (2 * prng.unit() - 1)]),
  ) as Prices;
}

/** Kernels of one unit each, and a few of two. */
function kernelsOf(
  prices: Prices,
  units: readonly (typeof UNIT_NAMES)[number][],
): readonly Observation[] {
  return units.flatMap((unit, i) => {
    const other = units[(i + 7) % units.length] ?? unit;
    const alone: Charges = { [unit]: 1e7 / FIRST_PRICES[unit] };
    const both: Charges = { [unit]: 5e6 / FIRST_PRICES[unit], [other]: 5e6 / FIRST_PRICES[other] };
    return [alone, both].map((charges, k) => ({
      id: `${unit}/${k}`,
      ms: timeOf(charges, prices),
      charges,
    }));
  });
}

const everything: Charges = Object.fromEntries(
  UNIT_NAMES.map((name) => [name, 1e6 / FIRST_PRICES[name]]),
);

describe('calibrate', () => {
  it('finds the prices of a device whose kernels say them', () => {
    const prices = deviceOf(3);
    const found = calibrate(kernelsOf(prices, UNIT_NAMES));
    for (const name of UNIT_NAMES) expect(found.prices[name] / prices[name]).toBeCloseTo(1, 1);
    expect(found.residual).toBeLessThan(0.02);
    const predicted = predict(everything, found);
    expect(predicted.ms / timeOf(everything, prices)).toBeCloseTo(1, 2);
    expect(predicted.lowMs).toBeLessThan(timeOf(everything, prices));
    expect(predicted.highMs).toBeGreaterThan(timeOf(everything, prices));
  });

  it('takes a device that is twice as slow for twice as slow in what it did not measure', () => {
    const slow = Object.fromEntries(
      UNIT_NAMES.map((name) => [name, 2 * FIRST_PRICES[name]]),
    ) as Prices;
    const few = kernelsOf(slow, UNIT_NAMES.slice(0, 12));
    const found = calibrate(few);
    for (const name of UNIT_NAMES) expect(found.prices[name] / slow[name]).toBeCloseTo(1, 1);
  });

  it('is less certain of what fewer kernels tell', () => {
    const prices = deviceOf(5);
    const width = (units: number): number => {
      const { ms, highMs } = predict(
        everything,
        calibrate(kernelsOf(prices, UNIT_NAMES.slice(0, units))),
      );
      return highMs / ms;
    };
    expect(width(10)).toBeGreaterThan(width(40));
    expect(width(40)).toBeGreaterThan(width(UNIT_NAMES.length));
  });

  it('without a kernel says the prices to start from, and that it knows little', () => {
    const found = calibrate([]);
    expect(found.prices).toEqual(FIRST_PRICES);
    expect(predict(everything, found).highMs / predict(everything, found).ms).toBeGreaterThan(1.1);
  });

  it('refuses a time that is none', () => {
    expect(() => calibrate([{ id: 'a', ms: 0, charges: { run: 1 } }])).toThrow(/a took 0 ms/);
  });
});
