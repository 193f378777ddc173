// What a forger works with: a machine that is really this fast, its honest run, and ways to tamper with it before it is sent.
import { createPrng } from '@/lib/core/prng';
import { clientMs } from '@/lib/submission/plausibility/times';
import type { ChallengeResponse, Environment, RunSubmission } from '@/lib/submission/schema';
import { BROWSERS, environmentOf } from './browsers';
import { Client, newKey } from './client';
import type { Device, Engine, Measured } from './device';
import { freshNoise } from './noise';
import { payloadOf } from './payload';
import { Prover, prove } from './prover';

const STEADY = { noise: 0.01, hiccups: 0.01, throttling: 0 };
export const WASM: Engine = {
  backend: 'wasm',
  gflops: 200,
  fp16: 1,
  int8: 2,
  gigabytesPerSecond: 60,
  handoverMs: 0.02,
  winograd: 1,
  threads: 8,
};
export const WEBGPU: Engine = {
  ...WASM,
  backend: 'webgpu',
  gflops: 2000,
  fp16: 2,
  gigabytesPerSecond: 300,
  threads: 1,
};

const WORKLOADS = ['gemm-512-fp32', 'gemm-1024-fp32', 'conv-3x3-256-14-fp32', 'mobilenet-v2-fp32'];

interface MachineOptions {
  /** WASM alone by default. */
  readonly engines?: readonly Engine[];
  readonly environment?: Partial<Environment>;
}

/** An honest device. */
export function machine(options: MachineOptions = {}): Device {
  const prng = createPrng(9);
  const environment = environmentOf(BROWSERS['Chrome on Windows, NVIDIA'], 8, prng);
  return {
    environment: { ...environment, ...options.environment },
    engines: options.engines ?? [WASM],
    steadiness: STEADY,
    efficiency: { convolution: 0.7, model: 0.3 },
  };
}

export interface Attempt {
  readonly submission: RunSubmission;
  readonly challenge: ChallengeResponse;
  readonly submitterKey: string;
}

export interface AttemptOptions {
  readonly device?: Device;
  readonly workloads?: readonly string[];
  readonly suite?: RunSubmission['suite'];
  /** Whether the machine proves what it can, as the page does; those who forge proofs do it themselves. */
  readonly proved?: boolean;
  /** How long its challenge lives; a day where it is left out. */
  readonly lifetimeMs?: number;
  /** Whether to wait as long as the run would have taken. */
  readonly wait?: boolean;
}

/** Of its large product a machine proves this much: the rest is spent on digests and on the way to the server. */
const PROVED_SHARE = 0.97;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const FORGERS = 1;
let attempts = 0;

/** One forger: its way to the server, and what it has proved there so far. */
export class Forger extends Client {
  readonly provenGflops: Record<string, number> = {};

  /** A challenge, an honest run of the machine with its proofs, and the time that it would have taken. */
  async attempt(options: AttemptOptions = {}): Promise<Attempt> {
    const {
      device = machine(),
      workloads = WORKLOADS,
      suite = 'custom',
      proved = true,
      lifetimeMs,
      wait = true,
    } = options;
    attempts += 1;
    const prng = freshNoise(FORGERS, attempts);
    const submitterKey = newKey();
    const challenge = await this.challenge(suite, submitterKey, lifetimeMs);
    const submission = payloadOf({ device, workloads, challenge, submitterKey, suite, prng });
    if (proved) {
      for (const { backend, gflops } of device.engines) {
        const claim = { batches: 1, gflops: PROVED_SHARE * gflops };
        this.provenGflops[backend] = await prove(new Prover(this, submitterKey), challenge.ticket, backend, claim);
      }
    }
    if (wait) await sleep(clientMs({ submission }));
    return { submission, challenge, submitterKey };
  }
}

/** Every measurement with right outputs, changed. */
export function each(submission: RunSubmission, change: (one: Measured, index: number) => Measured): RunSubmission {
  const measurements = submission.measurements.map((one, index) =>
    one.outcome === 'measured' ? change(one, index) : one,
  );
  return { ...submission, measurements };
}

/** Its times multiplied; the clocks go along if `clocks` says so, and stay on the grid if `grid` does. */
export function scaled(
  one: Measured,
  factor: number,
  { clocks, gridMs }: { readonly clocks: 'both' | 'monotonic' | 'neither'; readonly gridMs: number | null },
): Measured {
  const times = (ms: number): number => (gridMs === null ? ms * factor : Math.round((ms * factor) / gridMs) * gridMs);
  const series = (samples: Measured['samples']): Measured['samples'] =>
    samples.map(({ elapsedMs, iterations }) => ({ elapsedMs: times(elapsedMs), iterations }));
  const [warmup, samples] = [series(one.warmup), series(one.samples)];
  const sampledMs = [...warmup, ...samples].reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  const { monotonicMs, wallMs } = one.clocks;
  return {
    ...one,
    sessionMs: one.sessionMs * factor,
    firstRunMs: one.firstRunMs * factor,
    warmup,
    samples,
    clocks: {
      monotonicMs: clocks === 'neither' ? monotonicMs : sampledMs,
      wallMs: clocks === 'both' ? Math.round(sampledMs) : wallMs,
    },
  };
}

/** The step of the machine's clock. */
export const GRID_MS = 0.005;
