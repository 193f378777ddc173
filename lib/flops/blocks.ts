// Layers as a tree of blocks, by the path in their names: exporters write '/layer1/layer1.0/conv1/Conv', builders
// 'layer1.0.conv1'. A block that holds one thing is merged with it. Sums are exact.
import { type Count, plus } from './exact';
import { backwardMacsOf } from './record';
import type { NodeReport } from './report';

export interface Block {
  /** Unique in the tree. */
  readonly id: string;
  readonly label: string;
  /** Null for a block. */
  readonly node: NodeReport | null;
  readonly children: readonly Block[];
  /** Layers inside, 1 for a layer. */
  readonly layers: number;
  /** Sums over what is known; null where nothing is. */
  readonly macs: Count | null;
  readonly backwardMacs: Count | null;
  readonly otherOps: Count | null;
  readonly params: number;
  readonly weightBytes: number;
  readonly unresolved: number;
}

/** Names may be hostile; deeper paths stay in one label. */
const DEPTH_LIMIT = 12;

function pathOf(name: string): readonly string[] {
  const parts = (name.includes('/') ? name.split('/') : name.split('.')).filter((part) => part !== '');
  if (parts.length === 0) return [name];
  return parts.length <= DEPTH_LIMIT
    ? parts
    : [...parts.slice(0, DEPTH_LIMIT - 1), parts.slice(DEPTH_LIMIT - 1).join('/')];
}

interface Branch {
  readonly branches: Map<string, Branch>;
  /** Blocks and layers in the order of the file. */
  readonly items: (Branch | NodeReport)[];
  readonly label: string;
}

const branch = (label: string): Branch => ({ branches: new Map(), items: [], label });

export function blocksOf(nodes: readonly NodeReport[]): readonly Block[] {
  const root = branch('');
  for (const node of nodes) {
    let at = root;
    for (const part of pathOf(node.name).slice(0, -1)) {
      let inner = at.branches.get(part);
      if (inner === undefined) {
        inner = branch(part);
        at.branches.set(part, inner);
        at.items.push(inner);
      }
      at = inner;
    }
    at.items.push(node);
  }
  return root.items.map((item, i) => blockOf(item, String(i)));
}

function blockOf(item: Branch | NodeReport, id: string): Block {
  if (!('items' in item)) return layerOf(item, id);
  const children = item.items.map((inner, i) => blockOf(inner, `${id}.${i}`));
  if (children.length === 1) return { ...children[0], label: `${item.label}/${children[0].label}` };
  return {
    id,
    label: item.label,
    node: null,
    children,
    layers: children.reduce((sum, { layers }) => sum + layers, 0),
    macs: known(children.map(({ macs }) => macs)),
    backwardMacs: known(children.map(({ backwardMacs }) => backwardMacs)),
    otherOps: known(children.map(({ otherOps }) => otherOps)),
    params: children.reduce((sum, { params }) => sum + params, 0),
    weightBytes: children.reduce((sum, { weightBytes }) => sum + weightBytes, 0),
    unresolved: children.reduce((sum, { unresolved }) => sum + unresolved, 0),
  };
}

function layerOf(node: NodeReport, id: string): Block {
  const { macs, otherOps, params, weightBytes } = node;
  return {
    id,
    label: pathOf(node.name).at(-1) ?? node.name,
    node,
    children: [],
    layers: 1,
    macs,
    backwardMacs: backwardMacsOf(node),
    otherOps,
    params,
    weightBytes,
    unresolved: node.reason === null ? 0 : 1,
  };
}

function known(counts: readonly (Count | null)[]): Count | null {
  let sum: Count | null = null;
  for (const count of counts) if (count !== null) sum = plus(sum ?? 0, count);
  return sum;
}
