// Defences turned on the honest, and other people's runs meddled with: whatever strangers do first
// or meanwhile, the run of somebody honest is taken, waits for nobody, counts, and stays.
import type { RunSubmission } from '@/lib/submission/schema';
import { commitmentTo, openingOf } from '@/scripts/client/prover';
import { type Answer, fromAddress, newKey, request } from './client';
import { tellAll, times } from './crowd';
import { type Attempt, type AttemptOptions, each, type Forger, GRID_MS, scaled } from './forger';
import { onlyRow } from './forgeries-of-copies';
import type { Forgeries, Forgery } from './kinds';
import { harm, held, type Met } from './met';
import { batchesOf, granted, Prover, prove } from './prover';
import { onBoard } from './report';

const PRODUCT: AttemptOptions = { workloads: ['gemm-512-fp32'] };
/** Its /16; strangers have others. */
const VICTIM = 15;
const STRANGERS = 8;

async function unharmed(forger: Forger, { id, code, suspicions }: Answer): Promise<Met> {
  if (code !== null) return harm(`an honest run was refused: ${code}`);
  if (suspicions.length > 0) return harm(`an honest run waits: ${suspicions.join(', ')}`);
  const rows = (id === null ? null : await forger.read(id))?.rows ?? [];
  return rows.some(onBoard) ? held('the honest run counts') : harm('the honest run is on no board');
}

const publish = (forger: Forger, { submission }: Pick<Attempt, 'submission'>): Promise<Answer> =>
  forger.submit(submission, fromAddress(forger.address(VICTIM)));

/** Strangers' runs on the same device come first. */
const after =
  (
    change: (run: RunSubmission) => RunSubmission,
    where: (forger: Forger, i: number) => string,
  ): Forgery =>
  async (forger) => {
    await tellAll(
      forger,
      times(STRANGERS, (i) => ({ address: where(forger, i), change })),
      PRODUCT,
    );
    return unharmed(forger, await publish(forger, await forger.attempt(PRODUCT)));
  };

const factor =
  (by: number) =>
  (run: RunSubmission): RunSubmission =>
    each(run, (one) => scaled(one, by, { clocks: 'both', gridMs: GRID_MS }));

const elsewhere = (forger: Forger, i: number): string => forger.address(i % VICTIM, i);
const sameNetwork = (forger: Forger, i: number): string => forger.address(VICTIM, 0, 20 + i);

/** Something is done to a run that somebody honest has begun, and not yet published. */
const meanwhile =
  (meddle: (forger: Forger, attempted: Attempt) => Promise<string>): Forgery =>
  async (forger) => {
    const attempted = await forger.attempt(PRODUCT);
    const met = await meddle(forger, attempted);
    const { harm: harmed, reason } = await unharmed(forger, await publish(forger, attempted));
    return { harm: harmed, reason: harmed ? reason : `${met}; ${reason}` };
  };

/** Something is done to a run that somebody honest has published. */
const afterwards =
  (meddle: (forger: Forger, id: string, attempted: Attempt) => Promise<string>): Forgery =>
  async (forger) => {
    const attempted = await forger.attempt(PRODUCT);
    const answer = await publish(forger, attempted);
    if (answer.id === null) return harm(`an honest run was refused: ${answer.code}`);
    const met = await meddle(forger, answer.id, attempted);
    const { harm: harmed, reason } = await unharmed(forger, answer);
    return { harm: harmed, reason: harmed ? reason : `${met}; ${reason}` };
  };

export function report(
  forger: Forger,
  fields: Readonly<Record<string, string>>,
  address: string,
): Promise<Response> {
  return request(`${forger.url}/reports`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: forger.url,
      ...fromAddress(address),
    },
    body: new URLSearchParams(fields).toString(),
  });
}

/** Copies of a published series, sent by strangers, with whatever each is told to change. */
const copiesOf = (run: RunSubmission) => (submission: RunSubmission) =>
  each(submission, (one) => {
    const { samples, warmup, clocks } = onlyRow(run);
    return { ...one, samples, warmup, clocks };
  });

const codeOf = async (response: Response): Promise<string> =>
  ((await response.json().catch(() => ({}))) as { code?: string }).code ??
  `status-${response.status}`;

