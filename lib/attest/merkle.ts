// A Merkle tree over the digests of all batches: SHA-256, leaves and nodes in domains of their own,
// the leaf bound to its index (as RFC 6962 section 2.1 has it, with the index added). An odd node
// moves up unchanged.

const LEAF = 0;
const NODE = 1;

/** Of a hash. */
export const NODE_BYTES = 32;

async function hash(domain: number, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const bytes = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  bytes[0] = domain;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** The leaf of one batch: its number, then its digests (./wire). */
export function leafOf(batch: number, digests: Uint8Array): Promise<Uint8Array> {
  const index = new Uint8Array(4);
  new DataView(index.buffer).setUint32(0, batch, true);
  return hash(LEAF, index, digests);
}

/** Levels from the leaves up to the root alone. Throws without leaves. */
export async function merkleTree(leaves: readonly Uint8Array[]): Promise<Uint8Array[][]> {
  if (leaves.length === 0) throw new RangeError('a tree needs a leaf');
  const levels = [[...leaves]];
  for (let level = levels[0]; level.length > 1; level = levels[levels.length - 1]) {
    const next: Uint8Array[] = [];
    for (let i = 0; i + 1 < level.length; i += 2)
      next.push(await hash(NODE, level[i], level[i + 1]));
    if (level.length % 2 === 1) next.push(level[level.length - 1]);
    levels.push(next);
  }
  return levels;
}

/** The root of a tree, from its levels with the leaves first. */
export const rootOf = (levels: readonly (readonly Uint8Array[])[]): Uint8Array =>
  levels[levels.length - 1][0];

/** Siblings on the way from leaf `index` to the root. */
export function pathOf(levels: readonly (readonly Uint8Array[])[], index: number): Uint8Array[] {
  const path: Uint8Array[] = [];
  let at = index;
  for (const level of levels.slice(0, -1)) {
    const sibling = at ^ 1;
    if (sibling < level.length) path.push(level[sibling]);
    at >>>= 1;
  }
  return path;
}

/** How many siblings `pathOf` gives for leaf `index` of `count`. */
export function pathLength(count: number, index: number): number {
  let length = 0;
  let at = index;
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    if ((at ^ 1) < width) length += 1;
    at >>>= 1;
  }
  return length;
}

/** A leaf, and the siblings on its way to the root. */
export interface ShownLeaf {
  readonly index: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** The node above two others. */
interface Parent {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly node: Promise<Uint8Array>;
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/**
 * Whether each leaf stands at its index of `count` under `root`. The shape of the tree follows from
 * `count`. All go up together, level by level: a node in which ways meet is hashed once, and must
 * have the same children on each of them.
 */
export async function areUnder(
  root: Uint8Array,
  count: number,
  shown: readonly ShownLeaf[],
): Promise<boolean> {
  if (shown.some(({ index }) => !Number.isInteger(index) || index < 0 || index >= count))
    return false;
  const at = shown.map(({ index }) => index);
  const used = shown.map(() => 0);
  let nodes = shown.map(({ leaf }) => leaf);
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    const parents = new Map<number, Parent>();
    const above: (Uint8Array | Promise<Uint8Array>)[] = [];
    for (let i = 0; i < shown.length; i += 1) {
      const [place, node] = [at[i], nodes[i]];
      at[i] = place >>> 1;
      if ((place ^ 1) >= width) {
        above.push(node);
        continue;
      }
      const other = shown[i].path[used[i]];
      if (other?.length !== NODE_BYTES) return false;
      used[i] += 1;
      const [left, right] = place % 2 === 0 ? [node, other] : [other, node];
      const parent = parents.get(at[i]) ?? { left, right, node: hash(NODE, left, right) };
      if (!isEqual(parent.left, left) || !isEqual(parent.right, right)) return false;
      parents.set(at[i], parent);
      above.push(parent.node);
    }
    nodes = await Promise.all(above);
  }
  return shown.every(({ path }, i) => used[i] === path.length && isEqual(nodes[i], root));
}

/** Bytes as lower-case hexadecimal digits, two for each byte. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Of a lower-case hexadecimal digit. */
function digitAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  return code < 58 ? code - 48 : code - 87;
}

/** Reads bytes from hexadecimal; null for anything but whole lower-case bytes. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1)
    bytes[i] = 16 * digitAt(text, 2 * i) + digitAt(text, 2 * i + 1);
  return bytes;
}
