// What changed between two counts: totals, operators, outermost blocks and layers, the last two
// matched by name. What costs the same before and after is left out of blocks and layers; a renamed
// layer is one removed and one added.
import { type Block, blocksOf } from './blocks';
import type { Count } from './exact';
import type { NodeReport, Report } from './report';

export interface Change<T> {
  readonly before: T;
  readonly after: T;
}

export interface LayerChange {
  readonly name: string;
  readonly opType: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly macs: Change<Count | null>;
  readonly params: Change<number>;
}

/** Work under one name, of an operator or of a block; 0 where there is none. */
export interface SumChange {
  readonly name: string;
  /** Operators: how many nodes; blocks: how many layers. */
  readonly nodes: Change<number>;
  readonly macs: Change<Count | null>;
  readonly params: Change<number>;
}

export interface Comparison {
  /** Sums of what is known: lower bounds where `unknownNodes` are missing in them. */
  readonly macs: Change<Count>;
  /** Nodes whose MACs are not known. */
  readonly unknownNodes: Change<number>;
  readonly otherOps: Change<Count>;
  readonly params: Change<number>;
  readonly weightBytes: Change<number>;
  readonly peakActivationBytes: Change<Count | null>;
  /** Those that multiply or hold weights, before or after: the largest first. */
  readonly operators: readonly SumChange[];
  /** The outermost blocks that changed, in the order of the files. */
  readonly blocks: readonly SumChange[];
  readonly layers: readonly LayerChange[];
}

const between = <T>(before: T, after: T): Change<T> => ({ before, after });
const costs = ({ macs, otherOps, params }: NodeReport): boolean =>
  macs !== 0 || otherOps !== 0 || params !== 0;

/** What changed from one count to another, layer by layer by name and in total. */
export function compareReports(base: Report, next: Report): Comparison {
  const before = new Map(base.nodes.map((node) => [node.name, node]));
  const layers: LayerChange[] = [];
  for (const node of next.nodes) {
    const old = before.get(node.name);
    before.delete(node.name);
    if (old === undefined) {
      if (costs(node))
        layers.push(change('added', node, between(0, node.macs), between(0, node.params)));
    } else if (
      old.macs !== node.macs ||
      old.otherOps !== node.otherOps ||
      old.params !== node.params
    ) {
      layers.push(
        change('changed', node, between(old.macs, node.macs), between(old.params, node.params)),
      );
    }
  }
  for (const old of before.values()) {
    if (costs(old))
      layers.push(change('removed', old, between(old.macs, 0), between(old.params, 0)));
  }
  return {
    macs: between(base.macs, next.macs),
    unknownNodes: between(base.totals.macs.unknownNodes, next.totals.macs.unknownNodes),
    otherOps: between(base.otherOps, next.otherOps),
    params: between(base.params, next.params),
    weightBytes: between(base.weightBytes, next.weightBytes),
    peakActivationBytes: between(base.peakActivationBytes, next.peakActivationBytes),
    operators: sumChanges(base.operators.map(operatorSum), next.operators.map(operatorSum))
      .filter(({ macs, params }) =>
        [macs.before, macs.after, params.before, params.after].some((sum) => sum !== 0),
      )
      .toSorted(byLargest),
    blocks: sumChanges(blockSums(base), blockSums(next)).filter(
      ({ macs, params }) => macs.before !== macs.after || params.before !== params.after,
    ),
    layers,
  };
}

function change(
  kind: LayerChange['kind'],
  { name, opType }: NodeReport,
  macs: Change<Count | null>,
  params: Change<number>,
): LayerChange {
  return { name, opType, kind, macs, params };
}

interface Sum {
  readonly name: string;
  readonly nodes: number;
  readonly macs: Count | null;
  readonly params: number;
}

const NOTHING = { nodes: 0, macs: 0, params: 0 } as const;

const operatorSum = ({
  operator,
  nodes,
  macs,
  params,
  unknownMacs,
}: Report['operators'][number]): Sum => ({
  name: operator,
  nodes,
  macs: unknownMacs > 0 && macs === 0 ? null : macs,
  params,
});

/** Layers that stand in no block are told of by their names. */
const blockSums = ({ nodes }: Report): readonly Sum[] =>
  blocksOf(nodes)
    .filter(({ children }) => children.length > 0)
    .map(blockSum);

const blockSum = ({ label, layers, macs, params }: Block): Sum => ({
  name: label,
  nodes: layers,
  macs,
  params,
});

/** Pairs sums of one name; of several with one name the first with the first. */
function sumChanges(base: readonly Sum[], next: readonly Sum[]): readonly SumChange[] {
  const before = new Map<string, Sum[]>();
  for (const sum of base) {
    const namesakes = before.get(sum.name);
    if (namesakes === undefined) before.set(sum.name, [sum]);
    else namesakes.push(sum);
  }
  const change = (name: string, old: Omit<Sum, 'name'>, now: Omit<Sum, 'name'>): SumChange => ({
    name,
    nodes: between(old.nodes, now.nodes),
    macs: between(old.macs, now.macs),
    params: between(old.params, now.params),
  });
  const paired = new Map<string, number>();
  const changes = next.map((now) => {
    const at = paired.get(now.name) ?? 0;
    paired.set(now.name, at + 1);
    return change(now.name, before.get(now.name)?.[at] ?? NOTHING, now);
  });
  for (const [name, namesakes] of before) {
    for (const old of namesakes.slice(paired.get(name) ?? 0))
      changes.push(change(name, old, NOTHING));
  }
  return changes;
}

const largest = ({ before, after }: Change<Count | null>): number =>
  Math.max(Number(before ?? 0), Number(after ?? 0));
const byLargest = (a: SumChange, b: SumChange): number => largest(b.macs) - largest(a.macs);
