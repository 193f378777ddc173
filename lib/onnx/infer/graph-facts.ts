// What inference found out about a graph: every node with the facts of its inputs and outputs, bodies included. Counting
// reads this and nothing else.
import type { Graph, Node } from '../ir';
import type { BodyRun } from './control';
import type { Fact } from './fact';
import type { NodeView } from './node-view';

export interface NodeFacts {
  readonly node: Node;
  /** The node as rules saw it. */
  readonly view: NodeView;
  readonly outputs: readonly Fact[];
  readonly bodies: readonly BodyRun[];
  /** Only one of the bodies runs. */
  readonly alternatives: boolean;
  /** Whether a rule knows this operator. */
  readonly supported: boolean;
}

export interface GraphFacts {
  readonly graph: Graph;
  readonly nodes: readonly NodeFacts[];
  /** By the graph's own names: inputs, initialisers, node outputs. */
  readonly values: ReadonlyMap<string, Fact>;
  /** In the order of the graph's outputs. */
  readonly outputs: readonly Fact[];
}
