// What proofs count for: the best attempt on each backend, of this kernel and this challenge alone;
// and how many there may be.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KERNEL_VERSION, KERNELS } from '@/lib/attest/kernel';
import { issueChallenge } from '@/lib/db/challenges';
import type { Database } from '@/lib/db/client';
import { type ArrivingRun, receiveRun } from '@/lib/db/evidence';
import { settleProof, startProof } from '@/lib/db/proofs';
import * as schema from '@/lib/db/schema';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

let opened: TestDatabase;
let db: Database;
beforeAll(async () => {
  opened = await openTestDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

const SUBMITTER = 'a submitter';
const ATTEMPTS = 3;

async function challenge(id: string): Promise<void> {
  await issueChallenge(db, { id, submitter: SUBMITTER, suite: 'smoke', goldenIndex: 0 }, 60_000);
}

const start = (of: string, id: string, backend: 'wasm' | 'webgpu') =>
  startProof(
    db,
    { id, challenge: of, submitter: SUBMITTER, backend, kernel: KERNELS[128], seed: '00' },
    ATTEMPTS,
  );

async function provenOf(id: string): Promise<Record<string, number>> {
  const arriving = {
    ticket: { id, submitter: SUBMITTER, privateSeed: null },
    submission: { protocol: 'flopmark/2' },
    entries: [],
  } as unknown as ArrivingRun;
  const { evidence } = await receiveRun(db, arriving, new Map(), {
    keys: ['key'],
    windowSeconds: 3600,
  });
  if (!evidence.ok) throw new Error(evidence.error.code);
  return Object.fromEntries(evidence.value.provenGflops);
}

it('counts the best of the attempts on each backend', async () => {
  await challenge('one');
  for (const [id, backend, verdict] of [
    ['a', 'wasm', 20],
    ['b', 'wasm', 25],
    ['c', 'wasm', 'wrong-sum'],
    ['d', 'webgpu', 300],
  ] as const) {
    expect((await start('one', id, backend)).ok).toBe(true);
    await settleProof(db, id, verdict);
  }
  expect(await provenOf('one')).toEqual({ wasm: 25, webgpu: 300 });
  const more = await start('one', 'e', 'wasm');
  expect(more.ok ? null : more.error.code).toBe('proof-started');
});

it('counts no proof of an earlier kernel, which stays stored with its version', async () => {
  await challenge('two');
  const { n, columns, steps } = KERNELS[128];
  const proof = {
    challenge: 'two',
    submitter: SUBMITTER,
    n,
    columns,
    steps,
    seed: '00',
    outcome: 'proven',
  } as const;
  await db.insert(schema.proofs).values([
    { ...proof, id: 'old', backend: 'wasm', kernel: 'flopmark-attest/1', provenGflops: 80 },
    { ...proof, id: 'new', backend: 'webgpu', kernel: KERNEL_VERSION, provenGflops: 30 },
  ]);
  expect(await provenOf('two')).toEqual({ webgpu: 30 });
});
