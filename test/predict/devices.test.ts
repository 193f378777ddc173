// A board's devices as prices: fitted, carried over the wire, ranked.
import { describe, expect, it } from 'vitest';
import { PREDICTION_KERNELS } from '@/lib/bench/prediction-kernels';
import { type DeviceKernels, KnownPrices, pricesOf } from '@/lib/predict/board';
import { calibrationOf, type DevicePrices, rankDevices } from '@/lib/predict/devices';
import { chargesOfWorkload } from '@/lib/predict/pinned';
import { predict, timeOf } from '@/lib/predict/predict';
import { REFERENCE } from '@/lib/predict/reference';

/** A device that is `factor` times as slow as the reference, by what it measured of `kernels`. */
function deviceOf(
  factor: number,
  kernels: readonly string[],
  slug = `slow-${factor}`,
): DeviceKernels {
  const times = Object.fromEntries(
    kernels.map((id) => [id, factor * timeOf(chargesOfWorkload(id) ?? {}, REFERENCE.prices)]),
  );
  return { slug, name: slug, backend: 'wasm', threads: 'max', times };
}

const known = (device: DeviceKernels): DevicePrices => {
  const prices = pricesOf(device);
  if (prices === null) throw new Error(`${device.slug} has too few kernels`);
  return prices;
};

const charges = chargesOfWorkload('resnet50-fp32') ?? {};

describe('pricesOf', () => {
  it('finds a device again that is as many times slower', () => {
    const { ms } = predict(charges, calibrationOf(known(deviceOf(3, PREDICTION_KERNELS))));
    expect(ms / timeOf(charges, REFERENCE.prices)).toBeCloseTo(3, 1);
  });

  it('says that few kernels are few, and is wider', () => {
    const few = known(deviceOf(2, PREDICTION_KERNELS.slice(0, 8)));
    const all = known(deviceOf(2, PREDICTION_KERNELS));
    expect([few.doubt, all.doubt]).toEqual(['few-kernels', null]);
    const width = (device: DevicePrices): number => {
      const { ms, highMs } = predict(charges, calibrationOf(device));
      return highMs / ms;
    };
    expect(width(few)).toBeGreaterThan(width(all));
  });

  it('says nothing of a device with two kernels, or with kernels that nobody pinned', () => {
    expect(pricesOf(deviceOf(1, PREDICTION_KERNELS.slice(0, 2)))).toBeNull();
    expect(pricesOf({ ...deviceOf(1, []), times: { a: 1, b: 2, c: 3, d: 4 } })).toBeNull();
  });

  it('labels WebGPU as not validated', () => {
    expect(pricesOf({ ...deviceOf(1, PREDICTION_KERNELS), backend: 'webgpu' })?.doubt).toBe(
      'not-validated',
    );
  });
});

describe('rankDevices', () => {
  it('puts the fastest first', () => {
    const devices = [4, 1, 2].map((factor) => known(deviceOf(factor, PREDICTION_KERNELS)));
    expect(rankDevices(charges, devices).map(({ device }) => device.slug)).toEqual([
      'slow-1',
      'slow-2',
      'slow-4',
    ]);
  });
});

describe('KnownPrices', () => {
  it('fits a device once until its kernels change, and keeps no more than it may', () => {
    const prices = new KnownPrices(2);
    const first = prices.of(deviceOf(1, PREDICTION_KERNELS, 'a'));
    expect(prices.of(deviceOf(1, PREDICTION_KERNELS, 'a'))).toBe(first);
    expect(prices.of(deviceOf(2, PREDICTION_KERNELS, 'a'))).not.toBe(first);
    const kept = prices.of(deviceOf(1, PREDICTION_KERNELS, 'b'));
    prices.of(deviceOf(1, PREDICTION_KERNELS, 'c'));
    expect(prices.of(deviceOf(1, PREDICTION_KERNELS, 'b'))).toBe(kept);
  });
});
