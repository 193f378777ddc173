// Where a quantised weight stands among an operator's inputs, and how many elements its packed
// bytes hold. Sources: ONNX QLinearConv, QLinearMatMul, ConvInteger, MatMulInteger; onnxruntime
// ContribOperators.md.
import { attributeNamed, domainOf, type Node } from '@/lib/onnx/ir';

/** Inputs that may hold a quantised weight or its integer bias. */
const PLACES: ReadonlyMap<string, readonly number[]> = new Map([
  ['QLinearConv', [3, 8]],
  ['QLinearMatMul', [0, 3]],
  ['ConvInteger', [1]],
  ['MatMulInteger', [0, 1]],
  ['com.microsoft:MatMulInteger16', [0, 1]],
  ['com.microsoft:QGemm', [3, 6]],
  ['com.microsoft:QLinearConv', [3, 8]],
  ['com.microsoft:QLinearAdd', [0, 3]],
  ['com.microsoft:QLinearMul', [0, 3]],
  ['com.microsoft:QAttention', [1]],
  ['com.microsoft:QEmbedLayerNormalization', [2, 3, 4, 5, 6]],
  ['com.microsoft:DynamicQuantizeMatMul', [1]],
  ['com.microsoft:DynamicQuantizeLSTM', [1, 2]],
  ['com.microsoft:MatMulIntegerToFloat', [1]],
  ['com.microsoft:MatMulNBits', [1]],
  ['com.microsoft:MatMulNBitsMlp', [3, 6]],
  ['com.microsoft:MatMulNBitsQkv', [3, 6, 9]],
  ['com.microsoft:QOrderedMatMul', [2]],
  ['com.microsoft:QOrderedAttention', [5, 6, 7]],
  ['com.microsoft:MatMulBnb4', [1]],
  ['com.microsoft:MatMulFpQ4', [1]],
  ['com.microsoft:GatherBlockQuantized', [0]],
  ['com.microsoft:QMoE', [2, 5, 8]],
]);

const keyOf = ({ domain, opType }: Node): string =>
  domainOf(domain) === '' ? opType : `${domain}:${opType}`;

/** Whether this input of a node holds integer weights that it unpacks itself. */
export const isQuantisedWeight = (node: Node, input: number): boolean =>
  PLACES.get(keyOf(node))?.includes(input) === true;

const intAttribute = (node: Node, name: string): number | null => {
  const found = attributeNamed(node.attributes, name);
  return found?.kind === 'int' ? Number(found.value) : null;
};

/** Weights of a matrix whose extents are attributes, by the operator's input. */
function matrixExtents(node: Node, input: number): readonly (readonly [string, string])[] {
  if (node.opType !== 'MatMulNBitsQkv') return [['K', 'N']];
  return input === 3 ? [['K', 'Nq']] : [['K', 'Nkv']];
}

/** Elements that `stored` packed ones stand for; null where nothing is packed. */
export function packedElements(node: Node, input: number, stored: number): number | null {
  switch (node.opType) {
    case 'MatMulNBits':
    case 'MatMulNBitsMlp':
    case 'MatMulNBitsQkv':
    case 'MatMulBnb4':
    case 'MatMulFpQ4': {
      const [[rows, columns] = ['K', 'N'] as const] = matrixExtents(node, input);
      const [k, n] = [intAttribute(node, rows), intAttribute(node, columns)];
      return k === null || n === null ? null : k * n;
    }
    case 'GatherBlockQuantized':
      return stored * (8 / (intAttribute(node, 'bits') ?? 4));
    case 'QMoE':
      return stored * (8 / (intAttribute(node, 'expert_weight_bits') ?? 4));
    default:
      return null;
  }
}
