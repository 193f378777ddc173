// Widths of intervals follow from the kernels: from how far off those are that are left out, and
// not from how many there are.
import { describe, expect, it } from 'vitest';
import { createPrng, type Prng } from '@/lib/core/prng';
import { calibrate, FIRST_PRICES, type Observation } from '@/lib/predict/calibrate';
import { type Charges, UNIT_NAMES, type UnitName } from '@/lib/predict/charges';
import { predict, timeOf } from '@/lib/predict/predict';
import { CLASSES, type Column, classOf, leftOut } from '@/lib/predict/uncertainty';

/** Normal, by the sum of twelve. */
const normal = (prng: Prng): number =>
  Array.from({ length: 12 }, () => prng.unit()).reduce((sum, value) => sum + value, -6);

const CONVOLUTION: readonly UnitName[] = ['conv.mac.50', 'conv.mac.800', 'conv.pack.k', 'conv.out'];

/** Kernels of a few units each, whose times are off by so much. */
function kernels(units: readonly UnitName[], noise: number, seed: number): readonly Observation[] {
  const prng = createPrng(seed);
  return Array.from({ length: 12 * units.length }, (_, i) => {
    const charges: Charges = Object.fromEntries(
      units.map((unit) => [unit, (1e6 * prng.unit() ** 2) / FIRST_PRICES[unit]]),
    );
    const ms = timeOf(charges, FIRST_PRICES) * Math.exp(noise * normal(prng));
    return { id: `k${i}`, ms, charges };
  });
}

const deviationOf = (noise: number, unit: UnitName): number =>
  calibrate(kernels(CONVOLUTION, noise, 5)).uncertainty[unit];

describe('what kernels left out tell', () => {
  it('is how far they are off: for one unit, the error over what the others say', () => {
    // Shares 1.1, 0.9, …: the price that fits is 1, and each kernel has a say of share² / Σ share².
    const shares = [1.1, 0.9, 1.1, 0.9, 1.1, 0.9, 1.1, 0.9, 1.1];
    const place = UNIT_NAMES.indexOf('conv.mac.800');
    const columns = UNIT_NAMES.map(
      (_, i): Column =>
        i === place
          ? { kernels: shares.map((_share, k) => k), shares }
          : { kernels: [], shares: [] },
    );
    const found = leftOut({
      columns,
      errors: shares.map((share) => share - 1),
      weights: shares.map(() => 1),
      draw: 1e-9,
      residual: 0.1,
    });
    const information = shares.reduce((sum, share) => sum + share ** 2, 0);
    const errors = shares.map((share) => {
      const others = information - share ** 2;
      return Math.abs(Math.log(1 + ((share - 1) * information) / others));
    });
    expect(found.convolution * 1.645).toBeCloseTo(Math.max(...errors), 6);
    // No kernel of another class: what is known of all.
    expect(found.depthwise).toBe(found.convolution);
  });

  it('widens with the noise of the kernels, and with nothing to leave out', () => {
    const [quiet, noisy] = [0.01, 0.12].map((noise) => deviationOf(noise, 'conv.mac.800'));
    expect(quiet).toBeLessThan(0.06);
    expect(noisy).toBeGreaterThan(0.11);
    expect(noisy).toBeLessThan(0.3);
    const [first, second] = kernels(CONVOLUTION, 0.01, 5);
    const few = calibrate([first, second].flatMap((kernel) => kernel ?? []));
    expect(few.uncertainty['conv.mac.800']).toBeGreaterThan(0.1);
  });

  it('makes intervals that hold: nine of ten of unseen sums, on devices as noisy as theirs', () => {
    const prng = createPrng(11);
    let held = 0;
    const devices = 60;
    for (let device = 0; device < devices; device += 1) {
      const found = calibrate(kernels(CONVOLUTION, 0.06, 100 + device));
      const net: Charges = Object.fromEntries(
        CONVOLUTION.map((unit) => [unit, (1e7 * prng.unit()) / FIRST_PRICES[unit]]),
      );
      const ms = timeOf(net, FIRST_PRICES) * Math.exp(0.06 * normal(prng));
      const { lowMs, highMs } = predict(net, found);
      if (lowMs <= ms && ms <= highMs) held += 1;
    }
    expect(held / devices).toBeGreaterThanOrEqual(0.85);
  });

  it('knows the class of every unit', () => {
    expect([...new Set(UNIT_NAMES.map(classOf))].sort()).toEqual([...CLASSES].sort());
    expect(classOf('conv8.mac')).toBe('integer');
    expect(classOf('product2.pack')).toBe('product');
    expect(classOf('memory.large')).toBe('pass');
  });
});
