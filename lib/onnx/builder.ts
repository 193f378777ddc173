// The API that models are written in: a graph is built node by node, weights are described by a
// generator that the writer calls once, in place. Names are given out in order, so the same code
// gives the same bytes.
import type {
  AttributeContent,
  Dim,
  Graph,
  Model,
  Node,
  Tensor,
  TensorData,
  ValueInfo,
} from './ir';
import { elementsOf } from './ir';
import { bytesOf, type DataType } from './types';

/** A value of the graph under construction. */
export interface Value {
  readonly name: string;
}

/**
 * The typed array that a weight of this type is generated into; fp16 and bf16 as their bits,
 * sub-byte types packed.
 */
export interface ElementArrays {
  float32: Float32Array<ArrayBuffer>;
  float64: Float64Array<ArrayBuffer>;
  float16: Uint16Array<ArrayBuffer>;
  bfloat16: Uint16Array<ArrayBuffer>;
  int8: Int8Array<ArrayBuffer>;
  uint8: Uint8Array<ArrayBuffer>;
  int4: Uint8Array<ArrayBuffer>;
  uint4: Uint8Array<ArrayBuffer>;
  bool: Uint8Array<ArrayBuffer>;
  int32: Int32Array<ArrayBuffer>;
  int64: BigInt64Array<ArrayBuffer>;
}
export type BuildType = keyof ElementArrays;

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int4: Uint8Array,
  uint4: Uint8Array,
  bool: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
} as const;

export type AttributeValue =
  | number
  | bigint
  | string
  | readonly number[]
  | readonly string[]
  | Graph
  | AttributeContent;
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/**
 * Attributes that are floats even when their value is whole. Everything else that is a whole number
 * is an int.
 */
const FLOAT_ATTRIBUTES = new Set([
  'alpha',
  'beta',
  'gamma',
  'epsilon',
  'momentum',
  'ratio',
  'scale',
  'softcap',
  'bias',
  'lambd',
  'spatial_scale',
  'clip',
  'cubic_coeff_a',
  'extrapolation_value',
  'value_float',
  'activation_alpha',
  'activation_beta',
  'scales',
  'value_floats',
]);

function isContent(value: AttributeValue): value is AttributeContent {
  return typeof value === 'object' && 'kind' in value;
}

function isGraph(value: AttributeValue): value is Graph {
  return typeof value === 'object' && 'nodes' in value;
}

function contentOf(name: string, value: AttributeValue): AttributeContent {
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'bigint') return { kind: 'int', value };
  if (typeof value === 'number') {
    return FLOAT_ATTRIBUTES.has(name) || !Number.isInteger(value)
      ? { kind: 'float', value }
      : { kind: 'int', value };
  }
  if (isContent(value)) return value;
  if (isGraph(value)) return { kind: 'graph', value };
  const strings = value.filter((item) => typeof item === 'string');
  if (strings.length > 0) return { kind: 'strings', value: strings };
  const numbers = value.filter((item) => typeof item === 'number');
  return { kind: FLOAT_ATTRIBUTES.has(name) ? 'floats' : 'ints', value: numbers };
}

function elementsArray(
  dtype: BuildType,
  values: ArrayLike<number | bigint>,
): ElementArrays[BuildType] {
  if (dtype === 'int64')
    return BigInt64Array.from({ length: values.length }, (_, i) => BigInt(values[i]));
  const array = new ARRAYS[dtype](values.length);
  for (let i = 0; i < values.length; i += 1) array[i] = Number(values[i]);
  return array;
}

export interface NodeOptions {
  readonly name?: string;
  /** '' (default) is ai.onnx; any other domain must be among the opsets given to the builder. */
  readonly domain?: string;
}

export interface BuilderOptions {
  readonly name: string;
  /** Version of ai.onnx. */
  readonly opset: number;
  /** Versions of further domains: `{ 'com.microsoft': 1 }`. */
  readonly domains?: Readonly<Record<string, number>>;
  /** Default 8, which every runtime of the last years reads; 10 and later bring int4, 11 float4. */
  readonly irVersion?: number;
}

export class GraphBuilder {
  private readonly options: BuilderOptions;
  private readonly inputs: ValueInfo[] = [];
  private readonly outputs: ValueInfo[] = [];
  private readonly initializers: Tensor[] = [];
  private readonly nodesInOrder: Node[] = [];
  private readonly taken = new Set<string>();
  private readonly counters = new Map<string, number>();

  constructor(options: BuilderOptions) {
    this.options = options;
  }

