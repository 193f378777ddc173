// What it takes to move a median that networks agreed on, tried on the very functions that the site
// runs: less than half of a cell's networks do not move it by a tenth, whatever they claim; whoever
// holds half of them or more does, and the row is shown as disputed meanwhile.
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createPrng, type Prng } from '@/lib/core/prng';
import { type BoardRow, getBoard } from '@/lib/db/board';
import { storeRun } from '@/lib/db/runs';
import { rebuildStandings } from '@/lib/db/standings';
import { withdrawRun } from '@/lib/db/withdraw';
import { acceptedRun } from '@/scripts/client/accepted-run';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

const opened = openTestDatabase();
let test: TestDatabase;
const DAY_MS = 86_400_000;
const QUERY = { workload: 'p-fp16', version: 1, backend: null, threads: 'max', limit: 9 } as const;
const TRUE_MS = 10;

let runs = 0;
interface Saying {
  readonly ms: number;
  readonly network: string;
  readonly block?: string;
  readonly daysAgo: number;
}

async function say(
  who: string,
  { ms, network, block = network, daysAgo }: Saying,
): Promise<string> {
  const id = `run-${runs++}`;
  const row = {
    workload: 'p-fp16',
    backend: 'webgpu',
    threads: 0,
    device: 'gpu-x',
    trust: 1,
    computeType: 'fp16',
  } as const;
  const at = new Date(Date.now() - daysAgo * DAY_MS);
  const accepted = await acceptedRun(test.db, id, who, [{ ...row, medianMs: ms, network, block }], {
    at,
  });
  expect((await storeRun(test.db, id, accepted)).ok).toBe(true);
  return id;
}

/** Owners of the device, who differ by some percent, over some weeks. */
async function honest(networks: number, prng: Prng): Promise<void> {
  for (let i = 0; i < networks; i += 1) {
    const ms = TRUE_MS * (0.96 + 0.08 * prng.unit());
    await say(`honest-${i}`, { ms, network: `honest-${i}`, daysAgo: 40 - i });
  }
}

async function cell(): Promise<BoardRow> {
  const { rows } = await getBoard(test.db, QUERY);
  const [row] = rows;
  if (row === undefined) throw new Error('the cell is there');
  return row;
}
const movedBy = (row: BoardRow, before: BoardRow): number => Math.abs(row.p50Ms / before.p50Ms - 1);

beforeEach(async () => {
  test = await opened;
  await test.db.execute(
    sql`truncate submitters, challenges, cells, voices, votes, bins, fingerprints cascade`,
  );
});
afterAll(async () => (await opened).close());

describe('an agreed median', () => {
  it.each([0.02, 0.5, 0.88, 1.3, 50])(
    'is not moved by a tenth by fewer than half, who all say %s times the truth',
    async (factor) => {
      for (const networks of [5, 8, 13]) {
        await test.db.execute(
          sql`truncate submitters, challenges, cells, voices, votes, bins cascade`,
        );
        await honest(networks, createPrng(networks));
        const before = await cell();
        expect(before).toMatchObject({ evidence: 'agreed', networks, disputed: false });
        for (let i = 1; i < networks; i += 1) {
          await say(`mal-${i}`, { ms: TRUE_MS * factor, network: `mal-${i}`, daysAgo: 2 });
          const row = await cell();
          expect(movedBy(row, before)).toBeLessThan(0.1);
          expect(row.evidence).toBe('agreed');
        }
      }
    },
  );

  it.each([0.5, 2])(
    'is moved by half of the networks or more, who say %s times the truth, and is disputed then',
    async (factor) => {
      await honest(7, createPrng(3));
      const before = await cell();
      let moved: BoardRow | null = null;
      for (let i = 1; i <= 10; i += 1) {
        await say(`mal-${i}`, { ms: TRUE_MS * factor, network: `mal-${i}`, daysAgo: 1 });
        const row = await cell();
        if (movedBy(row, before) > 0.1) moved ??= row;
        if (moved !== null) expect(row.disputed).toBe(true);
      }
      // Of 14 networks, 7.
      expect(moved?.networks).toBe(14);
      // It is no matter of how often the standings are built.
      await test.db.transaction((tx) => rebuildStandings(tx));
      expect((await cell()).disputed).toBe(true);
    },
  );

  it('is disputed however slowly it is moved within seven days', async () => {
    await honest(6, createPrng(5));
    for (let day = 6; day >= 1; day -= 1) {
      const factor = 1 - 0.09 * (7 - day);
      for (const part of ['a', 'b']) {
        const who = `mal-${day}-${part}`;
        await say(who, { ms: TRUE_MS * factor, network: who, daysAgo: day });
      }
    }
    expect((await cell()).disputed).toBe(true);
  });

  it('is disputed when those who agreed go back on it', async () => {
    await honest(5, createPrng(6));
    const ids: string[] = [];
    for (let i = 0; i < 12; i += 1)
      ids.push(
        await say(`two-faced-${i}`, { ms: TRUE_MS, network: `two-faced-${i}`, daysAgo: 20 }),
      );
    expect(await cell()).toMatchObject({ evidence: 'agreed', disputed: false });
    for (const [i, id] of ids.entries()) {
      expect((await withdrawRun(test.db, id, `two-faced-${i}`)).ok).toBe(true);
      await say(`two-faced-${i}`, { ms: TRUE_MS / 3, network: `two-faced-${i}`, daysAgo: 0 });
    }
    expect((await cell()).disputed).toBe(true);
  });

  it('is disputed for a week, and no longer', async () => {
    await honest(4, createPrng(8));
    for (let i = 0; i < 6; i += 1)
      await say(`mal-${i}`, { ms: 4, network: `mal-${i}`, daysAgo: 9 });
    expect((await cell()).disputed).toBe(false);
  });

  it('knows nothing of keys: a thousand of them on two networks move it no more than two votes do', async () => {
    await honest(5, createPrng(9));
    const before = await cell();
    for (let i = 0; i < 100; i += 1)
      await say(`key-${i}`, { ms: 1, network: `mal-${i % 2}`, daysAgo: 1 });
    const row = await cell();
    expect(row).toMatchObject({ networks: 7, people: 105, evidence: 'agreed', disputed: false });
    expect(movedBy(row, before)).toBeLessThan(0.1);
  });

  it('is not made by neighbours: twenty networks of one block confirm nothing', async () => {
    for (let i = 0; i < 20; i += 1)
      await say(`mal-${i}`, { ms: 1, network: `mal-${i}`, block: 'cloud', daysAgo: i });
    expect(await cell()).toMatchObject({
      networks: 20,
      near: 1,
      evidence: 'provisional',
      rank: null,
    });
  });
});
