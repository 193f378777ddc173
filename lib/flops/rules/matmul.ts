// Matrix products: batch × M × K × N over the broadcast batch of both operands. Einsum takes the
// cheapest order of pairwise contractions; labels that only one operand has and nobody needs are
// summed first.

import {
  type Contraction,
  einsumOf,
  fusedOperands,
  gemmOf,
  type Product,
  productOf,
} from '@/lib/onnx/infer/matmul';
import type { NodeView } from '@/lib/onnx/infer/node-view';
import type { Dim } from '@/lib/onnx/ir';
import { type Count, plus, sum } from '../exact';
import {
  type Cost,
  type CostRule,
  type CostRules,
  costsFor,
  FREE,
  multiplyAdd,
  ops,
  scaled,
  size,
} from './cost';

/** Multiply-accumulates of a product [batch…, m, k] × [k, n]; null where an extent is not known. */
export const macsOf = (product: Product | null): Count | null =>
  product === null ? null : size([...product.batch, product.m, product.k, product.n]);

/**
 * The rule of plain products, with the places of both factors among the inputs; `integer` ones are
 * labelled as such.
 */
export const multiplied =
  (aAt: number, bAt: number, integer = false): CostRule =>
  (n) =>
    multiplyAdd(macsOf(productOf(n.dims(aAt), n.dims(bAt))), aAt, bAt, 0, integer);

/**
 * Counts what α·A·B + β·C adds to the product: the sum, and each factor that is not 1, take one
 * operation per output element.
 */
export function affine(n: NodeView, y: readonly Dim[] | null, biasAt: number): Count | null {
  const bias = n.has(biasAt) ? 1 + (n.float('beta', 1) === 1 ? 0 : 1) : 0;
  return scaled(size(y), bias + (n.float('alpha', 1) === 1 ? 0 : 1));
}

const gemm: CostRule = (n, y) => multiplyAdd(macsOf(gemmOf(n)), 0, 1, affine(n, y.dims, 2));

const fused: CostRule = (n, y) => {
  const [a, b] = fusedOperands(n);
  return multiplyAdd(macsOf(productOf(a, b)), 0, 1, affine(n, y.dims, -1));
};

interface Operand {
  readonly labels: readonly string[];
  readonly inputs: readonly number[];
}

interface Plan {
  readonly cost: Cost;
  readonly total: Count;
}

/** More operands than this are contracted from left to right. */
const EXHAUSTIVE_LIMIT = 6;

/** The cheapest plan that contracts `operands` into `result`; null where a size is unknown. */
function plan(operands: readonly Operand[], contraction: Contraction): Plan | null {
  const { sizes, result } = contraction;
  const volume = (labels: Iterable<string>): Count | null =>
    size([...labels].map((label) => sizes.get(label) ?? null));
  if (operands.length === 1) {
    const [operand] = operands;
    const all = volume(new Set(operand.labels));
    if (all === null) return null;
    const summed = new Set(operand.labels).size > result.length;
    return { cost: { ...FREE, other: summed ? all : 0 }, total: 0 };
  }
  let best: Plan | null = null;
  const last = operands.length > EXHAUSTIVE_LIMIT ? 1 : operands.length;
  for (let i = 0; i < last; i += 1) {
    for (let j = i + 1; j < (last === 1 ? 2 : last); j += 1) {
      const rest = operands.filter((_, k) => k !== i && k !== j);
      const needed = new Set([...result, ...rest.flatMap(({ labels }) => labels)]);
      const step = contractPair(operands[i], operands[j], needed, volume);
      const after = step === null ? null : plan([...rest, step.made], contraction);
      if (step === null || after === null) return null;
      const total = plus(step.macs, after.total);
      if (best !== null && total >= best.total) continue;
      const product = { macs: step.macs, left: operands[i].inputs, right: operands[j].inputs };
      const cost = {
        ...after.cost,
        products: [product, ...after.cost.products],
        other: plus(step.summed, after.cost.other),
      };
      best = { cost, total };
    }
  }
  return best;
}

function contractPair(
  a: Operand,
  b: Operand,
  needed: ReadonlySet<string>,
  volume: (labels: Iterable<string>) => Count | null,
): { made: Operand; macs: Count; summed: Count } | null {
  const kept = (own: Operand, other: Operand): Set<string> =>
    new Set(own.labels.filter((label) => needed.has(label) || other.labels.includes(label)));
  const [left, right] = [kept(a, b), kept(b, a)];
  const macs = volume(new Set([...left, ...right]));
  const presummed = [
    left.size < new Set(a.labels).size ? volume(new Set(a.labels)) : 0,
    right.size < new Set(b.labels).size ? volume(new Set(b.labels)) : 0,
  ];
  if (macs === null || presummed[0] === null || presummed[1] === null) return null;
  const labels = [...new Set([...left, ...right])].filter((label) => needed.has(label));
  return {
    made: { labels, inputs: [...a.inputs, ...b.inputs] },
    macs,
    summed: sum([presummed[0], presummed[1]]),
  };
}

const einsum: CostRule = (n) => {
  const contraction = einsumOf(n);
  if (contraction === null) return null;
  const operands = contraction.operands.map((labels, i) => ({ labels, inputs: [i] }));
  return plan(operands, contraction)?.cost ?? null;
};

/** Elimination takes ⅔ n³ operations. */
const det: CostRule = (n) => {
  const x = n.dims(0);
  const order = x === null ? null : x[x.length - 1];
  if (x === null || typeof order !== 'number') return null;
  return ops(scaled(size(x.slice(0, -2)), Math.round((2 / 3) * order ** 3)));
};

export const MATMUL: CostRules = {
  ...costsFor('Gemm com.microsoft:FusedGemm', gemm),
  ...costsFor(
    'com.microsoft:FusedMatMul com.microsoft:TransposeMatMul com.microsoft:FusedMatMulActivation',
    fused,
  ),
  MatMul: multiplied(0, 1),
  Einsum: einsum,
  Det: det,
};
