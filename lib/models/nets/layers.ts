// The layers that nets are written in: each creates its parameters under torchvision's state-dict
// names, draws them by the weight rule of docs/measuring.md, "Seeded weights" (uniform
// ±sqrt(3·gain/fan_in)) and knows the shape it returns. BatchNormalization stays unfolded: scale
// and bias are trained, running statistics are not. Opset 17 throughout, as PyTorch exports.
import { createPrng, seedOf } from '@/lib/core/prng';
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';
import { elementsOf } from '@/lib/onnx/ir';
import type { DataType } from '@/lib/onnx/types';

/** A value of the graph with its static shape. */
export interface Feature extends Value {
  readonly dims: readonly number[];
}

/** Filters with fewer elements (depthwise ones) are left as drawn. */
const CENTRED_FROM = 16;

/** Variance of a layer's output over that of its input, before what follows it. */
export const GAIN = {
  linear: 1,
  /**
   * ReLU keeps half of the second moment; centred filters take the mean's share off too: 2 / (1 -
   * 1/π).
   */
  relu: 2.93,
  /**
   * SiLU, GELU and hard swish keep a little less than ReLU does (∫ f(x)² φ(x) dx is 0.36 to 0.43).
   */
  swish: 2.5,
  /** After a gate of about one half. */
  gated: 4,
  /**
   * Scores of deviation 2, so that attention chooses among tokens and does not average them all.
   */
  query: 4,
  /** The last layer of a residual branch. */
  residual: 0.25,
} as const;

export type Pair = number | readonly [number, number];
const pair = (value: Pair): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value;

export interface ConvOptions {
  readonly kernel: Pair;
  readonly stride?: number;
  /** Default keeps the extent at stride 1. */
  readonly padding?: Pair;
  readonly dilation?: number;
  readonly groups?: number;
  readonly bias?: boolean;
  readonly gain?: number;
}

export interface PoolOptions {
  readonly kernel: number;
  readonly stride: number;
  readonly padding?: number;
  /** Round the extent up, as GoogLeNet and SqueezeNet do. */
  readonly ceil?: boolean;
}

export type Activation = (x: Feature) => Feature;

export class Layers {
  readonly graph: GraphBuilder;
  private readonly seed: number;
  private readonly shapes = new Map<string, Value>();

  constructor(name: string, seed: number) {
    this.graph = new GraphBuilder({ name, opset: 17 });
    this.seed = seed;
  }

  input(name: string, dtype: DataType, dims: readonly number[]): Feature {
    return { ...this.graph.input(name, dtype, dims), dims };
  }

  output(x: Feature, dtype: DataType = 'float32'): void {
    this.graph.output(x, dtype, x.dims);
  }

  finish(): Model {
    return this.graph.finish();
  }

  /** A trained tensor, uniform in [low, high). */
  parameter(name: string, dims: readonly number[], low: number, high: number): Feature {
    const fill = (target: Float32Array): void => {
      createPrng(this.seed ^ seedOf(name)).fillUniform(target, low, high);
    };
    return { ...this.graph.parameter(name, 'float32', dims, fill), dims };
  }

  /** A weight that keeps `gain` times the variance of what it sums over. */
  weight(name: string, dims: readonly number[], fanIn: number, gain: number): Feature {
    const bound = Math.sqrt((3 * gain) / fanIn);
    return this.parameter(name, dims, -bound, bound);
  }

  /**
   * A weight [out, …] whose filters each sum to zero: activations after ReLU share a positive mean,
   * and a random net that passes it on soon answers the same to every input.
   */
  filters(name: string, dims: readonly number[], gain: number): Feature {
    const fanIn = elementsOf(dims.slice(1));
    const bound = Math.sqrt((3 * gain) / fanIn);
    if (fanIn < CENTRED_FROM) return this.parameter(name, dims, -bound, bound);
    const fill = (target: Float32Array): void => {
      createPrng(this.seed ^ seedOf(name)).fillUniform(target, -bound, bound);
      for (let start = 0; start < target.length; start += fanIn) {
        let sum = 0;
        for (let i = start; i < start + fanIn; i += 1) sum += target[i];
        const mean = sum / fanIn;
        for (let i = start; i < start + fanIn; i += 1) target[i] -= mean;
      }
    };
    return { ...this.graph.parameter(name, 'float32', dims, fill), dims };
  }

