// Forgeries of the proof of work: less computed than committed to, computed in another arithmetic,
// opened wrongly, or used for what it does not show.
import { DIGESTS, flopsOfBatch, SIZES } from '@/lib/attest/kernel';
import { decodeOpening, encodeOpening } from '@/lib/attest/wire';
import { halfBits, halfValue } from '@/lib/core/half';
import { PROOF_ATTEMPTS, type ProofDrawn } from '@/lib/submission/proof';
import type { RunSubmission } from '@/lib/submission/schema';
import { batchDigests, type Committed, commitmentTo, openingOf } from '@/scripts/client/prover';
import type { Answer } from './client';
import { type Attempt, each, type Forger, quickened, WEBGPU } from './forger';
import type { Forgeries, Forgery } from './kinds';
import {
  batchesOf,
  granted,
  KERNEL,
  labElapsed,
  labLifetime,
  N,
  type ProofAnswer,
  Prover,
  prove,
  roundedDigests,
} from './prover';

/** Enough for draws to tell them apart, few enough for plain integers. */
const BATCHES = 20;
/** What the machine of forger.ts would prove on WASM. */
const HONEST_GFLOPS = 195;

/**
 * Of the time of all the work, what a forger who spares nearly all of it waits before it commits.
 */
const LEAST_TIME = 0.5;

const unproved = { proved: false } as const;

/**
 * The run, published after whatever was done with its challenge. A step that was refused is what
 * the forgery met.
 */
async function published(
  forger: Forger,
  { submission }: Attempt,
  step: ProofAnswer<unknown>,
  workedGflops = 0,
): Promise<Answer> {
  if (step.code === null) forger.provenGflops.wasm = workedGflops;
  const answer = await forger.submit(submission);
  return { ...answer, met: step.code };
}

/**
 * A proof whose batches are made by `make`, which really does `share` of the work, in the time that
 * that takes.
 */
const withBatches =
  (make: (seed: string) => Promise<Int32Array[]>, share = 0): Forgery =>
  async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await make(seed));
    const batches = committed.digests.length;
    const drawn = granted(await prover.commit(id, committed.root, batches));
    const timeShare = Math.max(share, LEAST_TIME);
    const elapsedMs = (flopsOfBatch(KERNEL) * batches * timeShare) / (HONEST_GFLOPS * 1e6);
    const step = await prover.open(
      id,
      await openingOf(committed, seed, drawn),
      labElapsed(elapsedMs),
    );
    return published(forger, attempted, step, (share / timeShare) * HONEST_GFLOPS);
  };

/** An honest commitment, opened as `open` has it. */
const withOpening =
  (
    open: (
      committed: Committed,
      seed: string,
      drawn: ProofDrawn,
    ) => Promise<Uint8Array<ArrayBuffer>>,
  ): Forgery =>
  async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, 2));
    const drawn = granted(await prover.commit(id, committed.root, 2));
    return published(forger, attempted, await prover.open(id, await open(committed, seed, drawn)));
  };

/** The same with every column's sums altered. */
const withSums = (alter: (sums: Int32Array) => Int32Array): Forgery =>
  withOpening(async (committed, seed, drawn) => {
    const bytes = await openingOf(committed, seed, drawn);
    const opened = decodeOpening(
      { n: N, batches: committed.digests.length },
      drawn.openings,
      bytes,
    );
    if (opened === null) throw new Error('an honest opening could not be read');
    return encodeOpening({ ...opened, sums: opened.sums.map(alter) });
  });

/** The first batches of a hundred left out; the more of them, the surer one is drawn. */
const skipping = (percent: number): Forgery =>
  withBatches(
    (seed) => batchesOf(seed, BATCHES, (batch) => batch < (BATCHES * percent) / 100),
    1 - percent / 100,
  );

