// What a device's measured kernels say of it, as prices. Those of a device that has not changed are
// kept: nothing is fitted twice.
import type { Backend, ThreadsClass } from '@/lib/core/backend';
import { type Calibration, calibrate } from './calibrate';
import { type DevicePrices, type Doubt, written } from './devices';
import { chargesOfWorkload } from './pinned';
import { REFERENCE } from './reference';

export interface DeviceKernels {
  readonly slug: string;
  readonly name: string;
  readonly backend: Backend;
  readonly threads: ThreadsClass;
  readonly times: Readonly<Record<string, number>>;
}

/** Fewer kernels than this leave most units without one of their own. */
const ENOUGH_KERNELS = 40;
/** A kernel or two fix a scale and nothing else. */
const FEWEST_KERNELS = 3;

function doubtOf({ kernels }: Calibration, backend: Backend): Doubt | null {
  if (backend !== 'wasm') return 'not-validated';
  return kernels < ENOUGH_KERNELS ? 'few-kernels' : null;
}

/**
 * Fits a device's prices to its kernels on the board; null for one with too few to say anything.
 */
export function pricesOf(device: DeviceKernels): DevicePrices | null {
  const observations = Object.entries(device.times).flatMap(([id, ms]) => {
    const charges = chargesOfWorkload(id);
    return charges === null || !(ms > 0) ? [] : [{ id, ms, charges }];
  });
  if (observations.length < FEWEST_KERNELS) return null;
  const calibration = calibrate(observations, REFERENCE.prices);
  const { slug, name, backend, threads } = device;
  return {
    slug,
    name,
    backend,
    threads,
    ...written(calibration),
    doubt: doubtOf(calibration, backend),
  };
}

/**
 * Calibrations of devices whose kernels are what they were; as many as a board lists, and no more.
 */
export class KnownPrices {
  readonly #kept = new Map<string, { readonly of: string; readonly prices: DevicePrices | null }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  of(device: DeviceKernels): DevicePrices | null {
    const key = `${device.slug}/${device.backend}/${device.threads}`;
    const of = JSON.stringify([device.name, device.times]);
    const kept = this.#kept.get(key);
    if (kept?.of === of) return kept.prices;
    const prices = pricesOf(device);
    this.#kept.delete(key);
    this.#kept.set(key, { of, prices });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return prices;
  }
}