  /** PyTorch's default: uniform ±1/sqrt(fan_in). */
  bias(name: string, size: number, fanIn: number): Feature {
    const bound = 1 / Math.sqrt(fanIn);
    return this.parameter(name, [size], -bound, bound);
  }

  /** An int64 constant, shared by all nodes that need the same values. */
  ints(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    const name = `const.i64.${dims.join('x')}.${values.length > 8 ? this.shapes.size : values.join('_')}`;
    const known = values.length > 8 ? undefined : this.shapes.get(name);
    if (known !== undefined) return known;
    const made = this.graph.constant(name, 'int64', dims, values);
    this.shapes.set(name, made);
    return made;
  }

  /** A float scalar. */
  scalar(value: number): Feature {
    const name = `const.f32.${value}`;
    const made = this.shapes.get(name) ?? this.graph.constant(name, 'float32', [], [value]);
    this.shapes.set(name, made);
    return { ...made, dims: [] };
  }

  /**
   * A fixed float tensor (mask, position table): a Constant node, so that no counter takes it for a
   * weight.
   */
  table(name: string, dims: readonly number[], values: Float32Array<ArrayBuffer>): Feature {
    if (values.length !== elementsOf(dims))
      throw new RangeError(`${name}: ${values.length} values for [${dims}]`);
    const value = {
      name,
      dtype: 'float32',
      dims,
      data: { kind: 'bytes', bytes: new Uint8Array(values.buffer) },
    } as const;
    return {
      ...this.graph.node('Constant', [], { value: { kind: 'tensor', value } }, { name }),
      dims,
    };
  }

  /** Applies an operator that keeps the shape of its first input. */
  map(
    opType: string,
    inputs: readonly Feature[],
    attributes: Readonly<Record<string, number>> = {},
  ): Feature {
    return { ...this.graph.node(opType, inputs, attributes), dims: inputs[0].dims };
  }