/** fp32 without its last `bits` bits, rounded. */
function shortened(bits: number): (value: number) => number {
  const word = new Uint32Array(1);
  const float = new Float32Array(word.buffer);
  return (value) => {
    float[0] = value;
    word[0] = ((word[0] + 2 ** (bits - 1)) & ~(2 ** bits - 1)) >>> 0;
    return float[0];
  };
}

const half = (value: number): number => halfValue(halfBits(value));

/** An honest proof at the machine's own rate, and a run that claims another. */
const provedAndThen =
  (change: (submission: RunSubmission) => RunSubmission): Forgery =>
  async (forger) =>
    forger.submit(change((await forger.attempt()).submission));

const faster = (factor: number) => (submission: RunSubmission) =>
  each(submission, (one) => quickened(one, factor));

const CLIENTS_AT_ONCE = 50;
/** Gone by before the next request arrives. */
const NO_TIME_MS = 0.01;
const GRINDS = 20;
/** Sums are compared modulo it (lib/attest/freivalds). */
const PRIME = 67_108_859;

export const FORGERIES_OF_PROOFS: Forgeries = {
  'proof: 5 % of the batches skipped': skipping(5),
  'proof: 10 % of the batches skipped': skipping(10),
  'proof: 20 % of the batches skipped': skipping(20),
  'proof: 30 % of the batches skipped': skipping(30),
  'proof: 40 % of the batches skipped': skipping(40),
  'proof: 50 % of the batches skipped': skipping(50),
  'proof: one column in four skipped': withBatches(async (seed) => {
    const batches = await batchesOf(seed, 2);
    return batches.map((digests) =>
      digests.map((digest, i) => ((i % KERNEL.columns) % 4 === 0 ? 0 : digest)),
    );
  }),
  'proof: digests of zeros': withBatches(async () => [new Int32Array(DIGESTS * KERNEL.columns)]),
  'proof: one pass of fp16 arithmetic': withBatches(async (seed) => [
    await roundedDigests(seed, half),
  ]),
  'proof: one pass of bf16 arithmetic': withBatches(async (seed) => [
    await roundedDigests(seed, shortened(16)),
  ]),
  'proof: one pass of TF32 arithmetic': withBatches(async (seed) => [
    await roundedDigests(seed, shortened(13)),
  ]),
  'proof: computed beforehand, for a seed that was guessed': withBatches(async () =>
    batchesOf('00'.repeat(32), 1),
  ),
  'proof: the same batch under every index': withBatches(async (seed) => {
    const digests = await batchDigests(N, seed, 0);
    return Array.from({ length: BATCHES }, () => digests);
  }),
  'proof: a thousand batches committed, ten computed': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, 10));
    const drawn = granted(await prover.commit(id, committed.root, 1000));
    return published(
      forger,
      attempted,
      await prover.open(id, await openingOf(committed, seed, drawn)),
    );
  },
  'proof: a root of nothing, batches computed after the draw': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const drawn = granted(await prover.commit(id, 'ab'.repeat(32), 1000));
    const wanted = new Set(drawn.openings.map(({ batch }) => batch));
    const committed = await commitmentTo(
      await batchesOf(seed, 1000, (batch) => !wanted.has(batch)),
    );
    return published(
      forger,
      attempted,
      await prover.open(id, await openingOf(committed, seed, drawn)),
    );
  },
  'proof: wrong openings, those of other batches': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, 2));
    const drawn = granted(await prover.commit(id, committed.root, 2));
    const swapped = {
      openings: drawn.openings.map(({ batch, column }) => ({ batch: 1 - batch, column })),
    };
    return published(
      forger,
      attempted,
      await prover.open(id, await openingOf(committed, seed, swapped)),
    );
  },
  'proof: opened before it is committed': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, 1));
    const opened = await openingOf(committed, seed, { openings: [{ batch: 0, column: 0 }] });
    return published(forger, attempted, await prover.open(id, opened));
  },
  'proof: committed twice, the second time knowing the draw': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    granted(await prover.commit(id, 'ab'.repeat(32), 1));
    const committed = await commitmentTo(await batchesOf(seed, 1));
    return published(forger, attempted, await prover.commit(id, committed.root, 1));
  },
  'proof: opened twice': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, 1));
    const drawn = granted(await prover.commit(id, committed.root, 1));
    const zeros = await commitmentTo([new Int32Array(DIGESTS * KERNEL.columns)]);
    await prover.open(id, await openingOf(zeros, seed, drawn));
    return published(
      forger,
      attempted,
      await prover.open(id, await openingOf(committed, seed, drawn)),
    );
  },
  'proof: started once more than a challenge may, at every size': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { ticket } = attempted.submission;
    for (let i = 0; i < PROOF_ATTEMPTS; i += 1)
      granted(await prover.start(ticket, 'wasm', SIZES[i % SIZES.length]));
    return published(forger, attempted, await prover.start(ticket, 'wasm'));
  },
  'proof: every attempt of a challenge, half of each skipped': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    let step: ProofAnswer<unknown> = { code: 'not tried' };
    for (let i = 0; i < PROOF_ATTEMPTS && step.code !== null; i += 1) {
      const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
      const committed = await commitmentTo(await batchesOf(seed, 4, (batch) => batch % 2 === 0));
      const drawn = granted(await prover.commit(id, committed.root, 4));
      step = await prover.open(id, await openingOf(committed, seed, drawn));
    }
    return published(forger, attempted, step);
  },
  'proof: a race of 50 starts': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const answers = await Promise.all(
      Array.from({ length: CLIENTS_AT_ONCE }, () =>
        prover.start(attempted.submission.ticket, 'wasm'),
      ),
    );
    const started = answers.filter(({ code }) => code === null).length;
    if (started > PROOF_ATTEMPTS) throw new Error(`${started} proofs were started`);
    return published(forger, attempted, answers.find(({ code }) => code !== null) ?? answers[0]);
  },
  'proof: columns copied from their neighbours': withBatches(async (seed) => {
    const batches = await batchesOf(seed, 2);
    return batches.map((digests) => digests.map((digest, i) => digests[i - (i % 2)] ?? digest));
  }),
  'proof: sums off by one': withSums((sums) => sums.with(0, sums[0] + 1)),
  'proof: sums off by the prime that they are checked with': withSums((sums) =>
    sums.with(0, sums[0] + PRIME),
  ),
  'proof: sums of zeros': withSums((sums) => sums.fill(0)),
  'proof: sums of the first step for every step': withSums((sums) =>
    sums.map((_, i) => sums[i % (sums.length / KERNEL.steps)] ?? 0),
  ),
  'proof: sums of the neighbouring columns': withOpening((committed, seed, drawn) =>
    openingOf(committed, seed, {
      openings: drawn.openings.map(({ batch, column }) => ({ batch, column: column ^ 1 })),
    }),
  ),
  'proof: a digest altered, with the sums of the true one': withBatches(async (seed) => {
    const [digests] = await batchesOf(seed, 1);
    return [digests.map((digest) => digest + 1)];
  }),
  'proof: a byte too few': withOpening(async (...opened) => (await openingOf(...opened)).slice(1)),
  'proof: a byte too many': withOpening(async (...opened) =>
    Uint8Array.from([...(await openingOf(...opened)), 0]),
  ),
  'proof: no bytes at all': withOpening(async () => new Uint8Array()),
  'proof: the whole of an earlier one, replayed': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { ticket } = attempted.submission;
    const first = granted(await prover.start(ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(first.seed, 1));
    const drawn = granted(await prover.commit(first.id, committed.root, 1));
    const bytes = await openingOf(committed, first.seed, drawn);
    const second = granted(await prover.start(ticket, 'wasm'));
    granted(await prover.commit(second.id, committed.root, 1));
    return published(forger, attempted, await prover.open(second.id, bytes));
  },
  'proof: started with the ticket of another': async (forger) => {
    const [attempted, other] = [await forger.attempt(unproved), await forger.attempt(unproved)];
    const prover = new Prover(forger, attempted.submitterKey);
    return published(forger, attempted, await prover.start(other.submission.ticket, 'wasm'));
  },
  'proof: of another run, shown with this one': async (forger) => {
    const [attempted, other] = [await forger.attempt(unproved), await forger.attempt(unproved)];
    await prove(new Prover(forger, other.submitterKey), other.submission.ticket, 'wasm', {
      batches: 1,
      gflops: null,
    });
    const answer = await forger.submit({
      ...other.submission,
      ticket: attempted.submission.ticket,
    });
    return answer;
  },
  'proof: abandoned after the start': async (forger) => {
    const { submission, submitterKey } = await forger.attempt(unproved);
    granted(await new Prover(forger, submitterKey).start(submission.ticket, 'wasm'));
    return await forger.submit(submission);
  },
  'proof: late, after the run was published': async (forger) => {
    const { submission, submitterKey } = await forger.attempt(unproved);
    const prover = new Prover(forger, submitterKey);
    const { id, seed } = granted(await prover.start(submission.ticket, 'wasm'));
    const answer = await forger.submit(submission);
    const committed = await commitmentTo(await batchesOf(seed, 1));
    const drawn = await prover.commit(id, committed.root, 1);
    if (drawn.code === null) await prover.open(id, await openingOf(committed, seed, drawn.value));
    return answer;
  },
  'proof: committed too late': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, 1));
    return published(
      forger,
      attempted,
      await prover.commit(id, committed.root, 1, labLifetime(NO_TIME_MS)),
    );
  },
  'proof: opened too late': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, 1));
    const drawn = granted(await prover.commit(id, committed.root, 1));
    return published(
      forger,
      attempted,
      await prover.open(id, await openingOf(committed, seed, drawn), labLifetime(NO_TIME_MS)),
    );
  },
  'proof: a race of 50 commits, each with another root': async (forger) => {
    const attempted = await forger.attempt(unproved);
    const prover = new Prover(forger, attempted.submitterKey);
    const { id } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const answers = await Promise.all(
      Array.from({ length: CLIENTS_AT_ONCE }, (_, i) =>
        prover.commit(id, i.toString(16).padStart(64, '0'), 1),
      ),
    );
    if (answers.filter(({ code }) => code === null).length !== 1)
      throw new Error('more than one commit was taken');
    return published(forger, attempted, answers.find(({ code }) => code !== null) ?? answers[0]);
  },
  'proof: commits ground until the draw is kind': async (forger) => {
    const spared = (batch: number): boolean => batch % 2 === 0;
    for (let i = 0; ; i += 1) {
      const attempted = await forger.attempt({ workloads: ['gemm-512-fp32'], proved: false });
      const prover = new Prover(forger, attempted.submitterKey);
      const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
      const committed = await commitmentTo(await batchesOf(seed, 4, spared));
      const drawn = granted(await prover.commit(id, committed.root, 4));
      const kind = drawn.openings.every(({ batch }) => !spared(batch));
      if (kind || i + 1 === GRINDS)
        return published(
          forger,
          attempted,
          await prover.open(id, await openingOf(committed, seed, drawn)),
        );
    }
  },
  'proof: honest, and a run half again as fast': provedAndThen(faster(1.5)),
  'proof: honest, and a run twice as fast': provedAndThen(faster(2)),
  'proof: honest, and a run ten times as fast': provedAndThen(faster(10)),
  'proof: of the CPU, and rates of a GPU': async (forger) => {
    const { submission, submitterKey } = await forger.attempt({
      device: forger.machine({ engines: [WEBGPU] }),
      proved: false,
    });
    const claim = { batches: 1, gflops: HONEST_GFLOPS };
    forger.provenGflops.wasm = await prove(
      new Prover(forger, submitterKey),
      submission.ticket,
      'wasm',
      claim,
    );
    return forger.submit(submission);
  },
};
