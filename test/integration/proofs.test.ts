// Proofs of work on the built site: what an honest prover gets, and where every short cut ends.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIGESTS, flopsOfBatch, KERNELS, SIZES } from '@/lib/attest/kernel';
import {
  OPENING_BYTES,
  PROOF_ATTEMPTS,
  type ProofDrawn,
  type ProofStart,
  type ProofVerdict,
} from '@/lib/submission/proof';
import { askChallenge } from '@/scripts/client/api';
import { batchDigests, commitmentTo, openingOf, proofClient, prove } from '@/scripts/client/prover';
import { SUBMITTER_KEY } from '@/scripts/client/submission';
import { type Site, startSite } from '@/scripts/site/site';

let site: Site;
let client: ReturnType<typeof proofClient>;
beforeAll(async () => {
  site = await startSite();
  client = proofClient(site.url);
});
afterAll(() => site.stop());

const OTHER_KEY = 'o'.repeat(43);
const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { code: string }).code;

async function ticket(): Promise<string> {
  return (await askChallenge(site.url)).ticket;
}

async function start(): Promise<ProofStart> {
  const request = {
    ticket: await ticket(),
    submitterKey: SUBMITTER_KEY,
    backend: 'wasm',
    n: 128,
  } as const;
  const response = await client.start(request);
  expect(response.status).toBe(201);
  return (await response.json()) as ProofStart;
}

async function commit(id: string, root: string, batches: number): Promise<ProofDrawn> {
  const response = await client.commit(id, { submitterKey: SUBMITTER_KEY, batches, root });
  expect(response.status).toBe(200);
  return (await response.json()) as ProofDrawn;
}

/** Commits to `digests` and opens what is drawn; the answer to the opening. */
async function settle({ id, seed }: ProofStart, digests: readonly Int32Array[]): Promise<Response> {
  const committed = await commitmentTo(digests);
  const drawn = await commit(id, committed.root, digests.length);
  return client.open(id, SUBMITTER_KEY, await openingOf(committed, seed, drawn));
}

