import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchInput } from '@/lib/attest/batch';
import { computeColumns } from '@/lib/attest/column';
import { KERNELS, LARGEST_SUM } from '@/lib/attest/kernel';
import {
  areUnder,
  fromHex,
  leafOf,
  merkleTree,
  pathLength,
  pathOf,
  rootOf,
  toHex,
} from '@/lib/attest/merkle';
import type { Opened, Opening } from '@/lib/attest/opening';
import { checkOpenings, drawOpenings, OPENINGS } from '@/lib/attest/openings';
import {
  decodeOpening,
  digestBytes,
  drawnBatches,
  encodeOpening,
  openingBytes,
  sumBytes,
  sumsFrom,
} from '@/lib/attest/wire';
import { batchDigests } from '@/scripts/client/prover';

const uint32 = (): number => randomInt(2 ** 32);
const words = (n: number): Uint32Array => crypto.getRandomValues(new Uint32Array(2 * n));
/** Modulo which sums are checked. */
const PRIME = 67_108_859;

describe('the Merkle tree', () => {
  it('shows every leaf to be under its root, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 4, maxLength: 8 }), { minLength: 1, maxLength: 33 }),
        async (data) => {
          const leaves = await Promise.all(data.map((bytes, i) => leafOf(i, bytes)));
          const levels = await merkleTree(leaves);
          const root = rootOf(levels);
          const count = leaves.length;
          const shown = leaves.map((leaf, index) => ({ index, leaf, path: pathOf(levels, index) }));
          expect(await areUnder(root, count, shown)).toBe(true);
          expect(await areUnder(root, count, shown.slice(0, 1))).toBe(true);
          for (let i = 0; i < count; i += 1) {
            const { index, leaf, path } = shown[i];
            expect(path).toHaveLength(pathLength(count, index));
            const forged = [
              { index: (i + 1) % (count + 1), leaf, path },
              { index, leaf: await leafOf(i, new Uint8Array([1])), path },
              { index, leaf, path: [...path, root] },
              ...(path.length === 0 ? [] : [{ index, leaf, path: [root, ...path.slice(1)] }]),
            ];
            // Alone, and among others on whose ways its nodes stand, too.
            for (const wrong of forged) {
              expect(await areUnder(root, count, [wrong])).toBe(false);
              expect(await areUnder(root, count, [...shown, wrong])).toBe(false);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('reads back hexadecimal, and refuses anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
    for (const text of ['0', 'zz', '0A', ' 00', '0x00']) expect(fromHex(text)).toBeNull();
  });
});

describe('openings', () => {
  const n = 128;
  const kernel = KERNELS[n];
  const seed = 'challenge';
  const batches = 12;
  let honest: Int32Array[] = [];
  beforeAll(async () => {
    honest = await Promise.all(
      Array.from({ length: batches }, (_, batch) => batchDigests(n, seed, batch)),
    );
  });

  async function committed(digests: readonly Int32Array[]) {
    const bytes = digests.map(digestBytes);
    const levels = await merkleTree(await Promise.all(bytes.map((of, batch) => leafOf(batch, of))));
    const commitment = { n, seed, batches: digests.length, root: rootOf(levels) } as const;
    /**
     * What was committed to, with the sums of the columns of `claimed`, which is what was drawn
     * unless somebody cheats.
     */
    const open = async (drawn: readonly Opening[], claimed = drawn): Promise<Opened> => {
      const columns = claimed.map(async ({ batch, column }) => ({
        input: await batchInput(kernel, seed, batch),
        column,
      }));
      return {
        batches: drawnBatches(drawn).map((batch) => ({
          batch,
          digests: bytes[batch],
          path: pathOf(levels, batch),
        })),
        sums: computeColumns(kernel, await Promise.all(columns)).map(({ sums }) => sums),
      };
    };
    return { commitment, open };
  }

  it('accept the work that was done, as it arrives', async () => {
    const { commitment, open } = await committed(honest);
    const drawn = drawOpenings(n, batches, uint32);
    expect(drawn).toHaveLength(OPENINGS);
    const bytes = encodeOpening(await open(drawn));
    expect(bytes).toHaveLength(openingBytes(commitment, drawn));
    const opened = decodeOpening(commitment, drawn, bytes);
    expect(opened).not.toBeNull();
    if (opened === null) return;
    expect(await checkOpenings(commitment, drawn, opened, words(n))).toBeNull();
    expect(decodeOpening(commitment, drawn, bytes.subarray(1))).toBeNull();
  });

  const drawn = [{ batch: 3, column: 7 }] as const;
  const faultOf = async (
    digests: readonly Int32Array[],
    tamper: (opened: Opened) => Opened,
    claimed: readonly Opening[] = drawn,
  ) => {
    const { commitment, open } = await committed(digests);
    return checkOpenings(commitment, drawn, tamper(await open(drawn, claimed)), words(n));
  };
  const as = (opened: Opened): Opened => opened;
  const altered =
    (change: (sums: Int32Array) => Int32Array) =>
    (opened: Opened): Opened => ({ ...opened, sums: opened.sums.map(change) });

  it('name what is wrong', async () => {
    const { commitment, open } = await committed(honest);
    const opened = await open(drawn);
    const [shown] = opened.batches;
    const check = (wrong: Opened, of = {}) =>
      checkOpenings({ ...commitment, ...of }, drawn, wrong, words(n));
    expect(await check(opened)).toBeNull();
    expect(await check({ ...opened, batches: [] })).toBe('wrong-shape');
    expect(await check({ ...opened, sums: [] })).toBe('wrong-shape');
    expect(await check({ ...opened, sums: [new Int32Array(8)] })).toBe('wrong-shape');
    expect(
      await check({ ...opened, batches: [{ ...shown, digests: digestBytes(honest[4]) }] }),
    ).toBe('not-committed');
    expect(await check({ ...opened, batches: [{ ...shown, batch: 4 }] })).toBe('not-committed');
    expect(await check(opened, { batches: 5 })).toBe('not-committed');
    expect(await check(opened, { seed: 'another' })).toBe('wrong-sum');
  });

  it('find a batch of zeros, a digest that is off by one, a copied batch and a copied column', async () => {
    const put = (digests: Int32Array) => honest.map((own, batch) => (batch === 3 ? digests : own));
    const [own, other] = [honest[3], honest[2]];
    expect(await faultOf(put(new Int32Array(own.length)), as)).toBe('wrong-digest');
    expect(await faultOf(put(own.with(7, own[7] + 1)), as)).toBe('wrong-digest');
    expect(await faultOf(put(other), as)).toBe('wrong-digest');
    expect(await faultOf(put(other), as, [{ batch: 2, column: 7 }])).toBe('wrong-sum');
    const copied = own.map((digest, i) => (i % kernel.columns === 7 ? own[i - 1] : digest));
    expect(await faultOf(put(copied), as)).toBe('wrong-digest');
    expect(await faultOf(put(copied), as, [{ batch: 3, column: 6 }])).toBe('wrong-sum');
  });

  it('find every altered sum, in any step', async () => {
    const { commitment, open } = await committed(honest);
    const opened = await open(drawn);
    const [sums] = opened.sums;
    for (let i = 0; i < 200; i += 1) {
      const at = randomInt(sums.length);
      const wrong = sums.with(at, sums[at] + [1, -1, 16_384, 65_536][i % 4]);
      expect(await checkOpenings(commitment, drawn, { ...opened, sums: [wrong] }, words(n))).toBe(
        'wrong-sum',
      );
    }
  });

  it('refuse sums that only agree modulo the prime, and the steps of a column in another order', async () => {
    for (const by of [PRIME, -PRIME])
      expect(
        await faultOf(
          honest,
          altered((sums) => sums.with(0, sums[0] + by)),
        ),
      ).toBe('wrong-sum');
    const swapped = altered((sums) => {
      const last = sums.length - n;
      return Int32Array.from([...sums.slice(last), ...sums.slice(n, last), ...sums.slice(0, n)]);
    });
    expect(await faultOf(honest, swapped)).toBe('wrong-sum');
    expect(
      await faultOf(
        honest,
        altered((sums) => sums.fill(0)),
      ),
    ).toBe('wrong-sum');
  });

  it('cannot even say a sum beyond 2²⁴', () => {
    const edges = Int32Array.from([-LARGEST_SUM, -1, 0, 1, LARGEST_SUM - 1, -8192, 5, 6]);
    expect(sumsFrom(sumBytes(edges), edges.length)).toEqual(edges);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 25, maxLength: 25 }), (bytes) => {
        const sums = sumsFrom(bytes, 8);
        expect(Math.max(...sums.map(Math.abs))).toBeLessThanOrEqual(LARGEST_SUM);
        expect(sumBytes(sums)).toEqual(bytes);
      }),
    );
  });

  it.each([0.01, 0.05, 0.1])(
    'miss %d of the batches skipped as often as (1 − f)^k says',
    (fraction) => {
      const trials = 10_000;
      const total = 1000;
      const skipped = fraction * total;
      let passed = 0;
      for (let trial = 0; trial < trials; trial += 1) {
        if (drawOpenings(n, total, uint32).every(({ batch }) => batch >= skipped)) passed += 1;
      }
      const expected = (1 - fraction) ** OPENINGS;
      // Five standard deviations of a binomial count.
      const deviation = Math.sqrt(trials * expected * (1 - expected));
      expect(Math.abs(passed - trials * expected)).toBeLessThanOrEqual(5 * deviation + 1);
    },
  );
});
