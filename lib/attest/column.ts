// Computes single columns of the kernel in integers: steps · n² multiply-adds each. That is what a
// submitter does for the columns that were drawn, to show every sum in them, and what tests hold
// the runtimes against. Two columns are carried in one double, 2²⁷ apart: sums stay within 2²⁴, so
// both stay exact within 53 bits. Four go through A at once, because reading it costs as much.
import { type ColumnAt, firstColumn } from './batch';
import { DIGESTS, fold, type Kernel } from './kernel';
import { tablesOf } from './tables';

const SPACING = 2 ** 27;
const AT_ONCE = 4;

export interface ComputedColumn {
  /** A · x of each step before f, [steps, n]. */
  readonly sums: Int32Array<ArrayBuffer>;
  /** [DIGESTS]. */
  readonly digest: Int32Array<ArrayBuffer>;
}

/** a · x and a · y; four rows at a time share the loads of x and y, both share those of a. */
function multiply(
  a: Int8Array,
  x: Float64Array,
  y: Float64Array,
  ofX: Float64Array,
  ofY: Float64Array,
): void {
  const n = x.length;
  for (let row = 0; row < n; row += 4) {
    const r0 = row * n;
    const [r1, r2, r3] = [r0 + n, r0 + 2 * n, r0 + 3 * n];
    let x0 = 0;
    let x1 = 0;
    let x2 = 0;
    let x3 = 0;
    let y0 = 0;
    let y1 = 0;
    let y2 = 0;
    let y3 = 0;
    for (let k = 0; k < n; k += 1) {
      const xk = x[k];
      const yk = y[k];
      const a0 = a[r0 + k];
      const a1 = a[r1 + k];
      const a2 = a[r2 + k];
      const a3 = a[r3 + k];
      x0 += a0 * xk;
      y0 += a0 * yk;
      x1 += a1 * xk;
      y1 += a1 * yk;
      x2 += a2 * xk;
      y2 += a2 * yk;
      x3 += a3 * xk;
      y3 += a3 * yk;
    }
    ofX[row] = x0;
    ofX[row + 1] = x1;
    ofX[row + 2] = x2;
    ofX[row + 3] = x3;
    ofY[row] = y0;
    ofY[row + 1] = y1;
    ofY[row + 2] = y2;
    ofY[row + 3] = y3;
  }
}

/** W · x for one column. */
export function digestOf(weights: Int8Array, x: Float64Array): Int32Array<ArrayBuffer> {
  const n = x.length;
  const digest = new Int32Array(DIGESTS);
  for (let k = 0; k < DIGESTS; k += 1) {
    let sum = 0;
    for (let row = 0; row < n; row += 1) sum += weights[k * n + row] * x[row];
    digest[k] = sum;
  }
  return digest;
}

/** Four columns as X₀ has them; `computed` keeps what they come to. */
function computeFour(kernel: Kernel, at: readonly ColumnAt[]): ComputedColumn[] {
  const { n, steps } = kernel;
  const { a, weights } = tablesOf(kernel);
  const states = at.map((column) => firstColumn(kernel, column));
  const sums = at.map(() => new Int32Array(steps * n));
  const [x, y, ofX, ofY] = [0, 0, 0, 0].map(() => new Float64Array(n));
  const pairs = [
    { low: 0, packed: x, product: ofX },
    { low: 2, packed: y, product: ofY },
  ];
  for (let step = 0; step < steps; step += 1) {
    for (const { low, packed } of pairs) {
      for (let i = 0; i < n; i += 1) packed[i] = states[low][i] + states[low + 1][i] * SPACING;
    }
    multiply(a, x, y, ofX, ofY);
    for (const { low, product } of pairs) {
      for (let i = 0; i < n; i += 1) {
        const above = Math.round(product[i] / SPACING);
        const below = product[i] - above * SPACING;
        sums[low][step * n + i] = below;
        sums[low + 1][step * n + i] = above;
        states[low][i] = fold(below);
        states[low + 1][i] = fold(above);
      }
    }
  }
  return states.map((state, i) => ({ sums: sums[i], digest: digestOf(weights, state) }));
}

/** The sums and digests of these columns, in the given order. */
export function computeColumns(kernel: Kernel, columns: readonly ColumnAt[]): ComputedColumn[] {
  const computed: ComputedColumn[] = [];
  for (let i = 0; i < columns.length; i += AT_ONCE) {
    const four = Array.from(
      { length: AT_ONCE },
      (_, k) => columns[Math.min(i + k, columns.length - 1)],
    );
    computed.push(...computeFour(kernel, four).slice(0, columns.length - i));
  }
  return computed;
}
