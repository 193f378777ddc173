// What inference found out about a graph: every node with the facts of its inputs and outputs, bodies included. Counting
// reads this and nothing else. Names are resolved here, once: every value of the model has a number, in each run of a body
// its own.
import type { Graph } from '../ir';
import type { Fact } from './fact';
import type { NodeView } from './node-view';

export interface GraphFacts {
  readonly graph: Graph;
  /** The nodes as rules saw them, one at a time. */
  readonly nodes: NodeView;
  readonly inputs: readonly Fact[];
  readonly outputs: readonly Fact[];
  /** Numbers of its inputs, initialisers (the dense ones first) and outputs, in the graph's order. */
  readonly inputValues: readonly number[];
  readonly initializerValues: readonly number[];
  readonly outputValues: readonly number[];
  /** Its own values have these numbers, its bodies' values higher ones. */
  readonly firstValue: number;
  readonly ownValues: number;
  /** All numbers that this graph, its bodies and what came before them use are below this. */
  readonly valueCount: number;
}
