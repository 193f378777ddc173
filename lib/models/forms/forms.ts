// Every way in which a precision can be written in ONNX, each as a small kernel: what `npm run -s
// zoo -- support` runs in a real browser to learn which of them a runtime computes, and whether
// right.
import { createPrng, seedOf } from '@/lib/core/prng';
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';
import { toDynamicInt8 } from '../variants/dynamic-int8';
import { toFloat16 } from '../variants/float16';
import { toInt4Weights } from '../variants/int4-weights';
import { toStaticInt8 } from '../variants/static-int8';
import { scaled } from '../weights';
import type { InputSpec, Precision } from '../workload';

export interface Form {
  readonly id: string;
  readonly precision: Precision;
  readonly operator: 'product' | 'convolution';
  /** The nodes that do the work. */
  readonly nodes: string;
  readonly input: InputSpec;
  readonly model: Model;
}

/** Sums of 64 terms: two blocks of int4 weights. */
const WIDTH = 64;
const CHANNELS = 16;
const EXTENT = 8;
const SEED = 1;
const MATRIX = [WIDTH, WIDTH];
const IMAGE = [1, CHANNELS, EXTENT, EXTENT];
const FILTERS = [CHANNELS, CHANNELS, 3, 3];
const FAN_IN = CHANNELS * 9;

type Dims = readonly number[];

const float = (dims: Dims, dtype: 'float32' | 'float16' = 'float32'): InputSpec => ({
  name: 'x',
  dtype,
  dims,
  fill: { kind: 'uniform', low: -1, high: 1 },
});
const levels = (dims: Dims): InputSpec => ({
  name: 'x',
  dtype: 'uint8',
  dims,
  fill: { kind: 'uniform', low: 0, high: 256 },
});

function integers(g: GraphBuilder, name: string, dims: Dims): Value {
  return g.parameter(name, 'int8', dims, (target) => {
    const prng = createPrng(SEED ^ seedOf(name));
    for (let i = 0; i < target.length; i += 1) target[i] = prng.below(127) - 63;
  });
}

/** One node `y` over an fp32 input and an fp32 weight. */
function fp32(opType: 'MatMul' | 'Gemm' | 'Conv'): Model {
  const g = new GraphBuilder({ name: `form-${opType}`, opset: 17 });
  const [dims, weight, fanIn] =
    opType === 'Conv' ? [IMAGE, FILTERS, FAN_IN] : [MATRIX, MATRIX, WIDTH];
  const x = g.input('x', 'float32', dims);
  const w = g.parameter('w', 'float32', weight, scaled(SEED, 'w', fanIn));
  const attributes = { MatMul: {}, Gemm: { transB: 1 }, Conv: { pads: [1, 1, 1, 1] } }[opType];
  g.output(g.node(opType, [x, w], attributes, { name: 'y' }), 'float32', dims);
  return g.finish();
}

/** x has 255 levels over [-1, 1]; outputs of unit-sized sums stay within ±4. */
const RANGES = { x: [-1, 1], 'y.out': [-4, 4] };
const STEP = { x: 2 / 255, w: 1 / 512, y: 8 / 255 };

/** QLinearMatMul or QLinearConv: integers in, integers out. */
function qLinear(opType: 'QLinearMatMul' | 'QLinearConv'): Model {
  const g = new GraphBuilder({ name: `form-${opType}`, opset: 17 });
  const isConv = opType === 'QLinearConv';
  const dims = isConv ? IMAGE : MATRIX;
  const scale = (of: keyof typeof STEP): Value =>
    g.constant(`${of}.scale`, 'float32', [], [STEP[of]]);
  const zero = (of: string, dtype: 'uint8' | 'int8'): Value =>
    g.constant(`${of}.zero`, dtype, [], [dtype === 'uint8' ? 128 : 0]);
  const x = [g.input('x', 'uint8', dims), scale('x'), zero('x', 'uint8')];
  const w = [integers(g, 'w', isConv ? FILTERS : MATRIX), scale('w'), zero('w', 'int8')];
  const attributes = isConv ? { pads: [1, 1, 1, 1] } : {};
  const y = g.node(opType, [...x, ...w, scale('y'), zero('y', 'uint8')], attributes, { name: 'y' });
  g.output(y, 'uint8', dims);
  return g.finish();
}