export const AGAINST_PEOPLE: Forgeries = {
  'against people: eight slow keys first': after(factor(12), elsewhere),
  'against people: eight fast keys first': after(factor(0.4), elsewhere),
  'against people: eight slow keys of the same network first': after(factor(12), sameNetwork),
  'against people: eight fast keys of the same network first': after(factor(0.4), sameNetwork),
  'against people: eight invented series on a clock of a millisecond first': async (forger) => {
    const coarse = forger.machine({ environment: { timerStepUs: 1000 } });
    const options = { ...PRODUCT, device: coarse };
    await tellAll(
      forger,
      times(STRANGERS, (i) => ({ address: elsewhere(forger, i) })),
      options,
    );
    const attempted = await forger.attempt(options);
    return unharmed(forger, await publish(forger, attempted));
  },
  'against people: eight runs that wait for a moderator first': after(
    (run) =>
      each(run, (one) => {
        const samples = one.samples.map(({ iterations }) => ({ elapsedMs: 10, iterations }));
        const sampledMs = 10 * samples.length;
        return {
          ...one,
          warmup: [],
          samples,
          clocks: { monotonicMs: sampledMs, wallMs: sampledMs },
        };
      }),
    elsewhere,
  ),
  'against people: eight copies of a run afterwards': afterwards(
    async (forger, _id, { submission }) => {
      const tellings = times(STRANGERS, (i) => ({
        address: elsewhere(forger, i),
        change: copiesOf(submission),
      }));
      const answers = await tellAll(forger, tellings, PRODUCT);
      return answers[0]?.suspicions.join(', ') || (answers[0]?.code ?? 'the copies count');
    },
  ),
  'against people: reports of a run from ten networks': afterwards(async (forger, id) => {
    for (const i of times(10, (at) => at))
      await report(forger, { run: id, reason: 'impossible-time' }, forger.address(i, i));
    return 'ten reports';
  }),
  'against people: a run withdrawn with another key': afterwards(
    async (forger, id) => `status ${await forger.withdraw(id, newKey())}`,
  ),
  'against people: a run withdrawn with no key': afterwards(async (forger, id) => {
    const response = await request(`${forger.url}/api/v1/runs/${id}`, { method: 'DELETE' });
    return codeOf(response);
  }),
  'against people: a run withdrawn with the hash of its key': afterwards(
    async (forger, id, { submitterKey }) => {
      const hash = new Uint8Array(
        await crypto.subtle.digest('SHA-256', new TextEncoder().encode(submitterKey)),
      );
      return `status ${await forger.withdraw(id, Buffer.from(hash).toString('base64url'))}`;
    },
  ),
  'against people: their ticket used with another key': meanwhile(
    async (forger, { submission }) => {
      const { code } = await forger.submit({ ...submission, submitterKey: newKey() });
      return code ?? 'it was taken';
    },
  ),
  'against people: their ticket used for proofs of another': meanwhile(
    async (forger, { submission }) => {
      const codes = await Promise.all(
        times(10, () =>
          new Prover(forger, newKey()).start(submission.ticket, 'wasm').then(({ code }) => code),
        ),
      );
      return codes[0] ?? 'proofs were started';
    },
  ),
  'against people: their proof committed by another': async (forger) => {
    const attempted = await forger.attempt({ ...PRODUCT, proved: false });
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const met =
      (await new Prover(forger, newKey()).commit(id, 'ab'.repeat(32), 1)).code ?? 'it was taken';
    const committed = await commitmentTo(await batchesOf(seed, 1));
    const drawn = await prover.commit(id, committed.root, 1);
    return drawn.code === null
      ? held(`${met}; the owner went on`)
      : harm(`the owner could not go on: ${drawn.code}`);
  },
  'against people: their proof opened by another': async (forger) => {
    const attempted = await forger.attempt({ ...PRODUCT, proved: false });
    const prover = new Prover(forger, attempted.submitterKey);
    const { id, seed } = granted(await prover.start(attempted.submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, 1));
    const drawn = granted(await prover.commit(id, committed.root, 1));
    const bytes = await openingOf(committed, seed, drawn);
    const met = (await new Prover(forger, newKey()).open(id, bytes)).code ?? 'it was taken';
    const opened = await prover.open(id, bytes);
    return opened.code === null
      ? held(`${met}; the owner went on`)
      : harm(`the owner could not go on: ${opened.code}`);
  },
  'against people: fifty strangers’ proofs at the same time': async (forger) => {
    const attempted = await forger.attempt({ ...PRODUCT, proved: false });
    const strangers = await Promise.all(
      times(10, async () => {
        const { submission, submitterKey } = await forger.attempt({
          ...PRODUCT,
          proved: false,
          wait: false,
        });
        return { ticket: submission.ticket, prover: new Prover(forger, submitterKey) };
      }),
    );
    const noise = Promise.all(
      strangers.flatMap(({ ticket, prover }) => times(5, () => prover.start(ticket, 'wasm', 4096))),
    );
    const claim = { batches: 1, gflops: 195 };
    await prove(
      new Prover(forger, attempted.submitterKey),
      attempted.submission.ticket,
      'wasm',
      claim,
    );
    await noise;
    return unharmed(forger, await publish(forger, attempted));
  },
};
