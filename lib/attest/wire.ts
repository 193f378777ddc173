// Openings as bytes. What was drawn fixes how long each part is, so the body has no lengths, names
// or indices in it: first each drawn batch in ascending order, its digests and the path of its
// leaf, then the sums of each drawn column in the order of the draw. A body of another length is
// refused unread.
import { DIGESTS, KERNELS, type Kernel, type Size } from './kernel';
import { NODE_BYTES, pathLength } from './merkle';
import type { Commitment, Opened, OpenedBatch, Opening } from './opening';

/** Digests are below 2²³ in magnitude for work that was done (test/attest/margin.test.ts). */
const DIGEST_BYTES = 3;

const digestsBytes = ({ columns }: Kernel): number => DIGESTS * columns * DIGEST_BYTES;

/** Sums are 25-bit two's complement: three bytes each, then the sign bits of all. */
const sumsBytes = ({ n, steps }: Kernel): number => 3 * steps * n + (steps * n) / 8;

function writeInt24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value >> 16;
}

const uint24 = (bytes: Uint8Array, at: number): number =>
  bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);

/**
 * Writes the digests of a batch, [DIGESTS, columns], little endian: leaves of the tree are hashes
 * of it. A sum that does not fit is cut off.
 */
export function digestBytes(digests: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DIGEST_BYTES * digests.length);
  for (let i = 0; i < digests.length; i += 1) writeInt24(bytes, DIGEST_BYTES * i, digests[i]);
  return bytes;
}

/** The digest of one column, from the bytes of its batch. */
export const digestAt = (bytes: Uint8Array, columns: number, column: number): Int32Array =>
  Int32Array.from(
    { length: DIGESTS },
    (_, k) => (uint24(bytes, DIGEST_BYTES * (k * columns + column)) << 8) >> 8,
  );

/** Sums from -2²⁴ to 2²⁴ − 1; larger ones cannot be said. */
export function sumBytes(sums: Int32Array): Uint8Array<ArrayBuffer> {
  const count = sums.length;
  const bytes = new Uint8Array(3 * count + count / 8);
  for (let i = 0; i < count; i += 1) {
    writeInt24(bytes, 3 * i, sums[i]);
    if (sums[i] < 0) bytes[3 * count + (i >> 3)] |= 1 << (i & 7);
  }
  return bytes;
}

/**
 * Reads `count` sums of 25 bits: three bytes each, then one sign bit each. The reverse of what is
 * sent.
 */
export function sumsFrom(bytes: Uint8Array, count: number): Int32Array<ArrayBuffer> {
  const sums = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const sign = (bytes[3 * count + (i >> 3)] >> (i & 7)) & 1;
    sums[i] = uint24(bytes, 3 * i) - (sign << 24);
  }
  return sums;
}

/** The batches that a draw meets, in ascending order. */
export const drawnBatches = (drawn: readonly Opening[]): number[] =>
  [...new Set(drawn.map(({ batch }) => batch))].sort((a, b) => a - b);

/** What an opening of `drawn` weighs. */
export function openingBytes(
  { n, batches }: Pick<Commitment, 'n' | 'batches'>,
  drawn: readonly Opening[],
): number {
  const kernel = KERNELS[n];
  const paths = drawnBatches(drawn).map((batch) => NODE_BYTES * pathLength(batches, batch));
  return (
    paths.reduce((sum, path) => sum + digestsBytes(kernel) + path, 0) +
    drawn.length * sumsBytes(kernel)
  );
}

/** What the heaviest opening of `count` columns weighs, of any size and up to 2²⁰ batches. */
export const mostOpeningBytes = (count: number): number =>
  count *
  Math.max(
    ...Object.values(KERNELS).map(
      (kernel) => digestsBytes(kernel) + sumsBytes(kernel) + 20 * NODE_BYTES,
    ),
  );

/**
 * The bytes of what is shown of a commitment: drawn batches with their paths, then the sums of
 * every drawn column.
 */
export function encodeOpening({ batches, sums }: Opened): Uint8Array<ArrayBuffer> {
  const parts = [
    ...batches.flatMap(({ digests, path }) => [digests, ...path]),
    ...sums.map(sumBytes),
  ];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Reads the body of an opening; null for one of another length than the draw asks for. */
export function decodeOpening(
  commitment: { readonly n: Size; readonly batches: number },
  drawn: readonly Opening[],
  bytes: Uint8Array,
): Opened | null {
  if (bytes.length !== openingBytes(commitment, drawn)) return null;
  const kernel = KERNELS[commitment.n];
  let at = 0;
  const take = (length: number): Uint8Array => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const batches = drawnBatches(drawn).map((batch): OpenedBatch => {
    const digests = take(digestsBytes(kernel));
    const path = Array.from({ length: pathLength(commitment.batches, batch) }, () =>
      take(NODE_BYTES),
    );
    return { batch, digests, path };
  });
  const sums = drawn.map(() => sumsFrom(take(sumsBytes(kernel)), kernel.steps * kernel.n));
  return { batches, sums };
}
