// `measure accept`: what a run that reaches level 1 waits for on the server, from its first byte
// sent to the answer, and what the openings of a proof take there. One after another, over HTTP,
// with all checks, transactions and standings.
import { quantile, sortValues } from '@/lib/bench/samples';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';
import { clientMs } from '@/lib/submission/plausibility/times';
import { commitmentTo, openingOf } from '@/scripts/client/prover';
import { startSite } from '@/scripts/site/site';
import { Forger, machine, WASM, WEBGPU } from '../attack/forger';
import { batchesOf, granted, labElapsed, N, Prover } from '../attack/prover';
import { address, defineCommand, whole } from '../command';

const ACCEPT_MS = 25;
const OPEN_MS = 150;
/** So many that the draw meets as many batches as there are openings, nearly. */
const BATCHES = 256;
const PROOFS = 20;
/** The first requests load the routes, and compile them. */
const WARM_RUNS = 20;
const WARM_PROOFS = 3;

interface Times {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

function timesOf(values: readonly number[]): Times {
  const sorted = sortValues(values);
  return { p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) };
}

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  const value = await work();
  return { value, ms: performance.now() - start };
}

/** Runs of the suite on both backends, proved; sent when all of them can have been measured. */
async function acceptTimes(
  forger: Forger,
  runs: number,
): Promise<Times & { readonly rows: number }> {
  const { workloads } = SUITES.quick;
  if (workloads === 'all') throw new Error('suite quick names its workloads');
  const kernels = workloads.filter((id) => MANIFEST.has(id));
  const attempts = [];
  for (let i = 0; i < runs + WARM_RUNS; i += 1) {
    attempts.push(
      await forger.attempt({
        device: machine({ engines: [WASM, WEBGPU] }),
        workloads: kernels,
        wait: false,
      }),
    );
  }
  const longestMs = Math.max(...attempts.map(({ submission }) => clientMs({ submission })));
  await new Promise((done) => setTimeout(done, longestMs));
  const times: number[] = [];
  for (const { submission } of attempts) {
    const { value, ms } = await timed(() => forger.submit(submission));
    times.push(ms);
    if (value.id === null || value.suspicions.length > 0)
      throw new Error(`an honest run met ${value.code ?? value.suspicions.join(', ')}`);
    const stored = await forger.read(value.id);
    if (stored === null || stored.trustLevel < 1)
      throw new Error('an honest run stayed below level 1');
  }
  return { rows: attempts[0].submission.measurements.length, ...timesOf(times.slice(WARM_RUNS)) };
}

/**
 * Whole openings, their batches, paths and columns, at the smallest size: `measure attest` has the
 * arithmetic of the others.
 */
async function openTimes(forger: Forger): Promise<Times> {
  const times: number[] = [];
  for (let i = 0; i < PROOFS + WARM_PROOFS; i += 1) {
    const { submission, submitterKey } = await forger.attempt({
      workloads: ['gemm-512-fp32'],
      proved: false,
      wait: false,
    });
    const prover = new Prover(forger, submitterKey);
    const { id, seed } = granted(await prover.start(submission.ticket, 'wasm'));
    const committed = await commitmentTo(await batchesOf(seed, BATCHES));
    const opened = await openingOf(
      committed,
      seed,
      granted(await prover.commit(id, committed.root, BATCHES)),
    );
    const { value, ms } = await timed(() => prover.open(id, opened, labElapsed(1000)));
    granted(value);
    times.push(ms);
  }
  return timesOf(times.slice(WARM_PROOFS));
}

export const command = defineCommand({
  options: {
    runs: whole('N', 'honest runs of suite quick that are published', 200),
    url: address(
      "a server started with 'npm start -- --lab'; without it one is started for the time",
    ),
  },
  notes: `One JSON object on stdout. Limits: a run of level 1 accepted within ${ACCEPT_MS} ms (p50), the openings of a proof
checked within ${OPEN_MS} ms (p95).`,
  exits: { 1: 'a limit is passed' },
  run: async ({ runs, url }) => {
    const site = url === undefined ? await startSite() : null;
    try {
      const forger = new Forger(url ?? site?.url ?? '');
      const accept = await acceptTimes(forger, runs);
      const open = { n: N, ...(await openTimes(forger)) };
      process.stdout.write(`${JSON.stringify({ runs, accept, open }, null, 2)}\n`);
      return accept.p50Ms <= ACCEPT_MS && open.p95Ms <= OPEN_MS ? 0 : 1;
    } finally {
      await site?.stop();
    }
  },
});
