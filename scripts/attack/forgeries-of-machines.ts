// Facts of machines and browsers that cannot be: believed, they would carry times that cannot be
// either.
import type { Environment, RunSubmission } from '@/lib/submission/schema';
import type { Measured } from './device';
import { each, type Forger, quickened, WASM, WEBGPU } from './forger';
import type { Forgeries, Forgery } from './kinds';

const ONE = ['gemm-512-fp32'] as const;

const inEnvironment =
  (over: Partial<Environment>, workloads: readonly string[] = ONE): Forgery =>
  async (forger) => {
    const { submission } = await forger.attempt({ workloads });
    return forger.submit({ ...submission, environment: { ...submission.environment, ...over } });
  };

const inRows =
  (change: (one: Measured) => Measured, options: { readonly webgpu?: boolean } = {}): Forgery =>
  async (forger) => {
    const device = forger.machine({ engines: options.webgpu === true ? [WEBGPU] : [WASM] });
    const { submission } = await forger.attempt({ workloads: ONE, device });
    return forger.submit(each(submission, change));
  };

/** A call of 1.1 µs by a clock without steps. */
const oneMicrosecond =
  (over: Partial<Environment>, ms = 0.0011): Forgery =>
  async (forger: Forger) => {
    const { submission } = await forger.attempt({ workloads: ['copy-512x2048-fp32'] });
    const quick = (run: RunSubmission): RunSubmission =>
      each(run, (one) => {
        const samples = one.samples.map(({ elapsedMs }, i) => ({
          elapsedMs: ms * (1 + 1e-6 * elapsedMs + 1e-4 * i),
          iterations: 1,
        }));
        const sampledMs = samples.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
        return { ...one, warmup: [], samples, clocks: { monotonicMs: sampledMs, wallMs: 0 } };
      });
    const { environment } = submission;
    return forger.submit(quick({ ...submission, environment: { ...environment, ...over } }));
  };

const threads =
  (wanted: number, got: number, cores: number | null): Forgery =>
  async (forger) => {
    const { submission } = await forger.attempt({ workloads: ONE });
    const run = each(submission, (one) => ({ ...one, threadsWanted: wanted, threadsGot: got }));
    return forger.submit({ ...run, environment: { ...submission.environment, cores } });
  };

export const MACHINES: Forgeries = {
  'machine: a clock without steps': inEnvironment({ timerStepUs: 0 }),
  'machine: a call of 1.1 µs by a clock without steps': oneMicrosecond({ timerStepUs: 0 }),
  'machine: a clock of a nanosecond': inEnvironment({ timerStepUs: 0.001 }),
  'machine: a call of 1.1 µs by a clock of a nanosecond': oneMicrosecond({ timerStepUs: 0.001 }),
  'machine: 1,024 threads on 8 cores': threads(1024, 1024, 8),
  'machine: the rate of 64 threads on 8 cores': async (forger) => {
    const device = forger.machine({
      engines: [{ ...WASM, gflops: 150 * 64, threads: 64 }],
      environment: { cores: 8 },
    });
    const { submission } = await forger.attempt({
      workloads: ['gemm-1024-fp32'],
      device,
      provenGflops: 150,
    });
    return forger.submit(submission);
  },
  'machine: 4,096 cores, and 1,024 threads': threads(1024, 1024, 4096),
  'machine: 1,024 threads on cores that nobody counted': threads(1024, 1024, null),
  'machine: WASM without a number of threads': inRows((one) => ({ ...one, threadsGot: null })),
  'machine: the bundle of WASM under a row of WebGPU': inRows(
    (one) => ({ ...one, bundle: 'wasm' }),
    { webgpu: true },
  ),
  'machine: a bundle that does not exist': inRows(
    (one) => ({ ...one, bundle: 'cuda' }) as unknown as Measured,
  ),
  'machine: a first run a thousand times faster than all others': inRows((one) => ({
    ...one,
    firstRunMs: one.firstRunMs / 1000,
  })),
  'machine: an NPU in a browser that has none': async (forger) => {
    const { submission } = await forger.attempt({ workloads: ONE });
    const run = each(submission, (one) => ({
      ...quickened(one, 50),
      backend: 'webnn-npu' as const,
      bundle: 'webgpu-jspi' as const,
      threadsGot: null,
    }));
    const { environment } = submission;
    return forger.submit({
      ...run,
      environment: {
        ...environment,
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
        userAgentData: null,
        timerStepUs: 20,
        webgl: { vendor: 'AMD', renderer: 'Radeon R9 200 Series, or similar' },
        ortBundle: 'wasm+webgpu-jspi',
      },
    });
  },
};
