// Static int8 of convolutional nets in QDQ form: every tensor between quantised operators passes
// QuantizeLinear and DequantizeLinear with a scale calibrated beforehand, weights are int8 per
// output channel, biases int32; runtimes fuse the pairs into integer operators (onnxruntime.ai,
// "Quantize ONNX models", QDQ). Weights keep to ±64, as its `reduce_range` does: pairs of 8-bit
// products then fit 16 bits, so that processors without VNNI saturate nowhere and all agree.
import {
  type Attribute,
  attributeNamed,
  type Graph,
  type Model,
  type Node,
  type Tensor,
} from '@/lib/onnx/ir';
import { foldBatchNorm } from './batch-norm-folding';
import { madeNode } from './matmul-weights';
import { float32Elements, roundHalfEven, shared } from './weight-source';

/**
 * Smallest and largest value of every quantised tensor, by its name in the folded graph: as seen,
 * or as a rule where the values are known beforehand.
 */
export type Calibration =
  | Readonly<Record<string, readonly number[]>>
  | ((tensor: string) => readonly number[]);

const WEIGHT_LEVELS = 64;
const ACTIVATION_LEVELS = 255;

/** Operators that have 8-bit forms in runtimes; others compute in fp32 between the pairs. */
const QUANTISED = new Set([
  'Conv',
  'Gemm',
  'Add',
  'Relu',
  'Clip',
  'MaxPool',
  'AveragePool',
  'GlobalAveragePool',
  'Concat',
  'Flatten',
]);
/**
 * A clamp right behind a quantised operator is part of it: its bounds are those of the 8-bit range.
 */
const CLAMPS = new Set(['Relu', 'Clip']);
/** These move values without changing them, so input and output share one scale. */
const MOVES = new Set(['MaxPool', 'Flatten']);

/** Tensors that are quantised, in order, each with the tensor whose range it takes. */
function quantisedTensors({ nodes, inputs, initializers }: Graph): ReadonlyMap<string, string> {
  const constants = new Set([...initializers.map(({ name }) => name), '']);
  for (const node of nodes)
    if (node.inputs.length === 0) for (const output of node.outputs) constants.add(output);
  const readers = new Map<string, Node[]>();
  for (const node of nodes)
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node]);
  const ranges = new Map<string, string>();
  const take = (name: string): void => {
    if (constants.has(name) || ranges.has(name)) return;
    ranges.set(name, name);
  };
  for (const { name } of inputs)
    if (readers.get(name)?.some(({ opType }) => QUANTISED.has(opType))) take(name);
  for (const { opType, inputs: read, outputs: written } of nodes) {
    if (!QUANTISED.has(opType)) continue;
    for (const name of read) if (!CLAMPS.has(opType)) take(name);
    const [output] = written;
    const next = readers.get(output) ?? [];
    if (next.length === 1 && CLAMPS.has(next[0].opType)) continue;
    const source = MOVES.has(opType) ? ranges.get(read[0]) : undefined;
    ranges.set(output, source ?? output);
  }
  return ranges;
}

/** The folded graph and the tensors in it whose ranges `toStaticInt8` needs. */
export function calibrationOf(model: Model): {
  readonly model: Model;
  readonly tensors: readonly string[];
} {
  const folded = foldBatchNorm(model);
  return { model: folded, tensors: [...new Set(quantisedTensors(folded.graph).values())] };
}

interface Scale {
  readonly scale: number;
  readonly zero: number;
}

/** Tensors whose range an Add's terms have, or its sum, clamped or not. */
function summed({ nodes }: Graph, ranges: ReadonlyMap<string, string>): ReadonlySet<string> {
  const sums = new Set(nodes.flatMap(({ opType, outputs }) => (opType === 'Add' ? outputs : [])));
  const touched = nodes.flatMap(({ opType, inputs, outputs }) =>
    opType === 'Add' || (CLAMPS.has(opType) && sums.has(inputs[0])) ? [...inputs, ...outputs] : [],
  );
  return new Set(touched.flatMap((name) => ranges.get(name) ?? []));
}