  conv(name: string, x: Feature, outChannels: number, options: ConvOptions): Feature {
    const [kernelHeight, kernelWidth] = pair(options.kernel);
    const { stride = 1, dilation = 1, groups = 1, bias = false, gain = GAIN.relu } = options;
    const [padHeight, padWidth] = pair(
      options.padding ?? [
        ((kernelHeight - 1) * dilation) >> 1,
        ((kernelWidth - 1) * dilation) >> 1,
      ],
    );
    const [batch, inChannels, height, width] = x.dims;
    const fanIn = (inChannels / groups) * kernelHeight * kernelWidth;
    const inputs = [
      x,
      this.filters(
        `${name}.weight`,
        [outChannels, inChannels / groups, kernelHeight, kernelWidth],
        gain,
      ),
    ];
    if (bias) inputs.push(this.bias(`${name}.bias`, outChannels, fanIn));
    const extent = (size: number, kernel: number, pad: number): number =>
      Math.floor((size + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1;
    const y = this.graph.node('Conv', inputs, {
      dilations: [dilation, dilation],
      group: groups,
      kernel_shape: [kernelHeight, kernelWidth],
      pads: [padHeight, padWidth, padHeight, padWidth],
      strides: [stride, stride],
    });
    return {
      ...y,
      dims: [
        batch,
        outChannels,
        extent(height, kernelHeight, padHeight),
        extent(width, kernelWidth, padWidth),
      ],
    };
  }

  /**
   * Along the last axis of [n, channels, length], with bias, padded to keep the extent at stride 1.
   */
  conv1d(
    name: string,
    x: Feature,
    outChannels: number,
    {
      kernel,
      stride,
      gain,
    }: { readonly kernel: number; readonly stride: number; readonly gain: number },
  ): Feature {
    const [batch, inChannels, length] = x.dims;
    const padding = (kernel - 1) >> 1;
    const inputs = [
      x,
      this.filters(`${name}.weight`, [outChannels, inChannels, kernel], gain),
      this.bias(`${name}.bias`, outChannels, inChannels * kernel),
    ];
    const y = this.graph.node('Conv', inputs, {
      kernel_shape: [kernel],
      pads: [padding, padding],
      strides: [stride],
    });
    return {
      ...y,
      dims: [batch, outChannels, Math.floor((length + 2 * padding - kernel) / stride) + 1],
    };
  }

  convTranspose(
    name: string,
    x: Feature,
    outChannels: number,
    kernel: number,
    stride: number,
  ): Feature {
    const [batch, inChannels, height, width] = x.dims;
    const weight = this.weight(
      `${name}.weight`,
      [inChannels, outChannels, kernel, kernel],
      inChannels * Math.max(1, (kernel / stride) ** 2),
      GAIN.linear,
    );
    const bias = this.bias(`${name}.bias`, outChannels, inChannels * kernel * kernel);
    const y = this.graph.node('ConvTranspose', [x, weight, bias], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
    });
    const extent = (size: number): number => (size - 1) * stride + kernel;
    return { ...y, dims: [batch, outChannels, extent(height), extent(width)] };
  }

  batchNorm(name: string, x: Feature, epsilon = 1e-5): Feature {
    const channels = x.dims[1];
    const inputs = [
      x,
      this.parameter(`${name}.weight`, [channels], 0.9, 1.1),
      this.parameter(`${name}.bias`, [channels], -0.1, 0.1),
      this.parameter(`${name}.running_mean`, [channels], -0.1, 0.1),
      this.parameter(`${name}.running_var`, [channels], 0.9, 1.1),
    ];
    return this.map('BatchNormalization', inputs, { epsilon });
  }

  layerNorm(name: string, x: Feature, epsilon = 1e-5): Feature {
    const width = x.dims[x.dims.length - 1];
    const inputs = [
      x,
      this.parameter(`${name}.weight`, [width], 0.9, 1.1),
      this.parameter(`${name}.bias`, [width], -0.1, 0.1),
    ];
    return this.map('LayerNormalization', inputs, { axis: -1, epsilon });
  }

  /** x / √(mean of squares + ε) · weight, over the last axis. */
  rmsNorm(name: string, x: Feature, epsilon = 1e-5): Feature {
    const width = x.dims[x.dims.length - 1];
    const squares = this.graph.node('ReduceMean', [this.mul(x, x)], { axes: [-1], keepdims: 1 });
    const size = this.map('Sqrt', [
      this.add({ ...squares, dims: [...x.dims.slice(0, -1), 1] }, this.scalar(epsilon)),
    ]);
    return this.mul(
      this.map('Div', [x, size]),
      this.parameter(`${name}.weight`, [width], 0.9, 1.1),
    );
  }

  /**
   * GroupNorm as opset 17 has it: InstanceNormalization over the groups, then scale and shift per
   * channel.
   */
  groupNorm(name: string, x: Feature, groups: number, epsilon = 1e-5): Feature {
    const channels = x.dims[1];
    const one = this.graphConstant('groupnorm.one', groups, 1);
    const zero = this.graphConstant('groupnorm.zero', groups, 0);
    const grouped = this.reshape(x, [x.dims[0], groups, elementsOf(x.dims.slice(1)) / groups]);
    const normal = this.reshape(
      this.map('InstanceNormalization', [grouped, one, zero], { epsilon }),
      x.dims,
    );
    const scaled = this.mul(normal, this.parameter(`${name}.weight`, [channels, 1, 1], 0.9, 1.1));
    return this.add(scaled, this.parameter(`${name}.bias`, [channels, 1, 1], -0.1, 0.1));
  }

  private graphConstant(name: string, size: number, value: number): Feature {
    return this.table(`${name}.${size}`, [size], new Float32Array(size).fill(value));
  }

  /**
   * y = x·Wᵀ + b over the last axis: Gemm for a matrix, MatMul with the weight stored [in, out]
   * above that.
   */
  linear(
    name: string,
    x: Feature,
    outWidth: number,
    options: { bias?: boolean; gain?: number } = {},
  ): Feature {
    const { bias = true, gain = GAIN.linear } = options;
    const inWidth = x.dims[x.dims.length - 1];
    const dims = [...x.dims.slice(0, -1), outWidth];
    if (x.dims.length === 2) {
      const inputs = [x, this.filters(`${name}.weight`, [outWidth, inWidth], gain)];
      if (bias) inputs.push(this.bias(`${name}.bias`, outWidth, inWidth));
      return { ...this.graph.node('Gemm', inputs, { transB: 1 }), dims };
    }
    const product = this.matMul(
      x,
      this.weight(`${name}.weight`, [inWidth, outWidth], inWidth, gain),
    );
    return bias ? this.add(product, this.bias(`${name}.bias`, outWidth, inWidth)) : product;
  }

  /**
   * x·rows[:, …]ᵀ for a table that is already in the graph, as a language model's head shares its
   * embedding.
   */
  tiedLinear(x: Feature, rows: Feature): Feature {
    return {
      ...this.graph.node('Gemm', [x, rows], { transB: 1 }),
      dims: [x.dims[0], rows.dims[0]],
    };
  }

  /**
   * One forward LSTM layer over [steps, n, in], from a zero state, with PyTorch's two biases a
   * gate.
   */
  lstm(name: string, x: Feature, hidden: number): Feature {
    const [steps, batch, inWidth] = x.dims;
    const bound = 1 / Math.sqrt(hidden);
    const inputs = [
      x,
      this.weight(`weight_ih_${name}`, [1, 4 * hidden, inWidth], inWidth, GAIN.linear),
      this.weight(`weight_hh_${name}`, [1, 4 * hidden, hidden], hidden, GAIN.linear),
      this.parameter(`bias_${name}`, [1, 8 * hidden], -bound, bound),
    ];
    const y = this.graph.node('LSTM', inputs, { hidden_size: hidden });
    return this.reshape({ ...y, dims: [steps, 1, batch, hidden] }, [steps, batch, hidden]);
  }

  /** A trained table of `count` rows of unit variance. */
  embedding(name: string, count: number, width: number): Feature {
    return this.parameter(`${name}.weight`, [count, width], -Math.sqrt(3), Math.sqrt(3));
  }

  /** Rows of a table (axis 0). */
  gather(table: Feature, ids: Feature): Feature {
    return {
      ...this.graph.node('Gather', [table, ids], { axis: 0 }),
      dims: [...ids.dims, ...table.dims.slice(1)],
    };
  }

  /** Matrix product over the last two axes; leading axes must be equal, or absent on the right. */
  matMul(a: Feature, b: Feature): Feature {
    return {
      ...this.graph.node('MatMul', [a, b]),
      dims: [...a.dims.slice(0, -1), b.dims[b.dims.length - 1]],
    };
  }

  relu(x: Feature): Feature {
    return this.map('Relu', [x]);
  }

  relu6(x: Feature): Feature {
    return this.map('Clip', [x, this.scalar(0), this.scalar(6)]);
  }

  sigmoid(x: Feature): Feature {
    return this.map('Sigmoid', [x]);
  }

  hardSigmoid(x: Feature): Feature {
    return this.map('HardSigmoid', [x], { alpha: 1 / 6 });
  }

  hardSwish(x: Feature): Feature {
    return this.map('HardSwish', [x]);
  }

  silu(x: Feature): Feature {
    return this.mul(x, this.sigmoid(x));
  }

  /** x·½·(1 + erf(x/√2)), as PyTorch exports GELU below opset 20. */
  gelu(x: Feature): Feature {
    const erf = this.map('Erf', [this.map('Div', [x, this.scalar(Math.SQRT2)])]);
    return this.mul(this.mul(x, this.add(erf, this.scalar(1))), this.scalar(0.5));
  }

  /** x·sigmoid(1.702·x): the GELU of CLIP. */
  quickGelu(x: Feature): Feature {
    return this.mul(x, this.sigmoid(this.mul(x, this.scalar(1.702))));
  }

  /** ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))): the GELU of GPT-2. */
  tanhGelu(x: Feature): Feature {
    const cubed = this.mul(this.mul(x, x), x);
    const inner = this.add(x, this.mul(cubed, this.scalar(0.044715)));
    const tanh = this.map('Tanh', [this.mul(inner, this.scalar(Math.sqrt(2 / Math.PI)))]);
    return this.mul(this.mul(x, this.scalar(0.5)), this.add(tanh, this.scalar(1)));
  }

  softmax(x: Feature): Feature {
    return this.map('Softmax', [x], { axis: -1 });
  }

  /** The right side broadcasts to the left. */
  add(a: Feature, b: Feature): Feature {
    return this.map('Add', [a, b]);
  }

  /** The right side broadcasts to the left. */
  mul(a: Feature, b: Feature): Feature {
    return this.map('Mul', [a, b]);
  }

  reshape(x: Feature, dims: readonly number[]): Feature {
    if (elementsOf(dims) !== elementsOf(x.dims))
      throw new RangeError(`cannot reshape [${x.dims}] to [${dims}]`);
    return { ...this.graph.node('Reshape', [x, this.ints(dims)]), dims };
  }

  transpose(x: Feature, perm: readonly number[]): Feature {
    return {
      ...this.graph.node('Transpose', [x], { perm }),
      dims: perm.map((axis) => x.dims[axis]),
    };
  }

  concat(parts: readonly Feature[], axis = 1): Feature {
    const total = parts.reduce((sum, part) => sum + part.dims[axis], 0);
    const dims = parts[0].dims.map((dim, i) => (i === axis ? total : dim));
    return { ...this.graph.node('Concat', parts, { axis }), dims };
  }

  /** The same values with leading axes repeated. */
  expand(x: Feature, dims: readonly number[]): Feature {
    return { ...this.graph.node('Expand', [x, this.ints(dims)]), dims };
  }

  /** Mean over some axes, which vanish. */
  mean(x: Feature, axes: readonly number[]): Feature {
    const y = this.graph.node('ReduceMean', [x], { axes, keepdims: 0 });
    return { ...y, dims: x.dims.filter((_, axis) => !axes.includes(axis)) };
  }

  /** Elements [start, end) of one axis, every `step`-th. */
  slice(x: Feature, axis: number, start: number, end: number, step = 1): Feature {
    const bounds = [[start], [end], [axis], [step]].map((values) => this.ints(values));
    const dims = x.dims.map((dim, i) => (i === axis ? Math.ceil((end - start) / step) : dim));
    return { ...this.graph.node('Slice', [x, ...bounds]), dims };
  }

  /** Equal parts of one axis. */
  chunk(x: Feature, parts: number, axis: number): Feature[] {
    const size = x.dims[axis] / parts;
    const sizes = this.ints(Array.from({ length: parts }, () => size));
    const dims = x.dims.map((dim, i) => (i === axis ? size : dim));
    return this.graph
      .nodes('Split', [x, sizes], parts, { axis })
      .map((value) => ({ ...value, dims }));
  }

  maxPool(x: Feature, options: PoolOptions): Feature {
    return this.pool('MaxPool', x, options, {});
  }

  /** Padding counts, as in torchvision's Inception. */
  averagePool(x: Feature, options: PoolOptions): Feature {
    return this.pool('AveragePool', x, options, { count_include_pad: 1 });
  }

  private pool(
    opType: string,
    x: Feature,
    options: PoolOptions,
    attributes: Record<string, number>,
  ): Feature {
    const { kernel, stride, padding = 0, ceil = false } = options;
    const [batch, channels, height, width] = x.dims;
    const extent = (size: number): number => {
      const steps = (size + 2 * padding - kernel) / stride;
      return (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    };
    const y = this.graph.node(opType, [x], {
      ceil_mode: ceil ? 1 : 0,
      ...attributes,
      kernel_shape: [kernel, kernel],
      pads: [padding, padding, padding, padding],
      strides: [stride, stride],
    });
    return { ...y, dims: [batch, channels, extent(height), extent(width)] };
  }

  /** Nearest-neighbour enlargement by a whole factor. */
  upsample(x: Feature, factor: number): Feature {
    const [batch, channels, height, width] = x.dims;
    const scales = this.table(
      `upsample.scales${factor}`,
      [4],
      Float32Array.of(1, 1, factor, factor),
    );
    const attributes = {
      mode: 'nearest',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'asymmetric',
    };
    const y = this.graph.node('Resize', [x, null, scales], attributes);
    return { ...y, dims: [batch, channels, height * factor, width * factor] };
  }

  /** Mean over height and width: [n, c, 1, 1]. */
  globalAveragePool(x: Feature): Feature {
    return { ...this.graph.node('GlobalAveragePool', [x]), dims: [x.dims[0], x.dims[1], 1, 1] };
  }

  /** Channels scaled by a gate that reads their means (Hu et al. 2017, arXiv:1709.01507). */
  squeezeExcite(
    name: string,
    x: Feature,
    squeezed: number,
    activation: Activation,
    gate: Activation,
  ): Feature {
    const means = this.globalAveragePool(x);
    const hidden = activation(this.conv(`${name}.fc1`, means, squeezed, { kernel: 1, bias: true }));
    return this.mul(
      x,
      gate(
        this.conv(`${name}.fc2`, hidden, x.dims[1], { kernel: 1, bias: true, gain: GAIN.linear }),
      ),
    );
  }

  /** [n, …] to [n, rest]. */
  flatten(x: Feature): Feature {
    return {
      ...this.graph.node('Flatten', [x], { axis: 1 }),
      dims: [x.dims[0], elementsOf(x.dims.slice(1))],
    };
  }
}
