// Which values need a gradient in the backward pass: what depends on a trained tensor (or on a
// graph input, if asked), through differentiable operators. A product costs once more for each
// operand that needs one (flop-formulas section 3).
import type { GraphFacts, NodeView } from '@/lib/onnx/infer/node-view';
import { attributeNamed, type Node } from '@/lib/onnx/ir';
import { NO_VALUE } from '@/lib/onnx/names';
import { isFloat } from '@/lib/onnx/types';
import { type Count, plus } from './exact';
import type { BackwardCount } from './report';
import type { Cost } from './rules/cost';
import { makesWeight, type Weights, weightKeyOf } from './trainable';

/** Bits of a value's state. */
const NEEDS = 1;
/** Depends on a graph input: its gradient is dX, otherwise dW. */
const ACTIVATION = 2;

/** The state of every value, by number. */
export type Gradients = Uint8Array;

/** Operators whose derivative is zero almost everywhere, or that leave the reals. */
const BLOCKING: ReadonlySet<string> = new Set([
  'Shape',
  'Size',
  'Floor',
  'Ceil',
  'Round',
  'Sign',
  'ArgMax',
  'ArgMin',
  'Hardmax',
  'DynamicQuantizeLinear',
  'ConstantOfShape',
  'OneHot',
  'EyeLike',
  'RandomNormalLike',
  'RandomUniformLike',
  'Bernoulli',
]);

/**
 * A float that is rounded and scaled back trains as if it were not (straight-through, as
 * quantisation-aware training does it): these pass gradients although integers stand between them.
 */
const STRAIGHT_THROUGH: ReadonlySet<string> = new Set([
  'QuantizeLinear',
  'DequantizeLinear',
  'Gather',
]);

/** The state of a value's gradient; an absent value has none. */
export const stateOf = (gradients: Gradients, value: number): number =>
  value === NO_VALUE ? 0 : gradients[value];

/**
 * Sets the states of a graph's inputs and initialisers. `given` are those of a body's inputs, by
 * position.
 */
export function openGradients(
  gradients: Gradients,
  { graph, inputs, inputValues, initializerValues }: GraphFacts,
  trained: Weights,
  inputGrad: boolean,
  given: readonly number[] | null,
): void {
  inputValues.forEach((value, i) => {
    const fact = inputs[i];
    const real = fact.kind !== 'tensor' || fact.dtype === null || isFloat(fact.dtype);
    gradients[value] = given?.[i] ?? ACTIVATION | (inputGrad && real ? NEEDS : 0);
  });
  graph.initializers.forEach((initializer, i) => {
    gradients[initializerValues[i]] = trained.get(initializer)?.hasGradient === true ? NEEDS : 0;
  });
}

/** Sets the states of a node's outputs from its inputs' (`extra` adds what its bodies give). */
export function advance(
  gradients: Gradients,
  view: NodeView,
  trained: Weights,
  extra: number,
): void {
  const { node, firstWrite } = view;
  let state = extra;
  for (let i = 0; i < view.inputCount; i += 1) state |= stateOf(gradients, view.read(i));
  if (BLOCKING.has(node.opType)) state &= ~NEEDS;
  const through = STRAIGHT_THROUGH.has(node.opType);
  for (let i = 0; i < node.outputs.length; i += 1) {
    const value = firstWrite + i;
    const fact = view.output(i);
    // A weight that is moved before it is dequantised stays one.
    const discrete =
      !through &&
      (state & ACTIVATION) !== 0 &&
      fact?.kind === 'tensor' &&
      fact.dtype !== null &&
      !isFloat(fact.dtype);
    gradients[value] = discrete ? state & ~NEEDS : state;
    if (makesWeight(node, i, trained))
      gradients[value] = trained.get(weightKeyOf(node))?.hasGradient === true ? NEEDS : 0;
  }
}

/** States of a graph's outputs, bodies included. */
function outputStates(
  gradients: Gradients,
  facts: GraphFacts,
  trained: Weights,
  given: readonly number[],
): readonly number[] {
  openGradients(gradients, facts, trained, false, given);
  for (let i = 0; i < facts.nodes.length; i += 1) {
    const node = facts.nodes.at(i);
    let extra = 0;
    for (const { facts: body } of node.inside?.bodies ?? []) {
      for (const state of outputStates(
        gradients,
        body,
        trained,
        bodyStates(gradients, node, body, trained),
      ))
        extra |= state;
    }
    advance(gradients, node, trained, extra);
  }
  return facts.outputValues.map((value) => stateOf(gradients, value));
}

/** Where a body's outputs come back in as its inputs: outputs from 0 on, inputs from here on. */
const FEEDBACK: ReadonlyMap<string, number> = new Map([
  ['Loop', 1],
  ['Scan', 0],
]);

/**
 * States of a body's inputs: those of the node's, and in loops also what an iteration makes of
 * them.
 */
export function bodyStates(
  gradients: Gradients,
  view: NodeView,
  body: GraphFacts,
  trained: Weights,
): readonly number[] {
  const { node } = view;
  const states = Array.from({ length: view.inputCount }, (_, i) =>
    stateOf(gradients, view.read(i)),
  );
  const first = FEEDBACK.get(node.opType);
  if (first === undefined) return states;
  const carried = body.graph.inputs.length - first - (node.opType === 'Scan' ? scanned(node) : 0);
  for (;;) {
    const made = outputStates(gradients, body, trained, states);
    let changed = false;
    for (let i = 0; i < carried; i += 1) {
      const state = states[first + i] | (made[i] ?? 0);
      changed = changed || state !== states[first + i];
      states[first + i] = state;
    }
    if (!changed) return states;
  }
}

const scanned = (node: Node): number => {
  const count = attributeNamed(node.attributes, 'num_scan_inputs');
  return count?.kind === 'int' ? Number(count.value) : 0;
};

/** MACs of a node's backward pass: each product once for each operand that needs a gradient. */
export function backwardOf(
  cost: Cost,
  gradients: Gradients,
  view: NodeView,
  fused: boolean,
): BackwardCount {
  const state = (inputs: readonly number[]): number => {
    let result = 0;
    for (const i of inputs) result |= stateOf(gradients, view.read(i));
    return result;
  };
  let inputMacs: Count = 0;
  let weightMacs: Count = 0;
  let any = false;
  for (const { macs, left, right } of cost.products) {
    for (const operand of [state(left), state(right)]) {
      if ((operand & NEEDS) === 0) continue;
      any = true;
      if ((operand & ACTIVATION) === 0) weightMacs = plus(weightMacs, macs);
      else inputMacs = plus(inputMacs, macs);
    }
  }
  if (fused && any) inputMacs = plus(inputMacs, cost.recomputed);
  return { inputMacs, weightMacs };
}