/**
 * uint8 over a range that contains 0, so that 0 is exact. The scales of a sum are powers of two:
 * its rescaled terms are then exact in fp32, and no processor with fused multiply-add rounds a tie
 * to another level than one without.
 */
function scaleOf(calibration: Calibration, tensor: string, powerOfTwo: boolean): Scale {
  const range = typeof calibration === 'function' ? calibration(tensor) : calibration[tensor];
  if (range?.length !== 2) throw new RangeError(`the range of ${tensor} is not calibrated`);
  const low = Math.min(0, range[0]);
  const high = Math.max(0, range[1]);
  const exact = Math.fround((high - low) / ACTIVATION_LEVELS);
  const scale = powerOfTwo ? powerAbove(exact) : exact;
  return { scale, zero: roundHalfEven(-low / scale) };
}

function powerAbove(value: number): number {
  let power = 1;
  while (power > value) power /= 2;
  while (power < value) power *= 2;
  return power;
}

const zeros = (name: string, dtype: 'int8' | 'int32', dims: readonly number[]): Tensor => ({
  name,
  dtype,
  dims,
  data: { kind: 'generated', fill: (target) => target.fill(0) },
});

const stored = (
  name: string,
  dtype: Tensor['dtype'],
  values: Float32Array | Uint8Array,
): Tensor => ({
  name,
  dtype,
  dims: [],
  data: { kind: 'bytes', bytes: new Uint8Array(values.buffer) },
});

/** Both nodes behind `name`; who read `name` reads `NAME.dq` afterwards. */
function pairBehind(
  name: string,
  { scale, zero }: Scale,
): { nodes: readonly Node[]; tensors: readonly Tensor[] } {
  const [scaleName, zeroName] = [`${name}.scale`, `${name}.zero`];
  return {
    nodes: [
      madeNode('QuantizeLinear', `${name}.quantize`, [name, scaleName, zeroName], [`${name}.q`]),
      madeNode(
        'DequantizeLinear',
        `${name}.dequantize`,
        [`${name}.q`, scaleName, zeroName],
        [`${name}.dq`],
      ),
    ],
    tensors: [
      stored(scaleName, 'float32', Float32Array.of(scale)),
      stored(zeroName, 'uint8', Uint8Array.of(zero)),
    ],
  };
}

interface QuantisedLayer {
  readonly levels: Int8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
  readonly bias: Int32Array<ArrayBuffer>;
  readonly biasScales: Float32Array<ArrayBuffer>;
}

/** Weight [out, …] and bias [out] of a layer that reads activations of scale `inputScale`. */
function quantiseLayer(weight: Tensor, bias: Tensor | null, inputScale: number): QuantisedLayer {
  const [channels] = weight.dims;
  const values = float32Elements(weight);
  const perChannel = values.length / channels;
  const levels = new Int8Array(values.length);
  const scales = new Float32Array(channels);
  const biasScales = new Float32Array(channels);
  const biasLevels = new Int32Array(channels);
  const biases = bias === null ? new Float32Array(channels) : float32Elements(bias);
  for (let channel = 0; channel < channels; channel += 1) {
    const start = channel * perChannel;
    let largest = 0;
    for (let i = start; i < start + perChannel; i += 1)
      largest = Math.max(largest, Math.abs(values[i]));
    scales[channel] = largest === 0 ? 1 : largest / WEIGHT_LEVELS;
    for (let i = start; i < start + perChannel; i += 1)
      levels[i] = roundHalfEven(values[i] / scales[channel]);
    biasScales[channel] = inputScale * scales[channel];
    biasLevels[channel] = roundHalfEven(biases[channel] / biasScales[channel]);
  }
  return { levels, scales, bias: biasLevels, biasScales };
}

const PER_CHANNEL: readonly Attribute[] = [{ name: 'axis', kind: 'int', value: 0 }];