describe('a proof', () => {
  it('of honest work is proven at the rate that the database saw, on each backend of a challenge', async () => {
    const shared = { ticket: await ticket(), submitterKey: SUBMITTER_KEY };
    for (const backend of ['wasm', 'webgpu'] as const) {
      const { response, leastMs, mostMs } = await prove(site.url, { ...shared, backend }, 3);
      const gflopsIn = (ms: number): number => (3 * flopsOfBatch(KERNELS[128])) / (ms * 1e6);
      expect(response.status).toBe(200);
      const { outcome, provenGflops } = (await response.json()) as ProofVerdict;
      expect(outcome).toBe('proven');
      // The database keeps milliseconds.
      expect(provenGflops).toBeGreaterThan(gflopsIn(mostMs + 1));
      expect(provenGflops).toBeLessThan(gflopsIn(leastMs - 1));
    }
  });

  it('may be tried again, a few times for each backend of a challenge, at any size', async () => {
    const shared = { ticket: await ticket(), submitterKey: SUBMITTER_KEY };
    for (let i = 0; i < PROOF_ATTEMPTS; i += 1)
      expect((await client.start({ ...shared, backend: 'wasm', n: SIZES[i] })).status).toBe(201);
    expect(await codeOf(await client.start({ ...shared, backend: 'wasm', n: 128 }))).toBe(
      'proof-started',
    );
    expect((await client.start({ ...shared, backend: 'webgpu', n: 128 })).status).toBe(201);
  });

  it('is opened with bytes, of which no more are read than the heaviest opening has', async () => {
    const { id, seed } = await start();
    const work = await commitmentTo([await batchDigests(128, seed, 0)]);
    const bytes = await openingOf(work, seed, await commit(id, work.root, 1));
    const json = await client.open(id, SUBMITTER_KEY, bytes, {
      'Content-Type': 'application/json',
    });
    expect(await codeOf(json)).toBe('not-bytes');
    expect(await codeOf(await client.open(id, 'no key', bytes))).toBe('invalid-body');
    const heavy = await client.open(id, SUBMITTER_KEY, new Uint8Array(OPENING_BYTES + 1));
    expect(await codeOf(heavy)).toBe('too-large');
    // None of them has used up the one opening; a body that is a byte short does.
    const short = await client.open(id, SUBMITTER_KEY, bytes.slice(1));
    expect(await short.json()).toMatchObject({ code: 'proof-wrong', detail: 'wrong-shape' });
  });

  it.each([
    ['digests of zeros', async () => new Int32Array(DIGESTS * 128)],
    ['work for another seed', async () => batchDigests(128, '00'.repeat(32), 0)],
    ['too few digests', async () => new Int32Array(8)],
    [
      'digests that are off by one',
      async (seed: string) => (await batchDigests(128, seed, 0)).map((digest) => digest + 1),
    ],
  ])('of %s is wrong', async (_name, forge) => {
    const started = await start();
    const response = await settle(started, [await forge(started.seed)]);
    expect(response.status).toBe(422);
    expect(await codeOf(response)).toBe('proof-wrong');
  });

  it('cannot open what was not committed', async () => {
    const { id, seed } = await start();
    const honest = await commitmentTo([await batchDigests(128, seed, 0)]);
    const drawn = await commit(id, 'ab'.repeat(32), 1);
    const bytes = await openingOf(honest, seed, drawn);
    expect(await codeOf(await client.open(id, SUBMITTER_KEY, bytes))).toBe('proof-wrong');
    expect(await codeOf(await client.open(id, SUBMITTER_KEY, bytes))).toBe('proof-opened');
  });

  it('goes its steps in order, with one key', async () => {
    const { id } = await start();
    const root = 'cd'.repeat(32);
    const nothing = new Uint8Array();
    expect(await codeOf(await client.open(id, SUBMITTER_KEY, nothing))).toBe('proof-uncommitted');
    expect(
      await codeOf(await client.commit(id, { submitterKey: OTHER_KEY, batches: 1, root })),
    ).toBe('proof-of-another');
    await commit(id, root, 1);
    expect(
      await codeOf(await client.commit(id, { submitterKey: SUBMITTER_KEY, batches: 1, root })),
    ).toBe('proof-committed');
    expect(await codeOf(await client.open(id, OTHER_KEY, nothing))).toBe('proof-of-another');
  });

  it('is bound to the ticket and its key', async () => {
    const base = {
      ticket: await ticket(),
      submitterKey: SUBMITTER_KEY,
      backend: 'wasm',
      n: 128,
    } as const;
    expect(await codeOf(await client.start({ ...base, submitterKey: OTHER_KEY }))).toBe(
      'ticket-of-another',
    );
    expect(await codeOf(await client.start({ ...base, ticket: 'YQ.YQ' }))).toBe('ticket-forged');
    expect(await codeOf(await client.start({ ...base, n: 129 }))).toBe('invalid-body');
    const unknown = '00000000-0000-0000-0000-000000000000';
    const body = { submitterKey: SUBMITTER_KEY, batches: 1, root: '00'.repeat(32) };
    for (const id of [unknown, 'none', '%00'])
      expect(await codeOf(await client.commit(id, body))).toBe('not-found');
  });

  it('is committed and opened by one of fifty at once, and started by no more than may be', async () => {
    const request = {
      ticket: await ticket(),
      submitterKey: SUBMITTER_KEY,
      backend: 'wasm',
      n: 128,
    } as const;
    const fifty = <T>(ask: () => Promise<T>): Promise<T[]> =>
      Promise.all(Array.from({ length: 50 }, ask));
    const won = (answers: readonly Response[]): Response[] => answers.filter(({ ok }) => ok);
    const started = won(await fifty(() => client.start(request)));
    expect(started.length).toBeGreaterThan(0);
    expect(started.length).toBeLessThanOrEqual(PROOF_ATTEMPTS);
    const { id, seed } = (await started[0].json()) as ProofStart;
    const work = await commitmentTo([await batchDigests(128, seed, 0)]);
    const body = { submitterKey: SUBMITTER_KEY, batches: 1, root: work.root };
    const commits = won(await fifty(() => client.commit(id, body)));
    expect(commits).toHaveLength(1);
    const drawn = (await commits[0].json()) as ProofDrawn;
    const bytes = await openingOf(work, seed, drawn);
    expect(won(await fifty(() => client.open(id, SUBMITTER_KEY, bytes)))).toHaveLength(1);
  });
});
