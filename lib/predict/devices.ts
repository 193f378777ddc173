// The prices of a board's devices as they travel, and the devices ranked for one graph.
import type { Backend, ThreadsClass } from '@/lib/core/backend';
import type { Calibration, Prices } from './calibrate';
import { type Charges, UNIT_NAMES } from './charges';
import { type Prediction, predictorOf } from './predict';

/**
 * Changes with the units or with what they mean: a prediction of one version says nothing of
 * another.
 */
export const PREDICTION_VERSION = 'flopmark-predict/2';

/** Why an interval is wider than it need be; null where nothing widens it. */
export type Doubt = 'few-kernels' | 'from-peaks' | 'not-validated';

/** Prices as they travel: in the order of UNIT_NAMES, four significant digits. */
export interface DevicePrices {
  readonly slug: string;
  readonly name: string;
  readonly backend: Backend;
  readonly threads: ThreadsClass;
  /** Kernels that they rest on. */
  readonly kernels: number;
  readonly residual: number;
  readonly doubt: Doubt | null;
  readonly prices: readonly number[];
  readonly uncertainty: readonly number[];
}

const short = (value: number): number => Number(value.toPrecision(4));

/** Writes a calibration as it travels in JSON. */
export function written({ prices, uncertainty, residual, kernels }: Calibration) {
  return {
    kernels,
    residual: short(residual),
    prices: UNIT_NAMES.map((name) => short(prices[name])),
    uncertainty: UNIT_NAMES.map((name) => short(uncertainty[name])),
  };
}

type Travelling = Pick<DevicePrices, 'kernels' | 'residual' | 'prices' | 'uncertainty'>;

/** Reads a calibration that `written` wrote. */
export const calibrationOf = ({
  kernels,
  residual,
  prices,
  uncertainty,
}: Travelling): Calibration => ({
  kernels,
  residual,
  prices: Object.fromEntries(UNIT_NAMES.map((name, i) => [name, prices[i] ?? 0])) as Prices,
  uncertainty: Object.fromEntries(
    UNIT_NAMES.map((name, i) => [name, uncertainty[i] ?? 1]),
  ) as Calibration['uncertainty'],
});

export interface DevicePrediction extends Prediction {
  readonly device: DevicePrices;
}

/** Every device's time for one graph, the fastest first. */
export function rankDevices(
  charges: Charges,
  devices: readonly DevicePrices[],
): readonly DevicePrediction[] {
  const predictor = predictorOf(charges);
  return devices
    .map((device) => ({ device, ...predictor(device.prices, device.uncertainty) }))
    .toSorted((a, b) => a.ms - b.ms || (a.device.slug < b.device.slug ? -1 : 1));
}
