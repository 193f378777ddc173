// The tree of layers as the rows that are seen: sorted within each block, folded, searched. Ten
// thousand nodes take a few milliseconds; the table draws only what is in sight.
import { type Block, byWork } from '@/lib/flops/blocks';
import type { Count } from '@/lib/flops/exact';

export type Column =
  | 'file'
  | 'label'
  | 'operator'
  | 'macs'
  | 'backward'
  | 'other'
  | 'params'
  | 'time';

export interface Order {
  readonly by: Column;
  readonly descending: boolean;
}

/** Largest first, as the totals above are read. */
export const DEFAULT_ORDER: Order = { by: 'macs', descending: true };

export interface LayerRow {
  readonly block: Block;
  readonly depth: number;
  /** Null for what has nothing to open. */
  readonly open: boolean | null;
}

interface View {
  readonly order: Order;
  /** Ids of what is open. */
  readonly open: ReadonlySet<string>;
  /** Opens every block that holds a match. */
  readonly search: string;
  readonly timeOf: (block: Block) => number;
}

const value = (count: Count | null): number => (count === null ? -1 : Number(count));
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function comparison(
  { by, descending }: Order,
  timeOf: View['timeOf'],
): ((a: Block, b: Block) => number) | null {
  const sign = descending ? -1 : 1;
  switch (by) {
    case 'file':
      return null;
    case 'macs':
      return descending ? byWork : (a, b) => byWork(b, a);
    case 'label':
      return (a, b) => sign * text(a.label, b.label);
    case 'operator':
      return (a, b) => sign * text(a.node?.opType ?? '', b.node?.opType ?? '');
    case 'backward':
      return (a, b) => sign * (value(a.backwardMacs) - value(b.backwardMacs));
    case 'other':
      return (a, b) => sign * (value(a.otherOps) - value(b.otherOps));
    case 'params':
      return (a, b) => sign * (a.params - b.params);
    case 'time':
      return (a, b) => sign * (timeOf(a) - timeOf(b));
  }
}

const matches = ({ label, node }: Block, words: string): boolean =>
  `${label} ${node?.name ?? ''} ${node?.opType ?? ''}`.toLowerCase().includes(words);

/**
 * What stays of a tree under a search: matches, what leads to them, and what is in a block that
 * matches.
 */
function found(blocks: readonly Block[], words: string): ReadonlySet<Block> {
  const kept = new Set<Block>();
  const keepAll = (block: Block): void => {
    kept.add(block);
    block.children.forEach(keepAll);
  };
  const look = (block: Block): boolean => {
    if (matches(block, words)) {
      keepAll(block);
      return true;
    }
    const inside = block.children.map(look).some(Boolean);
    if (inside) kept.add(block);
    return inside;
  };
  blocks.forEach(look);
  return kept;
}

export function layerRows(
  blocks: readonly Block[],
  { order, open, search, timeOf }: View,
): readonly LayerRow[] {
  const words = search.trim().toLowerCase();
  const kept = words === '' ? null : found(blocks, words);
  const compare = comparison(order, timeOf);
  const rows: LayerRow[] = [];
  const add = (siblings: readonly Block[], depth: number): void => {
    const shown = kept === null ? siblings : siblings.filter((block) => kept.has(block));
    for (const block of compare === null ? shown : shown.toSorted(compare)) {
      const isOpen = block.children.length === 0 ? null : kept !== null || open.has(block.id);
      rows.push({ block, depth, open: isOpen });
      if (isOpen === true) add(block.children, depth + 1);
    }
  };
  add(blocks, 0);
  return rows;
}

/** Ids of everything that can be opened. */
export function openable(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(({ id, children }) =>
    children.length === 0 ? [] : [id, ...openable(children)],
  );
}

/** Ids of the blocks around `block`: ids are paths. */
export const around = ({ id }: Block): readonly string[] =>
  id.split('.').flatMap((_, i, parts) => (i === 0 ? [] : [parts.slice(0, i).join('.')]));
