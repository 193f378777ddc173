// Operators with bodies. A loop's state is followed to a fixed point (what holds in every
// iteration), or iteration by iteration where its shape changes and the trip count is small.
// Sources: ONNX If, Loop, Scan (8 and 9), SequenceMap.
import { bodiesOf } from '../bodies';
import type { Dim, Graph } from '../ir';
import { agree, axisOf } from './dims';
import {
  doubtful,
  type Fact,
  join,
  OPAQUE,
  sameFact,
  scalar,
  type TensorFact,
  tensor,
} from './fact';
import type { BodyRun, Controlled, GraphFacts, NodeView } from './node-view';
import { ITEM_LIMIT, sequence, sequenceOf } from './sequence';

/** Infers a body with these facts for its inputs, by position. */
export type RunBody = (graph: Graph, inputs: readonly Fact[]) => GraphFacts;
/** Takes nodes from what a model may still unroll; false where they are too many. */
export type Afford = (nodes: number) => boolean;
export type ControlRule = (n: NodeView, run: RunBody, afford: Afford) => Controlled;

/**
 * Loops whose state changes shape are followed one iteration at a time, as far as this many rounds.
 */
const UNROLLED_ROUNDS = 8_192;
/** ... and, all loops of a model together, as many nodes. */
export const UNROLLED_NODES = 65_536;
const ROUND_LIMIT = 12;

const nothing = (n: NodeView): Controlled => ({
  outputs: n.node.outputs.map(() => doubtful(null, 'inconsistent')),
  bodies: [],
  alternatives: false,
});

const branch: ControlRule = (n, run) => {
  const [yes, no] = [n.graph('then_branch'), n.graph('else_branch')];
  if (yes === null || no === null) return nothing(n);
  const condition = n.number(0);
  if (condition !== null) {
    const facts = run(condition !== 0 ? yes : no, []);
    return { outputs: facts.outputs, bodies: [{ facts, times: 1 }], alternatives: false };
  }
  const [left, right] = [run(yes, []), run(no, [])];
  const outputs = n.node.outputs.map((_, i) =>
    join(left.outputs[i] ?? OPAQUE, right.outputs[i] ?? OPAQUE),
  );
  return {
    outputs,
    bodies: [left, right].map((facts) => ({ facts, times: 1 })),
    alternatives: true,
  };
};

interface Settled {
  readonly facts: GraphFacts;
  readonly state: readonly Fact[];
  /** What the first round made of the initial state. */
  readonly first: GraphFacts;
  /** Whether the first round already left the state as it was. */
  readonly stable: boolean;
}

/** Widens `state` until the body maps it into itself. `frame` makes body inputs from a state. */
function settle(
  body: Graph,
  run: RunBody,
  initial: readonly Fact[],
  frame: (state: readonly Fact[]) => readonly Fact[],
): Settled {
  let state = initial;
  let first: GraphFacts | null = null;
  for (let round = 0; ; round += 1) {
    const facts = run(body, frame(state));
    first ??= facts;
    const next = state.map((fact, i) =>
      round < ROUND_LIMIT ? join(fact, facts.outputs[i] ?? OPAQUE) : OPAQUE,
    );
    if (next.every((fact, i) => sameFact(fact, state[i])))
      return { facts, state, first, stable: round === 0 };
    // Values may change from round to round without any extent changing: that alone is no reason to
    // unroll.
    state = next;
    if (round > ROUND_LIMIT) return { facts, state, first, stable: false };
  }
}

const shapeOf = (fact: Fact): string =>
  JSON.stringify(fact, (key, value: unknown) => (key === 'values' ? undefined : value));

/** An output that collects one slice per iteration along a new axis. */
function stacked(fact: Fact | undefined, count: Dim, at: number): TensorFact {
  if (fact?.kind !== 'tensor' || fact.dims === null)
    return tensor(fact?.kind === 'tensor' ? fact.dtype : null, null);
  const axis = axisOf(at, fact.dims.length + 1) ?? 0;
  const dims = [...fact.dims.slice(0, axis), count, ...fact.dims.slice(axis)];
  return count === null
    ? doubtful(fact.dtype, 'data-dependent', dims)
    : { ...fact, dims, values: null };
}

