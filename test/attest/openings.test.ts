import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnDigests } from '@/lib/attest/check';
import { batchInput, DIGESTS, KERNELS } from '@/lib/attest/kernel';
import { areUnder, fromHex, leafOf, merkleTree, pathOf, rootOf, toHex } from '@/lib/attest/merkle';
import { type Commitment, checkOpenings, drawOpenings, type OpenedBatch } from '@/lib/attest/openings';

const uint32 = (): number => randomInt(2 ** 32);

describe('the Merkle tree', () => {
  it('shows every leaf to be under its root, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 4, maxLength: 8 }), { minLength: 1, maxLength: 33 }),
        async (data) => {
          const leaves = await Promise.all(data.map((bytes, i) => leafOf(i, Int32Array.from(bytes))));
          const levels = await merkleTree(leaves);
          const root = rootOf(levels);
          const count = leaves.length;
          const shown = leaves.map((leaf, index) => ({ index, leaf, path: pathOf(levels, index) }));
          expect(await areUnder(root, count, shown)).toBe(true);
          expect(await areUnder(root, count, shown.slice(0, 1))).toBe(true);
          for (let i = 0; i < count; i += 1) {
            const { index, leaf, path } = shown[i];
            const forged = [
              { index: (i + 1) % (count + 1), leaf, path },
              { index, leaf: await leafOf(i, new Int32Array([-1])), path },
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
      Array.from({ length: batches }, async (_, batch) => {
        const input = await batchInput(kernel, seed, batch);
        const columns = columnDigests(
          n,
          Array.from({ length: kernel.columns }, (_, column) => ({ input, column })),
        );
        return Int32Array.from(
          { length: DIGESTS * kernel.columns },
          (_, i) => columns[i % kernel.columns][Math.floor(i / kernel.columns)],
        );
      }),
    );
  });

  async function committed(digests: readonly Int32Array[]) {
    const levels = await merkleTree(await Promise.all(digests.map((digest, batch) => leafOf(batch, digest))));
    const commitment: Commitment = { n, seed, batches: digests.length, root: rootOf(levels) };
    const open = (batch: number): OpenedBatch => ({ batch, digests: digests[batch], path: pathOf(levels, batch) });
    return { commitment, open };
  }

  it('accept the work that was done', async () => {
    const { commitment, open } = await committed(honest);
    const drawn = drawOpenings(n, batches, uint32);
    expect(drawn).toHaveLength(kernel.openings);
    expect(
      await checkOpenings(
        commitment,
        drawn,
        honest.map((_, batch) => open(batch)),
      ),
    ).toBeNull();
  });

  it('name what is wrong', async () => {
    const { commitment, open } = await committed(honest);
    const drawn = [{ batch: 3, column: 7 }];
    expect(await checkOpenings(commitment, drawn, [])).toBe('missing-batch');
    expect(await checkOpenings(commitment, drawn, [{ ...open(3), digests: new Int32Array(4) }])).toBe('wrong-shape');
    expect(await checkOpenings(commitment, drawn, [{ ...open(3), digests: honest[3].map((x) => x + 2 ** 30) }])).toBe(
      'wrong-shape',
    );
    expect(await checkOpenings(commitment, drawn, [{ ...open(3), digests: honest[4] }])).toBe('not-committed');
    expect(await checkOpenings(commitment, drawn, [{ ...open(4), batch: 3 }])).toBe('not-committed');
    expect(await checkOpenings({ ...commitment, batches: 5 }, drawn, [open(3)])).toBe('not-committed');
    expect(await checkOpenings({ ...commitment, seed: 'another' }, drawn, [open(3)])).toBe('wrong-column');
  });

  it('find a batch of zeros, a single wrong sum and a copied batch', async () => {
    const zeros = honest.map((digests, batch) => (batch === 3 ? new Int32Array(digests.length) : digests));
    const wrong = honest.map((digests, batch) => (batch === 3 ? digests.with(7, digests[7] + 1) : digests));
    const copied = honest.map((digests, batch) => (batch === 3 ? honest[2] : digests));
    for (const forged of [zeros, wrong, copied]) {
      const { commitment, open } = await committed(forged);
      expect(await checkOpenings(commitment, [{ batch: 3, column: 7 }], [open(3)])).toBe('wrong-column');
      expect(await checkOpenings(commitment, [{ batch: 5, column: 7 }], [open(5)])).toBeNull();
    }
  });

  it.each([0.01, 0.05, 0.1])('miss %d of the batches skipped as often as (1 − f)^k says', (fraction) => {
    const trials = 10_000;
    const total = 1000;
    const skipped = fraction * total;
    let passed = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      if (drawOpenings(n, total, uint32).every(({ batch }) => batch >= skipped)) passed += 1;
    }
    const expected = (1 - fraction) ** kernel.openings;
    // Five standard deviations of a binomial count.
    const deviation = Math.sqrt(trials * expected * (1 - expected));
    expect(Math.abs(passed - trials * expected)).toBeLessThanOrEqual(5 * deviation + 1);
  });
});
