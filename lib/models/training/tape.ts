// Reverse-mode differentiation that writes the backward pass as further ONNX nodes (Griewank and
// Walther, Evaluating Derivatives, chapter 3): every operator notes how the gradients of its inputs
// follow from that of its output, and `step` replays the notes from the last to the first. Only
// values that depend on a weight get a gradient, so the first layer computes no dX. The operators
// stand in `operators/`.
import { GraphBuilder, type Value } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';
import { scaled, uniform } from '../weights';

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
    return this.trained(name, dims, scaled(this.seed, name, fanIn, gain));
  }

  /** A weight uniform in [low, high). */
  between(name: string, dims: readonly number[], low: number, high: number): Variable {
    return this.trained(name, dims, uniform(this.seed, name, low, high));
  }

  private trained(
    name: string,
    dims: readonly number[],
    fill: (target: Float32Array) => void,
  ): Variable {
    const variable = {
      ...this.graph.parameter(name, 'float32', dims, fill),
      dims,
      needsGradient: true,
    };
    this.weights.push({ name, variable });
    return variable;
  }

  ints(values: readonly number[]): Value {
    this.constants += 1;
    return this.graph.constant(`const.i64.${this.constants}`, 'int64', [values.length], values);
  }

  scalar(value: number): Value {
    this.constants += 1;
    return this.graph.constant(`const.f32.${this.constants}`, 'float32', [], [value]);
  }

  /** Adds to the gradient of `variable`: a value used twice gets the sum of both. */
  accumulate(variable: Variable, make: () => Value): void {
    if (!variable.needsGradient) return;
    const known = this.gradients.get(variable.name);
    const made = make();
    this.gradients.set(
      variable.name,
      known === undefined ? made : this.graph.node('Add', [known, made]),
    );
  }

  /** The result of an operator, and what its gradient gives to each input. */
  result(
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

  /** The value that is minimised: its gradients are noted without a gradient of its own. */
  loss(value: Value, dims: readonly number[], gradientsOf: () => void): Variable {
    this.notes.push(gradientsOf);
    return { ...value, dims, needsGradient: true };
  }

  /**
   * Writes the backward pass and the update w ← w − rate·dw of every weight, each as an output
   * `NAME.next`.
   */
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