const loop: ControlRule = (n, run, afford) => {
  const body = n.graph('body');
  if (body === null) return nothing(n);
  const condition: Fact = n.has(1) ? n.tensor(1) : scalar('bool', 1);
  const carried = Array.from(
    { length: Math.max(0, n.inputCount - 2) },
    (_, i) => n.input(i + 2) ?? OPAQUE,
  );
  const initial = [condition, ...carried];
  const iteration = scalar('int64');
  const settled = settle(body, run, initial, (state) => [iteration, ...state]);
  const certain = (fact: Fact | undefined): boolean =>
    fact?.kind === 'tensor' && fact.values?.[0] === 1;
  const forever = certain(initial[0]) && certain(settled.state[0]);
  const limit = n.has(0) ? n.number(0) : null;
  const never = n.number(1) === 0 && n.has(1);
  const trips = never ? 0 : forever && limit !== null ? Math.max(0, limit) : null;
  const changes = settled.state.some((fact, i) => shapeOf(fact) !== shapeOf(initial[i]));

  // The state changes shape, or the condition may end the loop before the trip count does.
  if (
    trips === null
      ? isKnownFlag(initial[0]) && isKnownFlag(settled.first.outputs[0])
      : changes && trips > 0
  ) {
    const rounds = unrolled(
      n,
      body,
      run,
      initial,
      n.has(0) ? limit : Number.POSITIVE_INFINITY,
      afford,
    );
    if (rounds !== null) return rounds;
  }
  const outputs = n.node.outputs.map((_, i): Fact => {
    const at = i + 1;
    if (i >= carried.length) return stacked(settled.facts.outputs[at], trips, 0);
    if (trips === 0) return carried[i];
    return trips === null ? settled.state[at] : (settled.facts.outputs[at] ?? OPAQUE);
  });
  return { outputs, bodies: [{ facts: settled.facts, times: trips }], alternatives: false };
};

const nodesIn = (graph: Graph): number =>
  graph.nodes.reduce(
    (sum, node) => sum + 1 + bodiesOf(node).reduce((inner, body) => inner + nodesIn(body), 0),
    0,
  );

const isKnownFlag = (fact: Fact | undefined): boolean =>
  fact?.kind === 'tensor' && typeof fact.values?.[0] === 'number';
const isFalse = (fact: Fact | undefined): boolean =>
  fact?.kind === 'tensor' && fact.values?.[0] === 0;

/**
 * Each iteration with the state that the one before left, until the condition or the trip count
 * ends it; null where a condition is not known or there are more iterations than can be afforded.
 */
function unrolled(
  n: NodeView,
  body: Graph,
  run: RunBody,
  initial: readonly Fact[],
  trips: number | null,
  afford: Afford,
): Controlled | null {
  if (trips === null || (Number.isFinite(trips) && trips > UNROLLED_ROUNDS)) return null;
  const nodes = 1 + nodesIn(body);
  const bodies: BodyRun[] = [];
  let state = initial;
  for (let i = 0; i < trips && !isFalse(state[0]); i += 1) {
    if (i >= UNROLLED_ROUNDS || !isKnownFlag(state[0]) || !afford(nodes)) return null;
    const facts = run(body, [scalar('int64', i), ...state]);
    bodies.push({ facts, times: 1 });
    state = facts.outputs.slice(0, initial.length);
  }
  const outputs = n.node.outputs.map((_, i): Fact => {
    const at = i + 1;
    if (at < initial.length) return state[at] ?? OPAQUE;
    const slices = bodies.map(({ facts }) => facts.outputs[at] ?? OPAQUE);
    return slices.length === 0
      ? tensor(null, null)
      : stacked(slices.reduce(join), bodies.length, 0);
  });
  return { outputs, bodies, alternatives: false };
}

