// The engine's own worker without the site around it: an isolated page that measures one pass after
// another and spins before and after, as a run does (lib/runner/run).
import { join } from 'node:path';
import { build } from 'esbuild';
import type { SpinReading } from '@/lib/bench/contention';
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Driver } from '@/scripts/browser/driver';
import type { Report, WorkloadRequest } from '@/workers/bench-messages';
import { type IsolatedServer, serveIsolated } from '../../browser/isolated-server';
import { root } from '../../root';

export interface EnginePass {
  readonly report: Report;
  /** Over all threads, before and after. */
  readonly spins: readonly SpinReading[];
}

/** In the page: workers that answer, and a pass of the protocol. */
const PAGE = `(() => {
  const SETTLE_MS = ${PROTOCOL.contention.settleMs};
  const ask = (worker, message, isAnswer) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => isAnswer(data) && resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(message);
  });
  const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const spinners = [];
  const spin = async (threads) => {
    while (spinners.length < threads) spinners.push(new Worker('/spin.mjs', { type: 'module' }));
    const readings = await Promise.all(spinners.slice(0, threads).map((worker) => ask(worker,
    'spin', () => true)));
    const sum = (key) => readings.reduce((total, reading) => total + reading[key], 0);
    return { spunMs: sum('spunMs'), lostMs: sum('lostMs') };
  };
  globalThis.pass = async (request) => {
    const before = await spin(request.threads);
    const worker = new Worker('/bench.mjs', { type: 'module' });
    const answer = await ask(worker, { type: 'measure', request, hiddenCount: null }, ({ type }) =>
    type === 'done');
    worker.terminate();
    await rest(SETTLE_MS);
    const after = await spin(request.threads);
    await rest(${PROTOCOL.coolDownMs});
    return { report: answer.report, spins: [before, after] };
  };
  return spin(2).then(() => true);
})()`;

/**
 * Once, and not at each start of a worker: a bundler at work would be other work on the machine.
 */
async function bundled(worker: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, worker)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    alias: { '@': root },
  });
  return outputFiles[0]?.text ?? '';
}

export async function serveEngine(): Promise<IsolatedServer> {
  const scripts = new Map([
    ['/bench.mjs', await bundled('workers/bench.worker.ts')],
    ['/spin.mjs', await bundled('workers/spin.worker.ts')],
  ]);
  return serveIsolated('workers/bench.worker.ts', (path) => {
    const body = scripts.get(path);
    if (body === undefined) throw new RangeError(`nothing at ${path}`);
    return { type: 'text/javascript', body };
  });
}

export async function openEngine(driver: Driver, server: IsolatedServer): Promise<void> {
  await driver.open(server.url);
  await driver.evaluate(PAGE);
}

export const takePass = (driver: Driver, request: WorkloadRequest): Promise<EnginePass> =>
  driver.evaluate<EnginePass>(`pass(${JSON.stringify(request)})`);
