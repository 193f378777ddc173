// Layers as a tree of blocks, by the path in their names: exporters write
// '/layer1/layer1.0/conv1/Conv', builders 'layer1.0.conv1', inlined functions 'call/node'. A block
// that holds one thing is merged with it. Bodies of If, Loop and Scan open inside their node.
// Constants are no layers. Sums are exact.
import { type Count, plus } from './exact';
import { backwardMacsOf } from './record';
import type { BodyReport, NodeReport } from './report';

export interface Block {
  /** Unique in the tree. */
  readonly id: string;
  readonly label: string;
  /** Null for a block and for a body; a node with bodies has them as children. */
  readonly node: NodeReport | null;
  /** How often a body's work is counted; null for what is none. */
  readonly times: number | null;
  readonly children: readonly Block[];
  /** Layers inside, 1 for a layer. */
  readonly layers: number;
  /**
   * Sums over what is known; null where nothing is. Inside a body those of one run, of the body
   * those of all its runs.
   */
  readonly macs: Count | null;
  readonly backwardMacs: Count | null;
  readonly otherOps: Count | null;
  readonly params: number;
  readonly weightBytes: number;
  readonly unresolved: number;
  /** Nodes whose MACs are not known: `macs` is then the least that they can be. */
  readonly unknownMacs: number;
}

/** Names may be hostile; deeper paths stay in one label. */
const DEPTH_LIMIT = 12;

function pathOf(name: string, opType: string): readonly string[] {
  const parts = (name.includes('/') ? name.split('/') : name.split('.')).filter(
    (part) => part !== '',
  );
  // Paddle's exporter numbers operators, 'p2o.Conv.12': that is no path.
  const isNumbered =
    !name.includes('/') && parts.at(-2) === opType && /^\d+$/.test(parts.at(-1) ?? '');
  if (parts.length === 0 || isNumbered) return [name];
  return parts.length <= DEPTH_LIMIT
    ? parts
    : [...parts.slice(0, DEPTH_LIMIT - 1), parts.slice(DEPTH_LIMIT - 1).join('/')];
}

/** A layer, and its name without that of the node in whose body it stands. */
interface Leaf {
  readonly node: NodeReport;
  readonly name: string;
}

interface Branch {
  readonly branches: Map<string, Branch>;
  /** Blocks and layers in the order of the file. */
  readonly items: (Branch | Leaf)[];
  readonly label: string;
}

const branch = (label: string): Branch => ({ branches: new Map(), items: [], label });

/** The tree of a graph's nodes in the order of the file. */
export const blocksOf = (nodes: readonly NodeReport[]): readonly Block[] =>
  blocksWithin(nodes, '', '');

/**
 * @param prefix what the names of a body's nodes begin with @param id of what holds them, '' for
 * the graph itself
 */
function blocksWithin(nodes: readonly NodeReport[], prefix: string, id: string): readonly Block[] {
  const root = branch('');
  for (const node of nodes) {
    if (node.opType === 'Constant') continue;
    const name = node.name.startsWith(prefix) ? node.name.slice(prefix.length) : node.name;
    let at = root;
    for (const part of pathOf(name, node.opType).slice(0, -1)) {
      let inner = at.branches.get(part);
      if (inner === undefined) {
        inner = branch(part);
        at.branches.set(part, inner);
        at.items.push(inner);
      }
      at = inner;
    }
    at.items.push({ node, name });
  }
  return root.items.map((item, i) => blockOf(item, id === '' ? String(i) : `${id}.${i}`));
}

function blockOf(item: Branch | Leaf, id: string): Block {
  if (!('items' in item)) return layerOf(item, id);
  const children = item.items.map((inner, i) => blockOf(inner, `${id}.${i}`));
  if (children.length === 1) return { ...children[0], label: `${item.label}/${children[0].label}` };
  return {
    id,
    label: item.label,
    node: null,
    times: null,
    children,
    layers: children.reduce((sum, { layers }) => sum + layers, 0),
    macs: known(children.map(({ macs }) => macs)),
    backwardMacs: known(children.map(({ backwardMacs }) => backwardMacs)),
    otherOps: known(children.map(({ otherOps }) => otherOps)),
    params: children.reduce((sum, { params }) => sum + params, 0),
    weightBytes: children.reduce((sum, { weightBytes }) => sum + weightBytes, 0),
    unresolved: children.reduce((sum, { unresolved }) => sum + unresolved, 0),
    unknownMacs: children.reduce((sum, { unknownMacs }) => sum + unknownMacs, 0),
  };
}

function layerOf({ node, name }: Leaf, id: string): Block {
  const { macs, otherOps, weightBytes, bodies } = node;
  const children = bodies.map((body, i) => bodyOf(body, `${node.name}/`, `${id}.${i}`));
  return {
    id,
    label: pathOf(name, node.opType).at(-1) ?? name,
    node,
    times: null,
    children,
    layers: 1 + children.reduce((sum, { layers }) => sum + layers, 0),
    macs,
    backwardMacs: backwardMacsOf(node),
    otherOps,
    params: node.params + children.reduce((sum, { params }) => sum + params, 0),
    weightBytes,
    unresolved:
      (node.reason === null ? 0 : 1) +
      children.reduce((sum, { unresolved }) => sum + unresolved, 0),
    unknownMacs:
      (macs === null ? 1 : 0) + children.reduce((sum, { unknownMacs }) => sum + unknownMacs, 0),
  };
}

function bodyOf({ label, times, nodes, operators }: BodyReport, prefix: string, id: string): Block {
  const children = blocksWithin(nodes, prefix, id);
  const sums = [...operators.values()];
  const unknownMacs = sums.reduce((sum, one) => sum + one.unknownMacs, 0);
  const macs = known(sums.map((one) => one.macs));
  return {
    id,
    label,
    node: null,
    times,
    children,
    layers: children.reduce((sum, { layers }) => sum + layers, 0),
    // A lower bound of 0 is no answer.
    macs: unknownMacs > 0 && macs === 0 ? null : macs,
    backwardMacs: null,
    otherOps: known(sums.map(({ otherOps }) => otherOps)),
    params: children.reduce((sum, { params }) => sum + params, 0),
    weightBytes: children.reduce((sum, { weightBytes }) => sum + weightBytes, 0),
    unresolved: children.reduce((sum, { unresolved }) => sum + unresolved, 0),
    unknownMacs,
  };
}

/**
 * The sum of what is known; null where something is open and nothing else is known: a lower bound
 * of 0 is no answer.
 */
function known(counts: readonly (Count | null)[]): Count | null {
  let sum: Count = 0;
  let isOpen = false;
  for (const count of counts) {
    if (count === null) isOpen = true;
    else sum = plus(sum, count);
  }
  return isOpen && sum === 0 ? null : sum;
}

/** What is not known stands before what costs nothing: it may cost anything. */
const UNKNOWN_ORDER = 0.5;
const orderOf = (count: Count | null): Count => count ?? UNKNOWN_ORDER;

/**
 * The largest first, by MACs and then by other operations; what costs the same keeps the order of
 * the file.
 */
export const byWork = (a: Block, b: Block): number =>
  compareCounts(orderOf(b.macs), orderOf(a.macs)) ||
  compareCounts(orderOf(b.otherOps), orderOf(a.otherOps));

const compareCounts = (a: Count, b: Count): number => (a > b ? 1 : a < b ? -1 : 0);