const scan: ControlRule = (n, run) => {
  const body = n.graph('body');
  if (body === null) return nothing(n);
  // Scan-8 has sequence lengths first and a batch axis before everything.
  const legacy = n.opset < 9;
  const first = legacy ? 1 : 0;
  const scanned = n.int('num_scan_inputs', 1);
  const states = n.inputCount - first - scanned;
  if (states < 0) return nothing(n);
  const axes = n.ints('scan_input_axes');
  const lead = legacy ? 1 : 0;
  let trips: Dim = null;
  let batch: Dim = null;
  const slices = Array.from({ length: scanned }, (_, i): Fact => {
    const x = n.tensor(first + states + i);
    if (x.dims === null) return tensor(x.dtype, null);
    const axis = axisOf(legacy ? 1 : (axes?.[i] ?? 0), x.dims.length);
    if (axis === null) return tensor(x.dtype, null);
    trips = agree(trips, x.dims[axis]);
    batch = legacy ? agree(batch, x.dims[0]) : null;
    return tensor(
      x.dtype,
      x.dims.filter((_, k) => k !== axis && k >= lead),
    );
  });
  const initial = Array.from({ length: states }, (_, i): Fact => {
    const x = n.tensor(first + i);
    return tensor(x.dtype, x.dims === null ? null : x.dims.slice(lead), legacy ? null : x.values);
  });
  const settled = settle(body, run, initial, (state) => [...state, ...slices]);
  const batched = (fact: TensorFact): TensorFact =>
    legacy && fact.dims !== null ? { ...fact, dims: [batch, ...fact.dims], values: null } : fact;
  const outAxes = n.ints('scan_output_axes');
  const outputs = n.node.outputs.map((_, i): Fact => {
    const fact = i < states ? settled.state[i] : settled.facts.outputs[i];
    if (i >= states)
      return batched(stacked(fact, trips, legacy ? 0 : (outAxes?.[i - states] ?? 0)));
    return fact.kind === 'tensor' ? batched(fact) : fact;
  });
  const rounds: number | null = typeof trips === 'number' ? trips : null;
  const per: number | null = legacy ? (typeof batch === 'number' ? batch : null) : 1;
  const times = rounds === null || per === null ? null : rounds * per;
  return { outputs, bodies: [{ facts: settled.facts, times }], alternatives: false };
};

/**
 * The body runs once per element; further inputs that are sequences are walked along, others are
 * passed whole.
 */
const sequenceMap: ControlRule = (n, run) => {
  const body = n.graph('body');
  const over = sequence(n, 0);
  if (body === null || over === null) return nothing(n);
  const round = (at: number | null): GraphFacts =>
    run(
      body,
      n.inputs().map((fact, i) => {
        const inner = sequence(n, i);
        if (inner === null) return fact ?? OPAQUE;
        return (at === null ? undefined : inner.items?.[at]) ?? inner.element ?? OPAQUE;
      }),
    );
  if (over.items === null || over.items.length > ITEM_LIMIT) {
    const facts = round(null);
    const outputs = facts.outputs.map(
      (element): Fact => ({ kind: 'sequence', element, items: null }),
    );
    return { outputs, bodies: [{ facts, times: null }], alternatives: false };
  }
  const rounds = over.items.map((_, at) => round(at));
  const outputs = n.node.outputs.map((_, i) =>
    sequenceOf(rounds.map(({ outputs: made }) => made[i] ?? OPAQUE)),
  );
  return { outputs, bodies: rounds.map((facts) => ({ facts, times: 1 })), alternatives: false };
};

export const CONTROL: ReadonlyMap<string, ControlRule> = new Map([
  ['If', branch],
  ['Loop', loop],
  ['Scan', scan],
  ['SequenceMap', sequenceMap],
]);
