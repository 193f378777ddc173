// Writes graphs as exporters do: shapes are read from tensors, computed and put together again, so
// that every extent that depends on an input's goes through a chain of nodes.
import { type Attributes, GraphBuilder, type Value } from '@/lib/onnx/builder';
import type { AttributeContent, Dim } from '@/lib/onnx/ir';
import { codeOf, type DataType } from '@/lib/onnx/types';

type Extent = Value | number;

export class Exporter {
  readonly graph: GraphBuilder;
  private readonly opset: number;
  private weights = 0;

  constructor(opset = 17, domains: Readonly<Record<string, number>> = {}) {
    this.opset = opset;
    this.graph = new GraphBuilder({ name: 'exported', opset, domains });
  }

  input(name: string, dims: readonly Dim[], dtype: DataType = 'float32'): Value {
    return this.graph.input(name, dtype, dims);
  }

  op(
    opType: string,
    inputs: readonly (Value | null)[],
    attributes: Attributes = {},
    domain = '',
  ): Value {
    return this.graph.node(opType, inputs, attributes, { domain });
  }

  weight(...dims: number[]): Value {
    this.weights += 1;
    return this.graph.parameter(`w${this.weights}`, 'float32', dims, () => undefined);
  }

  /** A Constant node of int64, a scalar without brackets. */
  ints(values: number | readonly number[]): Value {
    const list = typeof values === 'number' ? [values] : values;
    const bytes = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
    return this.constant('int64', typeof values === 'number' ? [] : [list.length], bytes);
  }

  float(value: number): Value {
    return this.constant('float32', [], new Uint8Array(Float32Array.of(value).buffer));
  }

  private constant(dtype: DataType, dims: readonly number[], bytes: Uint8Array): Value {
    const content: AttributeContent = {
      kind: 'tensor',
      value: { name: '', dtype, dims, data: { kind: 'bytes', bytes } },
    };
    return this.op('Constant', [], { value: content });
  }

  /** Extent `axis` of x as a scalar. */
  size(x: Value, axis: number): Value {
    return this.op('Gather', [this.op('Shape', [x]), this.ints(axis)], { axis: 0 });
  }

  cast(x: Value, to: DataType): Value {
    return this.op('Cast', [x], { to: codeOf(to) });
  }

  unsqueeze(x: Value, ...axes: number[]): Value {
    return this.opset < 13
      ? this.op('Unsqueeze', [x], { axes })
      : this.op('Unsqueeze', [x, this.ints(axes)]);
  }

  slice(x: Value, starts: Extent, ends: Extent, axis: number, step = 1): Value {
    const bound = (at: Extent): Value =>
      typeof at === 'number' ? this.ints([at]) : this.unsqueeze(at, 0);
    return this.op('Slice', [x, bound(starts), bound(ends), this.ints([axis]), this.ints([step])]);
  }

  /** Scalars and numbers as one list. */
  list(...extents: readonly Extent[]): Value {
    const parts = extents.map((e) =>
      typeof e === 'number' ? this.ints([e]) : this.unsqueeze(e, 0),
    );
    return this.op('Concat', parts, { axis: 0 });
  }

  reshape(x: Value, ...extents: readonly Extent[]): Value {
    return this.op('Reshape', [x, this.list(...extents)]);
  }

  transpose(x: Value, ...perm: number[]): Value {
    return this.op('Transpose', [x], { perm });
  }

  /** torch.Tensor.expand: −1 keeps an extent, which exporters write as a choice by Where. */
  expand(x: Value, ...extents: readonly Extent[]): Value {
    const shape = this.list(...extents);
    const value: AttributeContent = {
      kind: 'tensor',
      value: {
        name: '',
        dtype: 'int64',
        dims: [1],
        data: { kind: 'bytes', bytes: new Uint8Array(BigInt64Array.of(1n).buffer) },
      },
    };
    const ones = this.op('ConstantOfShape', [this.op('Shape', [shape])], { value });
    const kept = this.op('Equal', [shape, this.op('Mul', [ones, this.ints(-1)])]);
    return this.op('Expand', [x, this.op('Where', [kept, ones, shape])]);
  }

  linear(x: Value, from: number, to: number): Value {
    return this.op('Add', [this.op('MatMul', [x, this.weight(from, to)]), this.weight(to)]);
  }

  /** LayerNormalization before opset 17: its parts. */
  norm(x: Value, width: number): Value {
    const mean = (y: Value): Value =>
      this.opset < 18
        ? this.op('ReduceMean', [y], { axes: [-1] })
        : this.op('ReduceMean', [y, this.ints([-1])]);
    const centred = this.op('Sub', [x, mean(x)]);
    const variance = mean(this.op('Pow', [centred, this.float(2)]));
    const scale = this.op('Sqrt', [this.op('Add', [variance, this.float(1e-5)])]);
    return this.op('Add', [
      this.op('Mul', [this.op('Div', [centred, scale]), this.weight(width)]),
      this.weight(width),
    ]);
  }

  gelu(x: Value): Value {
    const half = this.op('Add', [
      this.op('Erf', [this.op('Div', [x, this.float(Math.SQRT2)])]),
      this.float(1),
    ]);
    return this.op('Mul', [this.op('Mul', [x, half]), this.float(0.5)]);
  }
}
