// Reverse-mode differentiation that writes the backward pass as further ONNX nodes (Griewank and Walther, Evaluating
// Derivatives, chapter 3): every operator notes how the gradients of its inputs follow from that of its output, and `backward`
// replays the notes from the last to the first. Only values that depend on a weight get a gradient, so the first layer
// computes no dX.
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';
import { scaled } from '../weights';

export interface Variable extends Value {
  readonly dims: readonly number[];
  readonly needsGradient: boolean;
}

interface Weight {
  readonly name: string;
  readonly variable: Variable;
}

export class Tape {
  readonly graph: GraphBuilder;
  private readonly seed: number;
  private readonly notes: (() => void)[] = [];
  private readonly gradients = new Map<string, Value>();
  private readonly weights: Weight[] = [];
  private constants = 0;

  constructor(name: string, seed: number) {
    this.graph = new GraphBuilder({ name, opset: 17 });
    this.seed = seed;
  }

  input(name: string, dims: readonly number[]): Variable {
    return { ...this.graph.input(name, 'float32', dims), dims, needsGradient: false };
  }

  weight(name: string, dims: readonly number[], fanIn: number, gain: number): Variable {
    const made = this.graph.parameter(name, 'float32', dims, scaled(this.seed, name, fanIn, gain));
    const variable = { ...made, dims, needsGradient: true };
    this.weights.push({ name, variable });
    return variable;
  }

  private ints(values: readonly number[]): Value {
    this.constants += 1;
    return this.graph.constant(`const.i64.${this.constants}`, 'int64', [values.length], values);
  }

  private scalar(value: number): Value {
    this.constants += 1;
    return this.graph.constant(`const.f32.${this.constants}`, 'float32', [], [value]);
  }

  /** Adds to the gradient of `variable`: a value used twice gets the sum of both. */
  private accumulate(variable: Variable, make: () => Value): void {
    if (!variable.needsGradient) return;
    const known = this.gradients.get(variable.name);
    const made = make();
    this.gradients.set(variable.name, known === undefined ? made : this.graph.node('Add', [known, made]));
  }

  /** The result of an operator, and what its gradient gives to each input. */
  private result(
    value: Value,
    dims: readonly number[],
    inputs: readonly Variable[],
    gradientsOf: (dy: Value) => void,
  ): Variable {
    const needsGradient = inputs.some((input) => input.needsGradient);
    if (needsGradient) {
      this.notes.push(() => {
        const dy = this.gradients.get(value.name);
        if (dy !== undefined) gradientsOf(dy);
      });
    }
    return { ...value, dims, needsGradient };
  }

  /** [m, k] · [k, n]: dX = dY·Wᵀ, dW = Xᵀ·dY. */
  matMul(x: Variable, w: Variable): Variable {
    const y = this.graph.node('MatMul', [x, w]);
    return this.result(y, [x.dims[0], w.dims[1]], [x, w], (dy) => {
      this.accumulate(x, () => this.graph.node('Gemm', [dy, w], { transB: 1 }));
      this.accumulate(w, () => this.graph.node('Gemm', [x, dy], { transA: 1 }));
    });
  }

  /** A bias of the last axis of a matrix: db sums over rows. */
  addBias(x: Variable, bias: Variable): Variable {
    const y = this.graph.node('Add', [x, bias]);
    return this.result(y, x.dims, [x, bias], (dy) => {
      this.accumulate(x, () => dy);
      this.accumulate(bias, () => this.graph.node('ReduceSum', [dy, this.ints([0])], { keepdims: 0 }));
    });
  }

  /** A sum of equal shapes: the gradient goes to both. */
  add(a: Variable, b: Variable): Variable {
    const y = this.graph.node('Add', [a, b]);
    return this.result(y, a.dims, [a, b], (dy) => {
      this.accumulate(a, () => dy);
      this.accumulate(b, () => dy);
    });
  }

