// Prices of a device from its measured kernels: non-negative least squares of relative errors,
// drawn towards prices that are known from elsewhere. A unit that no kernel of the device measures
// keeps the price that is drawn to, scaled by how much slower or faster its kind is there, and
// stays uncertain.
import { type Bottleneck, type Charges, UNIT_NAMES, UNITS, type UnitName } from './charges';
import { type Column, STRAY, uncertaintiesOf } from './uncertainty';

/** A kernel's measured time and what one run of it is charged. */
export interface Observation {
  readonly id: string;
  readonly ms: number;
  readonly charges: Charges;
}

/** Nanoseconds a unit. */
export type Prices = Readonly<Record<UnitName, number>>;

export interface Calibration {
  readonly prices: Prices;
  /** One standard deviation of each price, as a share of it. */
  readonly uncertainty: Readonly<Record<UnitName, number>>;
  /** Typical relative error of the fit over its kernels. */
  readonly residual: number;
  readonly kernels: number;
}

/** Prices to start from where nothing else is known. */
export const FIRST_PRICES: Prices = Object.fromEntries(
  UNIT_NAMES.map((name) => [name, UNITS[name].ns]),
) as Prices;

/** How firmly a price is drawn in each round, in kernels of the same weight. */
const DRAW = 0.02;
/**
 * After each round prices are drawn to what it found: what kernels tell of goes there, the rest
 * stays.
 */
const OUTER_ROUNDS = 12;
/** No price falls below this share of what it is drawn to. */
const LEAST = 0.02;
const ROUNDS = 200;
/** Prices that move by less are found. */
const SETTLED = 1e-5;
/** How firmly the three kinds are drawn to one scale. */
const SCALE_DRAW = 0.3;
/** Beyond this relative error a kernel counts for less, the farther the less. */
const TRUSTED = 0.1;
const KINDS: readonly Bottleneck[] = ['arithmetic', 'bytes', 'dispatch'];

/** What part of each kernel's time each unit is at these prices. Most units are in few kernels. */
function columnsAt(
  observations: readonly Observation[],
  prices: readonly number[],
  units: readonly (readonly UnitName[])[],
): readonly Column[] {
  return units.map((names) => {
    const kernels: number[] = [];
    const shares: number[] = [];
    for (const [i, { ms, charges }] of observations.entries()) {
      let ns = 0;
      for (const name of names) ns += (charges[name] ?? 0) * (prices[PLACES.get(name) ?? 0] ?? 0);
      if (ns === 0) continue;
      kernels.push(i);
      shares.push(ns / (ms * 1e6));
    }
    return { kernels, shares };
  });
}

const PLACES: ReadonlyMap<UnitName, number> = new Map(UNIT_NAMES.map((name, i) => [name, i]));
const EACH_UNIT = UNIT_NAMES.map((name) => [name]);
const OF_KIND = KINDS.map((kind) => UNIT_NAMES.filter((name) => UNITS[name].kind === kind));

/** Relative errors of all kernels where the units cost `u` times what the columns say. */
function errorsOf(columns: readonly Column[], u: readonly number[], count: number): number[] {
  const errors = new Array<number>(count).fill(-1);
  for (const [j, { kernels, shares }] of columns.entries()) {
    for (let k = 0; k < kernels.length; k += 1) {
      const i = kernels[k] ?? 0;
      errors[i] = (errors[i] ?? 0) + (shares[k] ?? 0) * (u[j] ?? 0);
    }
  }
  return errors;
}

interface Problem {
  readonly columns: readonly Column[];
  /** Of each kernel. */
  readonly weights: readonly number[];
  readonly target: number;
  readonly draw: number;
}

/**
 * Minimises Σ weight·(Σ share·u − 1)² + Σ draw·(u − target)² over u ≥ LEAST·target, one coordinate
 * after the other.
 */