  private claim(name: string): string {
    if (name === '' || this.taken.has(name))
      throw new RangeError(`the name '${name}' is empty or taken`);
    this.taken.add(name);
    return name;
  }

  /** `prefix`, `prefix_1`, `prefix_2`, … */
  private fresh(prefix: string): string {
    for (;;) {
      const count = this.counters.get(prefix) ?? 0;
      this.counters.set(prefix, count + 1);
      const name = count === 0 ? prefix : `${prefix}_${count}`;
      if (!this.taken.has(name)) return name;
    }
  }

  input(name: string, dtype: DataType, dims: readonly Dim[]): Value {
    this.inputs.push({ name: this.claim(name), type: { kind: 'tensor', dtype, dims } });
    return { name };
  }

  /**
   * A trainable tensor; `fill` is called once, by the writer, with the tensor's place in the file.
   */
  parameter<T extends BuildType>(
    name: string,
    dtype: T,
    dims: readonly number[],
    fill: (target: ElementArrays[T]) => void,
  ): Value {
    return this.initializer(name, dtype, dims, {
      kind: 'generated',
      fill: (target) => {
        const { BYTES_PER_ELEMENT } = ARRAYS[dtype];
        const view = new ARRAYS[dtype](
          target.buffer,
          target.byteOffset,
          target.byteLength / BYTES_PER_ELEMENT,
        );
        fill(view as ElementArrays[T]);
      },
    });
  }

  /**
   * A tensor that is not trained: axes, shapes, running statistics, scalars. int64 values may be
   * numbers.
   */
  constant(
    name: string,
    dtype: BuildType,
    dims: readonly number[],
    values: ArrayLike<number | bigint>,
  ): Value {
    const length = bytesOf(dtype, elementsOf(dims));
    const array = elementsArray(dtype, values);
    if (array.byteLength !== length) {
      throw new RangeError(
        `constant ${name}: ${array.byteLength} bytes given, [${dims}] needs ${length}`,
      );
    }
    return this.initializer(name, dtype, dims, {
      kind: 'bytes',
      bytes: new Uint8Array(array.buffer),
    });
  }

  initializer(name: string, dtype: DataType, dims: readonly number[], data: TensorData): Value {
    this.initializers.push({
      name: this.claim(this.taken.has(name) ? this.fresh(name) : name),
      dtype,
      dims,
      data,
    });
    return { name: this.initializers[this.initializers.length - 1].name };
  }

  /** A node with one output. Pass null for an omitted optional input. */
  node(
    opType: string,
    inputs: readonly (Value | null)[],
    attributes: Attributes = {},
    options: NodeOptions = {},
  ): Value {
    return this.nodes(opType, inputs, 1, attributes, options)[0];
  }

  /** A node with `outputCount` outputs. */
  nodes(
    opType: string,
    inputs: readonly (Value | null)[],
    outputCount: number,
    attributes: Attributes = {},
    options: NodeOptions = {},
  ): Value[] {
    const name = this.fresh(options.name ?? opType.toLowerCase());
    const outputs = Array.from({ length: outputCount }, (_, i) =>
      this.claim(this.fresh(i === 0 ? `${name}.out` : `${name}.out${i}`)),
    );
    this.nodesInOrder.push({
      name,
      opType,
      domain: options.domain ?? '',
      overload: '',
      inputs: inputs.map((value) => value?.name ?? ''),
      outputs,
      attributes: Object.entries(attributes).flatMap(([key, value]) =>
        value === undefined ? [] : [{ ...contentOf(key, value), name: key }],
      ),
    });
    return outputs.map((output) => ({ name: output }));
  }

  /** Declares an output of the graph. */
  output(value: Value, dtype: DataType, dims: readonly Dim[] | null): void {
    this.outputs.push({ name: value.name, type: { kind: 'tensor', dtype, dims } });
  }

  /** The graph alone, for use as a subgraph. */
  graph(): Graph {
    return {
      name: this.options.name,
      inputs: this.inputs,
      outputs: this.outputs,
      valueInfo: [],
      initializers: this.initializers,
      sparseInitializers: [],
      nodes: this.nodesInOrder,
    };
  }

  finish(): Model {
    return {
      irVersion: this.options.irVersion ?? 8,
      opsets: [
        { domain: '', version: this.options.opset },
        ...Object.entries(this.options.domains ?? {}).map(([domain, version]) => ({
          domain,
          version,
        })),
      ],
      producerName: 'flopmark',
      producerVersion: '',
      domain: '',
      modelVersion: 0,
      graph: this.graph(),
      functions: [],
      metadata: new Map(),
    };
  }
}
