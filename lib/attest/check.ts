// Recomputes single columns of the attested kernel in integers: steps · n² multiply-adds each. Two columns are carried in
// one double, 2²⁶ apart: a sum is at most 2²⁴ in magnitude, so both halves stay exact within 53 bits. Four columns go
// through A at once, because reading A costs as much as multiplying by it.
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

/** A · x and A · y for packed x and y; four rows at a time share the loads of x and y, both share those of A. */
function multiply(a: Float32Array, [x, y]: Packed, [outX, outY]: Packed): void {
  const n = x.length;
  for (let row = 0; row < n; row += 4) {
    const [r0, r1, r2, r3] = [row * n, (row + 1) * n, (row + 2) * n, (row + 3) * n];
    let x0 = 0;
    let x1 = 0;
    let x2 = 0;
    let x3 = 0;
    let y0 = 0;
    let y1 = 0;
    let y2 = 0;
    let y3 = 0;
    for (let k = 0; k < n; k += 1) {
      const ofX = x[k];
      const ofY = y[k];
      const a0 = a[r0 + k];
      const a1 = a[r1 + k];
      const a2 = a[r2 + k];
      const a3 = a[r3 + k];
      x0 += a0 * ofX;
      y0 += a0 * ofY;
      x1 += a1 * ofX;
      y1 += a1 * ofY;
      x2 += a2 * ofX;
      y2 += a2 * ofY;
      x3 += a3 * ofX;
      y3 += a3 * ofY;
    }
    outX.set([x0, x1, x2, x3], row);
    outY.set([y0, y1, y2, y3], row);
  }
}

type Packed = readonly [Float64Array, Float64Array];
/** Four columns: the first two are carried in one vector of doubles, the last two in another. */
type Quad<T> = readonly [T, T, T, T];

const packed = (n: number): Packed => [new Float64Array(n), new Float64Array(n)];

/** The columns after each step from X₀ on. */
function* chain(kernel: Kernel, columns: Quad<ColumnAt>): Generator<Quad<Int32Array>> {
  const { n, steps } = kernel;
  const { a } = tablesOf(kernel);
  const first = (column: ColumnAt): Int32Array => firstColumn(kernel, column);
  let state: Quad<Int32Array> = [first(columns[0]), first(columns[1]), first(columns[2]), first(columns[3])];
  yield state;
  const [x, product] = [packed(n), packed(n)];
  for (let step = 0; step < steps; step += 1) {
    for (let i = 0; i < n; i += 1) {
      x[0][i] = state[0][i] + state[1][i] * SPACING;
      x[1][i] = state[2][i] + state[3][i] * SPACING;
    }
    multiply(a, x, product);
    state = [...unpacked(product[0]), ...unpacked(product[1])];
    yield state;
  }
}

/** f of both numbers of each double. */
function unpacked(product: Float64Array): [Int32Array, Int32Array] {
  const low = new Int32Array(product.length);
  const high = new Int32Array(product.length);
  for (let i = 0; i < product.length; i += 1) {
    const above = highOf(product[i]);
    low[i] = fold(product[i] - above * SPACING);
    high[i] = fold(above);
  }
  return [low, high];
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
  for (let i = 0; i < columns.length; i += 4) {
    const at = (k: number): ColumnAt => columns[Math.min(i + k, columns.length - 1)];
    let last: readonly Int32Array[] = [];
    for (const state of chain(kernel, [at(0), at(1), at(2), at(3)])) last = state;
    for (const column of last.slice(0, columns.length - i)) digests.push(digestOf(kernel, weights, column));
  }
  return digests;
}

/** One column after each step, X₀ first: what tests look into. */
export const columnStates = (n: Size, at: ColumnAt): Int32Array[] =>
  Array.from(chain(KERNELS[n], [at, at, at, at]), ([column]) => column);