function descend({ columns, weights, target, draw }: Problem): readonly number[] {
  const u = columns.map(() => target);
  const errors = errorsOf(columns, u, weights.length);
  const curvatures = columns.map(({ kernels, shares }) =>
    shares.reduce((sum, share, k) => sum + (weights[kernels[k] ?? 0] ?? 0) * share ** 2, draw),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = 0;
    for (const [j, { kernels, shares }] of columns.entries()) {
      const now = u[j] ?? target;
      let slope = draw * (now - target);
      for (let k = 0; k < kernels.length; k += 1) {
        const i = kernels[k] ?? 0;
        slope += (weights[i] ?? 0) * (errors[i] ?? 0) * (shares[k] ?? 0);
      }
      const next = Math.max(LEAST * target, now - slope / (curvatures[j] ?? draw));
      const step = next - now;
      if (step === 0) continue;
      u[j] = next;
      moved = Math.max(moved, Math.abs(step) / target);
      for (let k = 0; k < kernels.length; k += 1) {
        const i = kernels[k] ?? 0;
        errors[i] = (errors[i] ?? 0) + step * (shares[k] ?? 0);
      }
    }
    if (moved < SETTLED) break;
  }
  return u;
}

/** How much dearer each kind is on this device than in `towards`. */
function scalesOf(
  observations: readonly Observation[],
  towards: readonly number[],
): ReadonlyMap<Bottleneck, number> {
  const columns = columnsAt(observations, towards, OF_KIND);
  const all = errorsOf(
    columns,
    KINDS.map(() => 1),
    observations.length,
  );
  // All kinds together first: a device with a handful of kernels is slower or faster as a whole.
  const ratios = all.map((error) => 1 / (1 + error)).sort((a, b) => a - b);
  const target = ratios[ratios.length >> 1] ?? 1;
  const weights = observations.map(() => 1);
  const found = descend({ columns, weights, target, draw: SCALE_DRAW / target ** 2 });
  return new Map(KINDS.map((kind, i) => [kind, found[i] ?? target]));
}

/**
 * Fits the price of each unit, in nanoseconds, to measured times of kernels in milliseconds; prices
 * that nothing was measured of are drawn to those of `towards`.
 * @throws RangeError for a time that is not positive.
 */
export function calibrate(
  observations: readonly Observation[],
  towards: Prices = FIRST_PRICES,
): Calibration {
  for (const { id, ms } of observations) if (!(ms > 0)) throw new RangeError(`${id} took ${ms} ms`);
  if (observations.length === 0) return uncalibrated(towards);
  const from = UNIT_NAMES.map((name) => towards[name]);
  const scales = scalesOf(observations, from);
  let prices = UNIT_NAMES.map((name, j) => (from[j] ?? 0) * (scales.get(UNITS[name].kind) ?? 1));
  const ones = prices.map(() => 1);
  let weights = observations.map(() => 1);
  for (let round = 0; round < OUTER_ROUNDS; round += 1) {
    const columns = columnsAt(observations, prices, EACH_UNIT);
    const u = descend({ columns, weights, target: 1, draw: DRAW });
    // A kernel that was disturbed while it ran must not move the prices of all others.
    weights = errorsOf(columns, u, observations.length).map((error) =>
      Math.min(1, TRUSTED / Math.abs(error)),
    );
    prices = prices.map((price, j) => price * (u[j] ?? 1));
  }
  const columns = columnsAt(observations, prices, EACH_UNIT);
  const errors = errorsOf(columns, ones, observations.length);
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  // Of a normal distribution, from the median: what a few disturbed kernels say does not count.
  const residual = 1.4826 * (sizes[sizes.length >> 1] ?? 0);
  const uncertainties = uncertaintiesOf({ columns, errors, weights, draw: DRAW, residual });
  return {
    prices: named(prices),
    uncertainty: named(uncertainties),
    residual,
    kernels: observations.length,
  };
}

/** What stands in the order of UNIT_NAMES, by unit. */
const named = (values: readonly number[]): Readonly<Record<UnitName, number>> =>
  Object.fromEntries(UNIT_NAMES.map((name, j) => [name, values[j] ?? 0])) as Prices;

const uncalibrated = (prices: Prices): Calibration => ({
  prices,
  uncertainty: named(UNIT_NAMES.map(() => STRAY)),
  residual: STRAY,
  kernels: 0,
});
