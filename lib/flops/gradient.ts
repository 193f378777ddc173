// Which values need a gradient in the backward pass: what depends on a trained tensor (or on a graph input, if asked),
// through differentiable operators. A product costs once more for each operand that needs one (flop-formulas section 3).
import type { GraphFacts, NodeFacts } from '@/lib/onnx/infer/graph-facts';
import { isFloat } from '@/lib/onnx/types';
import { type Count, plus } from './exact';
import type { BackwardCount } from './report';
import type { Cost } from './rules/cost';

/** Bits of a value's state. */
const NEEDS = 1;
/** Depends on a graph input: its gradient is dX, otherwise dW. */
const ACTIVATION = 2;

/** The state of every name, of enclosing graphs too. */
export interface Gradients {
  readonly states: Map<string, number>;
  readonly parent: Gradients | null;
}

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
  'QuantizeLinear',
  'DynamicQuantizeLinear',
  'ConstantOfShape',
  'OneHot',
  'EyeLike',
  'RandomNormalLike',
  'RandomUniformLike',
  'Bernoulli',
]);

export function stateOf(gradients: Gradients | null, name: string): number {
  for (let at = gradients; at !== null; at = at.parent) {
    const found = at.states.get(name);
    if (found !== undefined) return found;
  }
  return 0;
}

/** States of a graph's inputs and initialisers. `given` are those of a body's inputs, by position. */
export function openGradients(
  facts: GraphFacts,
  trained: ReadonlyMap<string, number>,
  inputGrad: boolean,
  given: readonly number[] | null,
  parent: Gradients | null,
): Gradients {
  const states = new Map<string, number>();
  facts.graph.inputs.forEach(({ name }, i) => {
    const fact = facts.values.get(name);
    const real = fact?.kind !== 'tensor' || fact.dtype === null || isFloat(fact.dtype);
    states.set(name, given?.[i] ?? ACTIVATION | (inputGrad && real ? NEEDS : 0));
  });
  for (const { name } of facts.graph.initializers) states.set(name, trained.has(name) ? NEEDS : 0);
  return { states, parent };
}

/** Sets the states of a node's outputs from its inputs' (`extra` adds what its bodies give). */
export function advance(
  gradients: Gradients,
  { node, outputs }: NodeFacts,
  trained: ReadonlyMap<string, number>,
  extra: number,
): void {
  let state = extra;
  for (let i = 0; i < node.inputs.length; i += 1) state |= stateOf(gradients, node.inputs[i]);
  if (BLOCKING.has(node.opType)) state &= ~NEEDS;
  node.outputs.forEach((name, i) => {
    const fact = outputs[i];
    if (trained.has(name)) {
      gradients.states.set(name, NEEDS);
      return;
    }
    const discrete = fact?.kind === 'tensor' && fact.dtype !== null && !isFloat(fact.dtype);
    gradients.states.set(name, discrete ? state & ~NEEDS : state);
  });
}

/** States of a graph's outputs, bodies included. */
function outputStates(
  facts: GraphFacts,
  trained: ReadonlyMap<string, number>,
  given: readonly number[],
  parent: Gradients,
) {
  const gradients = openGradients(facts, trained, false, given, parent);
  for (const node of facts.nodes) {
    let extra = 0;
    for (const { facts: body } of node.bodies) {
      for (const state of outputStates(body, trained, bodyStates(node, body, trained, gradients), gradients))
        extra |= state;
    }
    advance(gradients, node, trained, extra);
  }
  return facts.graph.outputs.map(({ name }) => stateOf(gradients, name));
}

/** Where a body's outputs come back in as its inputs: outputs from 0 on, inputs from here on. */
const FEEDBACK: ReadonlyMap<string, number> = new Map([
  ['Loop', 1],
  ['Scan', 0],
]);

/** States of a body's inputs: those of the node's, and in loops also what an iteration makes of them. */
export function bodyStates(
  { node }: NodeFacts,
  body: GraphFacts,
  trained: ReadonlyMap<string, number>,
  outer: Gradients,
): readonly number[] {
  const states = node.inputs.map((name) => (name === '' ? 0 : stateOf(outer, name)));
  const first = FEEDBACK.get(node.opType);
  if (first === undefined) return states;
  const carried = body.graph.inputs.length - first - (node.opType === 'Scan' ? scanned(node) : 0);
  for (;;) {
    const made = outputStates(body, trained, states, outer);
    let changed = false;
    for (let i = 0; i < carried; i += 1) {
      const state = states[first + i] | (made[i] ?? 0);
      changed = changed || state !== states[first + i];
      states[first + i] = state;
    }
    if (!changed) return states;
  }
}

const scanned = (node: NodeFacts['node']): number => {
  const count = node.attributes.get('num_scan_inputs');
  return count?.kind === 'int' ? Number(count.value) : 0;
};

/** MACs of a node's backward pass: each product once for each operand that needs a gradient. */
export function backwardOf(cost: Cost, gradients: Gradients, { node }: NodeFacts, fused: boolean): BackwardCount {
  const state = (inputs: readonly number[]): number => {
    let result = 0;
    for (const i of inputs) result |= stateOf(gradients, node.inputs[i] ?? '');
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
