// Recomputes single columns of the attested kernel in integers: steps · n² multiply-adds each. Two columns are carried in
// one double, 2²⁶ apart: a sum is at most 2²⁴ in magnitude, so both halves stay exact within 53 bits.
import { type BatchInput, coefficients, DIGESTS, digestWeights, fold, KERNELS, type Kernel, type Size } from './kernel';

const SPACING = 2 ** 26;

interface Tables {
  readonly a: Float32Array;
  readonly weights: Int16Array;
}

const TABLES = new Map<Size, Tables>();

/** Built once per size and kept. */
function tablesOf(kernel: Kernel): Tables {
  const known = TABLES.get(kernel.n);
  if (known !== undefined) return known;
  const tables = { a: Float32Array.from(coefficients(kernel)), weights: digestWeights(kernel) };
  TABLES.set(kernel.n, tables);
  return tables;
}

/** One column to recompute. */
export interface ColumnAt {
  readonly input: BatchInput;
  readonly column: number;
}

/** X₀'s column. */
function firstColumn({ n, columns }: Kernel, { input, column }: ColumnAt): Int32Array {
  const [v, w] = [input.right[column], input.right[columns + column]];
  return Int32Array.from({ length: n }, (_, row) => fold(input.left[2 * row] * v + input.left[2 * row + 1] * w));
}

/** The low and the high number of a double that carries two. */
const highOf = (pair: number): number => Math.floor(pair / SPACING + 0.5);

/** A · x for packed x, into `out`; four rows at a time share the loads of x. */
function multiply(a: Float32Array, x: Float64Array, out: Float64Array): void {
  const n = x.length;
  for (let row = 0; row < n; row += 4) {
    const [r0, r1, r2, r3] = [row * n, (row + 1) * n, (row + 2) * n, (row + 3) * n];
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0; k < n; k += 1) {
      const value = x[k];
      s0 += a[r0 + k] * value;
      s1 += a[r1 + k] * value;
      s2 += a[r2 + k] * value;
      s3 += a[r3 + k] * value;
    }
    out[row] = s0;
    out[row + 1] = s1;
    out[row + 2] = s2;
    out[row + 3] = s3;
  }
}

/** The column after each step from X₀ on, for one or two columns at once. */
function* chain(kernel: Kernel, low: ColumnAt, high: ColumnAt): Generator<readonly [Int32Array, Int32Array]> {
  const { a } = tablesOf(kernel);
  let [p, q] = [firstColumn(kernel, low), firstColumn(kernel, high)];
  yield [p, q];
  const packed = new Float64Array(kernel.n);
  const product = new Float64Array(kernel.n);
  for (let step = 0; step < kernel.steps; step += 1) {
    for (let i = 0; i < kernel.n; i += 1) packed[i] = p[i] + q[i] * SPACING;
    multiply(a, packed, product);
    [p, q] = [new Int32Array(kernel.n), new Int32Array(kernel.n)];
    for (let i = 0; i < kernel.n; i += 1) {
      const above = highOf(product[i]);
      p[i] = fold(product[i] - above * SPACING);
      q[i] = fold(above);
    }
    yield [p, q];
  }
}

function digestOf({ n }: Kernel, weights: Int16Array, x: Int32Array): Int32Array {
  const sums = new Int32Array(DIGESTS);
  for (let k = 0; k < DIGESTS; k += 1) {
    let sum = 0;
    for (let row = 0; row < n; row += 1) sum += fold(x[row] * weights[k * n + row]);
    sums[k] = sum;
  }
  return sums;
}

/** Digests of these columns, DIGESTS sums each, in the given order. */
export function columnDigests(n: Size, columns: readonly ColumnAt[]): Int32Array[] {
  const kernel = KERNELS[n];
  const { weights } = tablesOf(kernel);
  const digests: Int32Array[] = [];
  for (let i = 0; i < columns.length; i += 2) {
    const low = columns[i];
    const high = columns[i + 1] ?? low;
    let last: readonly [Int32Array, Int32Array] | null = null;
    for (const state of chain(kernel, low, high)) last = state;
    if (last === null) continue;
    digests.push(digestOf(kernel, weights, last[0]));
    if (i + 1 < columns.length) digests.push(digestOf(kernel, weights, last[1]));
  }
  return digests;
}

/** One column after each step, X₀ first: what tests look into. */
export const columnStates = (n: Size, at: ColumnAt): Int32Array[] =>
  Array.from(chain(KERNELS[n], at, at), ([column]) => column);
