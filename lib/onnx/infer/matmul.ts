// Matrix products: MatMul as numpy.matmul (1-D operands lose their added axis), Gemm, Einsum.
// Sources: ONNX MatMul, Gemm, Einsum, Det; com.microsoft FusedMatMul, FusedGemm, MatMulNBits.
import type { Dim } from '../ir';
import type { DataType } from '../types';
import { agree, broadcast } from './dims';
import { type Dims, tensor } from './fact';
import { type NodeView, type Rule, type Rules, rulesFor } from './node-view';

export interface Product {
  /** Broadcast batch axes. */
  readonly batch: Dims;
  readonly m: Dim;
  readonly k: Dim;
  readonly n: Dim;
  readonly dims: Dims;
}

/**
 * The extents of a product of two shapes by the rules of numpy.matmul; null where they do not fit.
 */
export function productOf(a: Dims | null, b: Dims | null): Product | null {
  if (a === null || b === null || a.length === 0 || b.length === 0) return null;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  const [m, inner] = [left[left.length - 2], left[left.length - 1]];
  const [depth, n] = [right[right.length - 2], right[right.length - 1]];
  if (batch === null || (typeof inner === 'number' && typeof depth === 'number' && inner !== depth))
    return null;
  const dims = [...batch, ...(a.length === 1 ? [] : [m]), ...(b.length === 1 ? [] : [n])];
  return { batch, m, k: agree(inner, depth), n, dims };
}

const swapped = (dims: Dims | null): Dims | null =>
  dims === null || dims.length < 2
    ? dims
    : [...dims.slice(0, -2), dims[dims.length - 1], dims[dims.length - 2]];

/** [b…, m, k] stored as [m, b…, k]: the batch axes follow the first matrix axis. */
const batchFirst = (dims: Dims | null): Dims | null =>
  dims === null || dims.length < 3 ? dims : [...dims.slice(1, -1), dims[0], dims[dims.length - 1]];

/** Operands of a FusedMatMul after its transpositions. */
export function fusedOperands(n: NodeView): [Dims | null, Dims | null] {
  const operand = (i: number, side: 'A' | 'B'): Dims | null => {
    const dims = n.int(`transBatch${side}`, 0) === 1 ? batchFirst(n.dims(i)) : n.dims(i);
    return n.int(`trans${side}`, 0) === 1 ? swapped(dims) : dims;
  };
  return [operand(0, 'A'), operand(1, 'B')];
}

/** A and B of a Gemm after transposition, as the product that it computes. */
export function gemmOf(n: NodeView, aAt = 0, bAt = 1): Product | null {
  const [a, b] = [n.dims(aAt), n.dims(bAt)];
  if (a?.length !== 2 || b?.length !== 2) return null;
  return productOf(
    n.int('transA', 0) === 1 ? swapped(a) : a,
    n.int('transB', 0) === 1 ? swapped(b) : b,
  );
}

/**
 * The rule of plain products: the shape of numpy.matmul of the inputs at two places, in the type
 * that `dtype` gives.
 */
export const multiplied =
  (aAt: number, bAt: number, dtype: (n: NodeView) => DataType | null): Rule =>
  (n) => [tensor(dtype(n), productOf(n.dims(aAt), n.dims(bAt))?.dims ?? null)];

export interface Contraction {
  /**
   * Labels of each operand and of the result; ellipsis axes are labelled by upper-case Greek
   * letters.
   */
  readonly operands: readonly (readonly string[])[];
  readonly result: readonly string[];
  readonly sizes: ReadonlyMap<string, Dim>;
}

/** Characters: far more than any model's, few enough to search. */
const EQUATION_LIMIT = 1024;
const ELLIPSIS_LABELS = 'ΑΒΓΔΕΖΗΘ';

/**
 * Reads an equation such as "bij,bjk->bik" or "...ii->...i"; null where it does not fit the shapes.
 */
export function contractionOf(
  equation: string,
  shapes: readonly (Dims | null)[],
): Contraction | null {
  if (equation.length > EQUATION_LIMIT) return null;
  const [left, right] = equation.replace(/\s/g, '').split('->');
  const terms = left.split(',');
  if (terms.length !== shapes.length) return null;
  const sizes = new Map<string, Dim>();
  const operands: string[][] = [];
  let ellipsis = 0;
  for (const [i, term] of terms.entries()) {
    const dims = shapes[i];
    if (dims === null) return null;
    const spread = dims.length - term.replace('...', '').length;
    if (spread < 0 || spread > ELLIPSIS_LABELS.length || (spread > 0 && !term.includes('...')))
      return null;
    // An operand without any axis has none that its term could name.
    if (dims.length === 0) return null;
    ellipsis = Math.max(ellipsis, spread);
    // Ellipsis axes align at their last one, as in broadcasting.
    const labels = [...term.replace('...', ELLIPSIS_LABELS.slice(ELLIPSIS_LABELS.length - spread))];
    for (const [axis, label] of labels.entries()) {
      const known = sizes.get(label);
      const dim = dims[axis];
      if (known === undefined || known === 1) sizes.set(label, dim);
      else if (typeof known === 'number' && typeof dim === 'number' && known !== dim && dim !== 1)
        return null;
      else if (dim !== 1) sizes.set(label, agree(known, dim));
    }
    operands.push(labels);
  }
  const all = [...ELLIPSIS_LABELS.slice(ELLIPSIS_LABELS.length - ellipsis)];
  const count = (label: string): number =>
    operands.flat().filter((other) => other === label).length;
  const implicit = (): string[] => [
    ...all,
    ...[...sizes.keys()]
      .filter((label) => !ELLIPSIS_LABELS.includes(label) && count(label) === 1)
      .sort(),
  ];
  const result =
    right === undefined
      ? implicit()
      : [...right.replace('...', '…')].flatMap((label) => (label === '…' ? all : [label]));
  return result.every((label) => sizes.has(label)) ? { operands, result, sizes } : null;
}

/** The contraction that an Einsum's equation and shapes describe; null where it is not known. */
export const einsumOf = (n: NodeView): Contraction | null =>
  contractionOf(n.text('equation', ''), n.shapes());

const einsum: Rule = (n) => {
  const found = einsumOf(n);
  return [
    tensor(
      n.dtype(0),
      found === null ? null : found.result.map((label) => found.sizes.get(label) ?? null),
    ),
  ];
};

const det: Rule = (n) => {
  const x = n.dims(0);
  return [tensor(n.dtype(0), x === null || x.length < 2 ? null : x.slice(0, -2))];
};

export const MATMUL: Rules = {
  ...rulesFor('Gemm com.microsoft:FusedGemm', (n) => [tensor(n.dtype(0), gemmOf(n)?.dims ?? null)]),
  ...rulesFor(
    'com.microsoft:FusedMatMul com.microsoft:TransposeMatMul com.microsoft:FusedMatMulActivation',
    (n) => {
      const [a, b] = fusedOperands(n);
      return [tensor(n.dtype(0), productOf(a, b)?.dims ?? null)];
    },
  ),
  MatMul: multiplied(0, 1, (n) => n.dtype(0)),
  Einsum: einsum,
  Det: det,
};
