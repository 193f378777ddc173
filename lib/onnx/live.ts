// The nodes of a graph that something asks for: those from which an output follows. Runtimes drop
// the others before they run, so they are no work. Graphs in which all are asked for, nearly all,
// stay as they are; so do the bodies of nodes.
import { bodiesOf } from './bodies';
import type { Graph, Node } from './ir';
import { namesOf } from './names';
import { labelOf } from './order';

export interface Live {
  readonly graph: Graph;
  /** Labels of the nodes that were left out. */
  readonly dead: readonly string[];
}

const NONE: readonly string[] = [];

/** A graph that names no outputs is asked for as a whole. */
export function liveGraph(graph: Graph): Live {
  const { nodes } = graph;
  const names = namesOf(graph);
  const isAsked = new Uint8Array(names.count);
  for (const output of names.outputs) if (output >= 0) isAsked[output] = 1;
  const isLive = new Uint8Array(nodes.length);
  let count = 0;
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const node = nodes[i];
    if (node === undefined) continue;
    const first = names.firstWrites[i] ?? 0;
    let live = graph.outputs.length === 0;
    for (let k = 0; k < node.outputs.length && !live; k += 1) live = isAsked[first + k] === 1;
    if (!live) continue;
    isLive[i] = 1;
    count += 1;
    const end = names.firstReads[i + 1] ?? 0;
    for (let k = names.firstReads[i] ?? 0; k < end; k += 1) {
      const value = names.reads[k] ?? -1;
      if (value >= 0) isAsked[value] = 1;
    }
    for (const body of bodiesOf(node)) {
      for (const name of namesOf(body).outer) askFor(name, names.locals, isAsked);
    }
  }
  if (count === nodes.length) return { graph, dead: NONE };
  const isKept = (_: Node, i: number): boolean => isLive[i] === 1;
  const dead = nodes.filter((node, i) => !isKept(node, i)).map(labelOf);
  return { graph: { ...graph, nodes: nodes.filter(isKept) }, dead };
}

/**
 * A name that a body reads means its last writer here; an earlier one of the same name lives on
 * with it.
 */
function askFor(name: string, locals: ReadonlyMap<string, number>, isAsked: Uint8Array): void {
  const value = locals.get(name);
  if (value !== undefined) isAsked[value] = 1;
}
