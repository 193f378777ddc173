// How uncertain each price of a device is, from evidence of kernels alone: how far off a kernel of
// its class is predicted where it is left out of the fit; how little the kernels say of its unit;
// and how far the same kernels, measured again, lie from themselves. docs/prediction.md,
// “Intervals”.
import { UNIT_NAMES, type UnitName } from './charges';

/** One unit's parts of the kernels' times: which kernels, and how much of each. */
export interface Column {
  readonly kernels: readonly number[];
  readonly shares: readonly number[];
}

/** A fit over kernels, at the prices that it found. */
export interface Fit {
  /** In the order of UNIT_NAMES. */
  readonly columns: readonly Column[];
  /** Relative errors and weights of the kernels. */
  readonly errors: readonly number[];
  readonly weights: readonly number[];
  /** How firmly prices were drawn to where they began. */
  readonly draw: number;
  readonly residual: number;
}

export const CLASSES = [
  'product',
  'integer',
  'convolution',
  'depthwise',
  'pass',
  'dispatch',
] as const;
export type WorkClass = (typeof CLASSES)[number];

/** The class of work that a unit is of: its price errs as much as kernels of that class show. */
export function classOf(unit: UnitName): WorkClass {
  if (/^(product[48]|conv8|integer)\./.test(unit)) return 'integer';
  if (/^(product(2|16)?|recurrent)\./.test(unit)) return 'product';
  if (/^(conv(16)?|deconv)\./.test(unit)) return 'convolution';
  if (unit.startsWith('depthwise.')) return 'depthwise';
  return /^(pass|memory)\./.test(unit) ? 'pass' : 'dispatch';
}

const CLASS_OF = UNIT_NAMES.map(classOf);

/** How far prices of a unit stray from what they are drawn to, from device to device. */
export const STRAY = 0.5;
/** A fit of kernels that agree better than this says nothing of the next kernel. */
const LEAST_RESIDUAL = 0.005;
/** A kernel that decides its own price by more says nothing of the others where it is left out. */
const OWN_SAY = 0.6;
/** Fewer kernels left out are no evidence for their class. */
const ENOUGH = 5;
/** Where nothing can be left out: between the classes of the reference machine. */
const WITHOUT_EVIDENCE = 0.1;
const QUANTILE = 0.9;
/** Of a normal distribution, on either side. */
const DEVIATIONS = 1.645;

/**
 * What a class of kernels, measured again minutes or hours later, is dearer or cheaper as a whole:
 * one standard deviation (docs/measurements.md, “Prediction”). Kernels and nets are not measured at
 * the same moment.
 */
const AGAIN: Readonly<Record<WorkClass, number>> = {
  product: 0.05,
  integer: 0.065,
  convolution: 0.035,
  depthwise: 0.025,
  pass: 0.035,
  dispatch: 0.1,
};

/** A kernel's parts by unit. */
type Row = readonly (readonly [unit: number, share: number])[];

function rowsOf({ columns, errors }: Fit): readonly Row[] {
  const rows = errors.map((): [number, number][] => []);
  for (const [unit, { kernels, shares }] of columns.entries())
    for (const [i, kernel] of kernels.entries()) rows[kernel]?.push([unit, shares[i] ?? 0]);
  return rows;
}

/** Cholesky's lower triangle of Σ weight·row·rowᵀ + draw·1, row by row. */
function factorOf(rows: readonly Row[], { columns, weights, draw }: Fit): Float64Array {
  const n = columns.length;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) a[i * n + i] = draw;
  for (const [k, row] of rows.entries()) {
    for (const [i, left] of row) {
      for (const [j, right] of row)
        if (j <= i) a[i * n + j] = (a[i * n + j] ?? 0) + (weights[k] ?? 0) * left * right;
    }
  }
  for (let j = 0; j < n; j += 1) {
    for (let i = j; i < n; i += 1) {
      let sum = a[i * n + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (a[i * n + k] ?? 0) * (a[j * n + k] ?? 0);
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / (a[j * n + j] ?? 1);
    }
  }
  return a;
}

/** How much each kernel decides of what the fit says of itself: 0 nothing, 1 everything. */
function leverages(rows: readonly Row[], fit: Fit): readonly number[] {
  const n = fit.columns.length;
  const factor = factorOf(rows, fit);
  return rows.map((row, kernel) => {
    const y = new Float64Array(n);
    for (const [unit, share] of row) y[unit] = share;
    let squares = 0;
    for (let i = 0; i < n; i += 1) {
      let sum = y[i] ?? 0;
      for (let k = 0; k < i; k += 1) sum -= (factor[i * n + k] ?? 0) * (y[k] ?? 0);
      const value = sum / (factor[i * n + i] ?? 1);
      y[i] = value;
      squares += value ** 2;
    }
    return (fit.weights[kernel] ?? 0) * squares;
  });
}

/** The class that most of a kernel's time is. */
function classOfRow(row: Row): WorkClass {
  const parts = new Map<WorkClass, number>();
  for (const [unit, share] of row) {
    const at = CLASS_OF[unit] ?? 'dispatch';
    parts.set(at, (parts.get(at) ?? 0) + share);
  }
  return [...parts].reduce((most, part) => (part[1] > most[1] ? part : most), [
    'dispatch',
    0,
  ] as const)[0];
}

/** The value that `QUANTILE` of such errors stay below: of `n`, the ⌈(n + 1)·0.9⌉th. */
function deviationOf(sizes: readonly number[]): number {
  const sorted = sizes.toSorted((a, b) => a - b);
  const at = Math.min(sorted.length, Math.ceil((sorted.length + 1) * QUANTILE)) - 1;
  return (sorted[at] ?? 0) / DEVIATIONS;
}

/**
 * One standard deviation of each class's predictions, as a share, from the kernels left out of the
 * fit one by one: for least squares that is the error over what others say of the kernel.
 */
export function leftOut(fit: Fit): Readonly<Record<WorkClass, number>> {
  const rows = rowsOf(fit);
  const found = new Map<WorkClass, number[]>(CLASSES.map((name) => [name, []]));
  for (const [kernel, own] of leverages(rows, fit).entries()) {
    if (own > OWN_SAY) continue;
    const error = (fit.errors[kernel] ?? 0) / (1 - own);
    const size = Math.abs(Math.log(Math.max(0.1, 1 + error)));
    found.get(classOfRow(rows[kernel] ?? []))?.push(size);
  }
  const all = [...found.values()].flat();
  const pooled = all.length < ENOUGH ? WITHOUT_EVIDENCE : deviationOf(all);
  const ofClass = (name: WorkClass): number => {
    const sizes = found.get(name) ?? [];
    return sizes.length < ENOUGH ? pooled : deviationOf(sizes);
  };
  return Object.fromEntries(CLASSES.map((name) => [name, ofClass(name)])) as Record<
    WorkClass,
    number
  >;
}

/** One standard deviation of each unit's price, as a share of it, in the order of UNIT_NAMES. */
export function uncertaintiesOf(fit: Fit): readonly number[] {
  const missed = leftOut(fit);
  const error = Math.max(fit.residual, LEAST_RESIDUAL);
  return fit.columns.map(({ shares }, unit) => {
    const name = CLASS_OF[unit] ?? 'dispatch';
    // What no kernel measures strays as devices do.
    const information = shares.reduce((sum, share) => sum + share ** 2, 0);
    const told = error / Math.sqrt(information + (error / STRAY) ** 2);
    return Math.hypot(told, missed[name], AGAIN[name]);
  });
}