/** DequantizeLinear of the weight and, where there is one, of the bias. */
function layerConstants(weight: Tensor, bias: Tensor | null, inputScale: number) {
  const parts = bias === null ? 2 : 4;
  const quantised = shared(parts, () => quantiseLayer(weight, bias, inputScale));
  const made = (
    name: string,
    dtype: Tensor['dtype'],
    dims: readonly number[],
    part: keyof QuantisedLayer,
  ): Tensor => ({
    name,
    dtype,
    dims,
    data: {
      kind: 'generated',
      fill: (target) => target.set(new Uint8Array(quantised()[part].buffer)),
    },
  });
  const channels = [weight.dims[0]];
  /**
   * Levels, scales and zero points; onnxruntime fuses a Gemm only where the zeros are written out.
   */
  const dequantised = (
    of: Tensor,
    dtype: 'int8' | 'int32',
    levels: 'levels' | 'bias',
    scales: 'scales' | 'biasScales',
  ) => {
    const tensors = [
      made(`${of.name}.${dtype}`, dtype, of.dims, levels),
      made(`${of.name}.scale`, 'float32', channels, scales),
      zeros(`${of.name}.zero`, dtype, channels),
    ];
    const inputs = tensors.map(({ name }) => name);
    return {
      tensors,
      node: madeNode(
        'DequantizeLinear',
        `${of.name}.dequantize`,
        inputs,
        [`${of.name}.dq`],
        PER_CHANNEL,
      ),
    };
  };
  return [
    dequantised(weight, 'int8', 'levels', 'scales'),
    ...(bias === null ? [] : [dequantised(bias, 'int32', 'bias', 'biasScales')]),
  ];
}

/** Conv, and Gemm with its weight stored [out, in]: the layers whose weights become int8. */
function isLayer({ opType, attributes }: Node): boolean {
  if (opType === 'Conv') return true;
  const transB = attributeNamed(attributes, 'transB');
  return opType === 'Gemm' && transB?.kind === 'int' && transB.value === 1;
}

/** The model with 8-bit weights and activations, whose scales come from calibrated ranges. */
export function toStaticInt8(model: Model, calibration: Calibration): Model {
  const folded = foldBatchNorm(model);
  const { graph } = folded;
  const weights = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const ranges = quantisedTensors(graph);
  const inSums = summed(graph, ranges);
  const scales = new Map(
    [...ranges].map(([name, range]) => [name, scaleOf(calibration, range, inSums.has(range))]),
  );
  const tensors: Tensor[] = [];
  const nodes: Node[] = [];
  const behind = (name: string): void => {
    const scale = scales.get(name);
    if (scale === undefined) return;
    const pair = pairBehind(name, scale);
    nodes.push(...pair.nodes);
    tensors.push(...pair.tensors);
  };
  for (const { name } of graph.inputs) behind(name);
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => (scales.has(name) ? `${name}.dq` : name));
    const weight = weights.get(node.inputs[1] ?? '');
    const read = scales.get(node.inputs[0]);
    if (isLayer(node) && weight !== undefined && read !== undefined) {
      const bias = weights.get(node.inputs[2] ?? '') ?? null;
      const layer = layerConstants(weight, bias, read.scale);
      nodes.push(...layer.map((part) => part.node));
      tensors.push(...layer.flatMap((part) => part.tensors));
      inputs[1] = `${weight.name}.dq`;
      if (bias !== null) inputs[2] = `${bias.name}.dq`;
    }
    nodes.push({ ...node, inputs });
    for (const output of node.outputs) behind(output);
  }
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const initializers = [...graph.initializers.filter(({ name }) => read.has(name)), ...tensors];
  const outputs = graph.outputs.map((info) =>
    scales.has(info.name) ? { ...info, name: `${info.name}.dq` } : info,
  );
  return { ...folded, graph: { ...graph, nodes, initializers, outputs } };
}
