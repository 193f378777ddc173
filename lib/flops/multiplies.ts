// Operators that may have MACs. Of all others it is certain that they have none, even where nothing
// else is known of them: a lookup after a detector's selection leaves the sum of MACs whole.
import { keyOf, type Node } from '@/lib/onnx/ir';
import { ATTENTION } from './rules/attention';
import { CLASSIC } from './rules/classic';
import { CONV } from './rules/conv';
import { FUSED_PRODUCTS } from './rules/fused';
import { MATMUL } from './rules/matmul';
import { QUANTISED } from './rules/quantised';
import { RECURRENT } from './rules/recurrent';
import { COSTS } from './rules/table';

/** Of the families with products, the operators that have none. */
const WITHOUT: ReadonlySet<string> = new Set([
  'RotaryEmbedding',
  'com.microsoft:RotaryEmbedding',
  'com.microsoft:MRotaryEmbedding',
  'Det',
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'com.microsoft:QuantizeLinear',
  'com.microsoft:DequantizeLinear',
  'com.microsoft:QLinearAdd',
  'com.microsoft:QLinearMul',
  'com.microsoft:QLinearSigmoid',
  'com.microsoft:QLinearLeakyRelu',
  'com.microsoft:QLinearSoftmax',
  'com.microsoft:QLinearConcat',
  'com.microsoft:QLinearWhere',
  'com.microsoft:GatherBlockQuantized',
  ...Object.keys(CLASSIC).filter((key) => !/:(Linear|SVM)/.test(key)),
]);

const MULTIPLYING: ReadonlySet<string> = new Set(
  [ATTENTION, CLASSIC, CONV, FUSED_PRODUCTS, MATMUL, QUANTISED, RECURRENT]
    .flatMap((rules) => Object.keys(rules))
    .filter((key) => !WITHOUT.has(key)),
);

/** Whether a node whose cost is unknown may have MACs: so may one of which no rule is known. */
export function multiplies({ domain, opType }: Node): boolean {
  const key = keyOf(domain, opType);
  return MULTIPLYING.has(key) || !COSTS.has(key);
}