/** MatMulInteger alone: uint8 · int8 → int32. */
function bareInteger(): Model {
  const g = new GraphBuilder({ name: 'form-MatMulInteger', opset: 17 });
  const x = g.input('x', 'uint8', MATRIX);
  g.output(
    g.node('MatMulInteger', [x, integers(g, 'w', MATRIX)], {}, { name: 'y' }),
    'int32',
    MATRIX,
  );
  return g.finish();
}

/**
 * int4 weights as the standard has them (opset 21): DequantizeLinear in blocks of 32 before a
 * MatMul.
 */
function int4Dequantised(): Model {
  const g = new GraphBuilder({ name: 'form-int4', opset: 21, irVersion: 10 });
  const x = g.input('x', 'float32', MATRIX);
  const w = g.parameter('w', 'int4', MATRIX, (target) => {
    const prng = createPrng(SEED ^ seedOf('w'));
    for (let i = 0; i < target.length; i += 1) target[i] = prng.below(256);
  });
  const scales = g.parameter('w.scale', 'float32', [WIDTH / 32, WIDTH], (target) =>
    target.fill(STEP.w * 32),
  );
  const dequantised = g.node('DequantizeLinear', [w, scales], { axis: 0, block_size: 32 });
  g.output(g.node('MatMul', [x, dequantised], {}, { name: 'y' }), 'float32', MATRIX);
  return g.finish();
}

/** Of one precision and operator the preferred stands first: floats in and out, as in a net. */
export const FORMS: readonly Form[] = [
  {
    id: 'matmul',
    precision: 'fp32',
    operator: 'product',
    nodes: 'MatMul',
    input: float(MATRIX),
    model: fp32('MatMul'),
  },
  {
    id: 'conv',
    precision: 'fp32',
    operator: 'convolution',
    nodes: 'Conv',
    input: float(IMAGE),
    model: fp32('Conv'),
  },
  {
    id: 'half-matmul',
    precision: 'fp16',
    operator: 'product',
    nodes: 'MatMul in float16',
    input: float(MATRIX, 'float16'),
    model: toFloat16(fp32('MatMul')),
  },
  {
    id: 'half-conv',
    precision: 'fp16',
    operator: 'convolution',
    nodes: 'Conv in float16',
    input: float(IMAGE, 'float16'),
    model: toFloat16(fp32('Conv')),
  },
  {
    id: 'dynamic-int8',
    precision: 'w8a8',
    operator: 'product',
    nodes: 'DynamicQuantizeLinear, MatMulInteger, Cast, Mul',
    input: float(MATRIX),
    model: toDynamicInt8(fp32('MatMul')),
  },
  {
    id: 'matmul-integer',
    precision: 'w8a8',
    operator: 'product',
    nodes: 'MatMulInteger',
    input: levels(MATRIX),
    model: bareInteger(),
  },
  {
    id: 'qlinear-matmul',
    precision: 'w8a8',
    operator: 'product',
    nodes: 'QLinearMatMul',
    input: levels(MATRIX),
    model: qLinear('QLinearMatMul'),
  },
  {
    id: 'qdq-gemm',
    precision: 'w8a8',
    operator: 'product',
    nodes: 'QuantizeLinear, DequantizeLinear, Gemm',
    input: float(MATRIX),
    model: toStaticInt8(fp32('Gemm'), RANGES),
  },
  {
    id: 'qdq-conv',
    precision: 'w8a8',
    operator: 'convolution',
    nodes: 'QuantizeLinear, DequantizeLinear, Conv',
    input: float(IMAGE),
    model: toStaticInt8(fp32('Conv'), RANGES),
  },
  {
    id: 'qlinear-conv',
    precision: 'w8a8',
    operator: 'convolution',
    nodes: 'QLinearConv',
    input: levels(IMAGE),
    model: qLinear('QLinearConv'),
  },
  {
    id: 'nbits',
    precision: 'w4a32',
    operator: 'product',
    nodes: 'MatMulNBits',
    input: float(MATRIX),
    model: toInt4Weights(fp32('MatMul')),
  },
  {
    id: 'int4-dequantised',
    precision: 'w4a32',
    operator: 'product',
    nodes: 'DequantizeLinear of int4, MatMul',
    input: float(MATRIX),
    model: int4Dequantised(),
  },
  {
    id: 'half-nbits',
    precision: 'w4a16',
    operator: 'product',
    nodes: 'MatMulNBits in float16',
    input: float(MATRIX, 'float16'),
    model: toFloat16(toInt4Weights(fp32('MatMul'))),
  },
];
