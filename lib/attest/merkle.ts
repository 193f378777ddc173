// A Merkle tree over the digests of all batches: SHA-256, leaves and nodes in domains of their own, the leaf bound to its
// index (as RFC 6962 section 2.1 has it, with the index added). An odd node moves up unchanged.

const LEAF = 0;
const NODE = 1;

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

/** The leaf of one batch: its digests as little-endian int32, [DIGESTS, columns]. */
export function leafOf(batch: number, digests: Int32Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(4 + 4 * digests.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, batch, true);
  digests.forEach((digest, i) => {
    view.setInt32(4 + 4 * i, digest, true);
  });
  return hash(LEAF, bytes);
}

/** Levels from the leaves up to the root alone. Throws without leaves. */
export async function merkleTree(leaves: readonly Uint8Array[]): Promise<Uint8Array[][]> {
  if (leaves.length === 0) throw new RangeError('a tree needs a leaf');
  const levels = [[...leaves]];
  for (let level = levels[0]; level.length > 1; level = levels[levels.length - 1]) {
    const next: Uint8Array[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) next.push(await hash(NODE, level[i], level[i + 1]));
    if (level.length % 2 === 1) next.push(level[level.length - 1]);
    levels.push(next);
  }
  return levels;
}

export const rootOf = (levels: readonly (readonly Uint8Array[])[]): Uint8Array => levels[levels.length - 1][0];

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

/** Whether `leaf` is number `index` of `count` leaves under `root`. The shape of the tree follows from `count`. */
export async function isUnder(
  root: Uint8Array,
  leaf: Uint8Array,
  index: number,
  count: number,
  path: readonly Uint8Array[],
): Promise<boolean> {
  if (!Number.isInteger(index) || index < 0 || index >= count) return false;
  let node = leaf;
  let [at, width, used] = [index, count, 0];
  while (width > 1) {
    const sibling = at ^ 1;
    if (sibling < width) {
      const other = path[used];
      if (other === undefined || other.length !== 32) return false;
      used += 1;
      node = await (at % 2 === 0 ? hash(NODE, node, other) : hash(NODE, other, node));
    }
    at >>>= 1;
    width = Math.ceil(width / 2);
  }
  return used === path.length && node.every((byte, i) => byte === root[i]);
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Null for anything but whole lower-case bytes. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
