// The queue of moderators: nothing hides anything, filters find, reports are counted by network and
// settled by a look.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditTrail, moderate } from '@/lib/db/moderation';
import {
  type QueueChoice,
  readQueueCursor,
  waitingRuns,
  writeQueueCursor,
} from '@/lib/db/moderation-queue';
import { keepReport } from '@/lib/db/reports';
import { storeRun } from '@/lib/db/runs';
import { asTableLines, unlistedModels } from '@/lib/db/unlisted';
import { listedDeviceOf } from '@/lib/device/listed';
import { newRunId } from '@/lib/submission/run-id';
import { acceptedRun, type RowOfRun } from '@/scripts/client/accepted-run';
import { ENVIRONMENT } from '@/scripts/client/submission';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

const row: RowOfRun = {
  workload: 'gemm-512-fp32',
  backend: 'wasm',
  threads: 8,
  device: 'gpu-x',
  trust: 1,
  medianMs: 10,
};
const idOf = (n: number): string =>
  newRunId(Uint8Array.from({ length: 10 }, (_, i) => (n >> (8 * (9 - i))) & 255));
const ALL: QueueChoice = { reason: null, device: null, network: null, after: null };
const JUNK = 120;
const HONEST = idOf(9999);

let test: TestDatabase;

async function keep(
  id: string,
  who: string,
  { held = [], ...given }: Partial<RowOfRun> & { held?: string[] },
): Promise<void> {
  const accepted = await acceptedRun(test.db, id, who, [{ ...row, ...given }]);
  const run = {
    ...accepted.run,
    ...(held.length > 0 && { state: 'quarantined' as const, quarantineReasons: held }),
  };
  expect(await storeRun(test.db, id, { ...accepted, run })).toEqual({
    ok: true,
    value: { id, copies: [] },
  });
}

/** All pages of a choice, one after the other. */
async function idsOf(choice: Partial<QueueChoice> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await waitingRuns(
      test.db,
      { ...ALL, ...choice, after: readQueueCursor(after) },
      50,
    );
    ids.push(...page.runs.map(({ id }) => id));
    if (page.next === null) return ids;
    after = page.next;
  }
}

beforeAll(async () => {
  test = await openTestDatabase();
  for (let n = 1; n <= JUNK; n += 1) {
    await keep(idOf(n), `junk-${n}`, {
      held: ['constant-times'],
      network: 'n'.repeat(32),
      device: 'junk-gpu',
    });
  }
  await keep(HONEST, 'honest', { held: ['too-fast'], network: 'h'.repeat(32) });
  await keep(idOf(10_000), 'shown', {});
}, 120_000);
afterAll(() => test.close());

it('shows every run that waits, once, however many come before it', async () => {
  const ids = await idsOf();
  expect(ids).toHaveLength(JUNK + 1);
  expect(new Set(ids).size).toBe(JUNK + 1);
  expect(ids).toContain(HONEST);
  expect(ids).not.toContain(idOf(10_000));
});

it('finds by reason, device and network', async () => {
  expect(await idsOf({ reason: 'too-fast' })).toEqual([HONEST]);
  expect(await idsOf({ device: 'GPU-X' })).toEqual([HONEST]);
  expect(await idsOf({ device: '%' })).toEqual([]);
  expect(await idsOf({ network: HONEST })).toEqual([HONEST]);
  expect(await idsOf({ network: idOf(1) })).toHaveLength(JUNK);
  expect(await idsOf({ reason: "' or true --" })).toEqual([]);
});

it('shows what readers reported until somebody has looked', async () => {
  const shown = idOf(10_000);
  for (const network of ['one', 'two', 'two'])
    await keepReport(test.db, { run: shown, reason: 'offensive' }, network);
  await keepReport(test.db, { run: idOf(77_777), reason: 'other' }, 'one');
  const { runs } = await waitingRuns(test.db, { ...ALL, reason: 'offensive' }, 10);
  expect(runs).toMatchObject([{ id: shown, state: 'live', reports: { offensive: 2 } }]);
  expect(
    await moderate(test.db, { action: 'accept', subjects: [shown], reason: 'it is fine' }, 'admin'),
  ).toBe(1);
  expect(await idsOf({ reason: 'offensive' })).toEqual([]);
});

it('acts on many, each with its line in the trail', async () => {
  const subjects = Array.from({ length: JUNK }, (_, i) => idOf(i + 1));
  const wrong = idOf(88_888);
  const done = await moderate(
    test.db,
    { action: 'hide', subjects: [...subjects, wrong], reason: 'junk' },
    'admin',
  );
  expect(done).toBe(JUNK);
  expect(await idsOf()).toEqual([HONEST]);
  const trail = await auditTrail(test.db, 1000);
  expect(
    new Set(trail.filter(({ reason }) => reason === 'junk').map(({ subject }) => subject)),
  ).toEqual(new Set(subjects));
});

it('takes a report away with its run', async () => {
  await keepReport(test.db, { run: HONEST, reason: 'other' }, 'one');
  await test.session.execute(sql`delete from measurements where run = ${HONEST}`);
  await test.session.execute(sql`delete from runs where id = ${HONEST}`);
  const { rows } = await test.session.execute(sql`select 1 from reports where run = ${HONEST}`);
  expect(rows).toEqual([]);
});

it('tells which models no table has, from how many people, in the form of the tables', async () => {
  const named = async (n: number, who: string, renderer: string): Promise<void> => {
    const environment = { ...ENVIRONMENT, webgl: { vendor: '', renderer } };
    await keep(idOf(n), who, {
      backend: 'webgpu',
      device: listedDeviceOf(environment, 'webgpu').slug,
      held: ['x'],
    });
    await test.session.execute(sql`
      update runs set environment = ${JSON.stringify(environment)}::jsonb where id = ${idOf(n)}`);
    await test.session.execute(sql`
      update measurements set device_slug = ${'nvidia-unlisted-model'} where run = ${idOf(n)}`);
  };
  await named(20_001, 'ann', 'NVIDIA GeForce RTX 9990 Ti');
  await named(20_002, 'ann', 'NVIDIA GeForce RTX 9990 Ti');
  await named(20_003, 'bob', 'NVIDIA GeForce RTX 9990 Ti');
  await named(20_004, 'bob', 'NVIDIA GeForce RTX 4090');
  const models = await unlistedModels(test.db, 10);
  expect(models).toEqual([{ vendor: 'NVIDIA', model: 'GeForce RTX 9990 Ti', people: 2, runs: 3 }]);
  expect(asTableLines(models)).toBe('  "GeForce RTX": "9990 Ti", // NVIDIA; 2 people, 3 runs\n');
});

it('reads no cursor that nobody here wrote', () => {
  const cursor = { createdAt: new Date(1_795_000_000_000), id: HONEST };
  expect(readQueueCursor(writeQueueCursor(cursor))).toEqual(cursor);
  for (const text of [null, '', 'x', '1-2', "1795000000000-';--"])
    expect(readQueueCursor(text)).toBeNull();
});
