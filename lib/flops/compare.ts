// What changed between two counts: totals, and layers matched by name. Layers that cost the same before and after are left
// out; a renamed layer is one removed and one added.
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

export interface Comparison {
  /** Sums of what is known: lower bounds where `unknownNodes` are missing in them. */
  readonly macs: Change<Count>;
  /** Nodes whose MACs are not known. */
  readonly unknownNodes: Change<number>;
  readonly otherOps: Change<Count>;
  readonly params: Change<number>;
  readonly weightBytes: Change<number>;
  readonly layers: readonly LayerChange[];
}

const between = <T>(before: T, after: T): Change<T> => ({ before, after });
const costs = ({ macs, otherOps, params }: NodeReport): boolean => macs !== 0 || otherOps !== 0 || params !== 0;

export function compareReports(base: Report, next: Report): Comparison {
  const before = new Map(base.nodes.map((node) => [node.name, node]));
  const layers: LayerChange[] = [];
  for (const node of next.nodes) {
    const old = before.get(node.name);
    before.delete(node.name);
    if (old === undefined) {
      if (costs(node)) layers.push(change('added', node, between(0, node.macs), between(0, node.params)));
    } else if (old.macs !== node.macs || old.otherOps !== node.otherOps || old.params !== node.params) {
      layers.push(change('changed', node, between(old.macs, node.macs), between(old.params, node.params)));
    }
  }
  for (const old of before.values()) {
    if (costs(old)) layers.push(change('removed', old, between(old.macs, 0), between(old.params, 0)));
  }
  return {
    macs: between(base.macs, next.macs),
    unknownNodes: between(base.totals.macs.unknownNodes, next.totals.macs.unknownNodes),
    otherOps: between(base.otherOps, next.otherOps),
    params: between(base.params, next.params),
    weightBytes: between(base.weightBytes, next.weightBytes),
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