  /** Passes the gradient where the output is positive: its sign is 1 there and 0 elsewhere. */
  relu(x: Variable): Variable {
    const y = this.graph.node('Relu', [x]);
    return this.result(y, x.dims, [x], (dy) =>
      this.accumulate(x, () => this.graph.node('Mul', [dy, this.graph.node('Sign', [y])])),
    );
  }

  /** k×k, stride 1, extent kept: dX is the transposed convolution, dW a convolution with batch and channels exchanged. */
  conv(x: Variable, w: Variable): Variable {
    const [batch, , height, width] = x.dims;
    const [outChannels, , kernel] = w.dims;
    const padding = (kernel - 1) >> 1;
    const pads = [padding, padding, padding, padding];
    const y = this.graph.node('Conv', [x, w], { kernel_shape: [kernel, kernel], pads });
    const exchanged = (value: Value): Value => this.graph.node('Transpose', [value], { perm: [1, 0, 2, 3] });
    return this.result(y, [batch, outChannels, height, width], [x, w], (dy) => {
      this.accumulate(x, () => this.graph.node('ConvTranspose', [dy, w], { kernel_shape: [kernel, kernel], pads }));
      this.accumulate(w, () =>
        exchanged(this.graph.node('Conv', [exchanged(x), exchanged(dy)], { kernel_shape: [height, width], pads })),
      );
    });
  }

  /** [n, c, h, w] to [n, c]: every position gets an equal part of the gradient. */
  globalAverage(x: Variable): Variable {
    const [batch, channels, height, width] = x.dims;
    const y = this.graph.node('ReduceMean', [x], { axes: [2, 3], keepdims: 0 });
    return this.result(y, [batch, channels], [x], (dy) =>
      this.accumulate(x, () => {
        const part = this.graph.node('Mul', [dy, this.scalar(1 / (height * width))]);
        const column = this.graph.node('Reshape', [part, this.ints([batch, channels, 1, 1])]);
        return this.graph.node('Expand', [column, this.ints(x.dims)]);
      }),
    );
  }

  /** Cross-entropy of softmax(logits) against class ids, one loss a row; gradients are of their mean. */
  crossEntropy(logits: Variable, labels: Value): Variable {
    const [rows, classes] = logits.dims;
    const depth = this.ints([classes]);
    const values = this.graph.constant('onehot.values', 'float32', [2], [0, 1]);
    const target = this.graph.node('OneHot', [labels, depth, values], { axis: -1 });
    const logs = this.graph.node('LogSoftmax', [logits], { axis: -1 });
    const picked = this.graph.node('ReduceSum', [this.graph.node('Mul', [logs, target]), this.ints([1])], {
      keepdims: 0,
    });
    const loss = this.graph.node('Neg', [picked]);
    this.notes.push(() =>
      this.accumulate(logits, () => {
        const difference = this.graph.node('Sub', [this.graph.node('Exp', [logs]), target]);
        return this.graph.node('Mul', [difference, this.scalar(1 / rows)]);
      }),
    );
    return { ...loss, dims: [rows], needsGradient: true };
  }

  /** Writes the backward pass and the update w ← w − rate·dw of every weight, each as an output `NAME.next`. */
  step(rate: number): void {
    for (const note of this.notes.toReversed()) note();
    const factor = this.scalar(rate);
    for (const { name, variable } of this.weights) {
      const gradient = this.gradients.get(variable.name);
      if (gradient === undefined) throw new RangeError(`no gradient reaches ${name}`);
      const next = this.graph.node(
        'Sub',
        [variable, this.graph.node('Mul', [gradient, factor])],
        {},
        { name: `${name}.next` },
      );
      this.graph.output(next, 'float32', variable.dims);
    }
  }

  output(value: Variable): void {
    this.graph.output(value, 'float32', value.dims);
  }

  finish(): Model {
    return this.graph.finish();
  }
}
