// What a forger works with: a machine that is really this fast, its honest run, and ways to tamper
// with it before it is sent.
import { createPrng } from '@/lib/core/prng';
import { clientMs } from '@/lib/submission/plausibility/times';
import type { ChallengeResponse, Environment, RunSubmission } from '@/lib/submission/schema';
import { BROWSERS, environmentOf } from './browsers';
import { type Answer, Client, type Headers, newKey } from './client';
import type { Device, Engine, Measured } from './device';
import { CALL, freshNoise } from './noise';
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
  /**
   * Whether the machine proves what it can, as the page does; those who forge proofs do it
   * themselves.
   */
  readonly proved?: boolean;
  /** What it proves on each backend instead of nearly all that it can, 10⁹ FLOP/s. */
  readonly provenGflops?: number;
  /** A new one where it is left out. */
  readonly submitterKey?: string;
  /** How long its challenge lives; a day where it is left out. */
  readonly lifetimeMs?: number;
  /** Whether to wait as long as the run would have taken. */
  readonly wait?: boolean;
}

/**
 * Of its large product a machine proves this much: the rest is spent on digests and on the way to
 * the server.
 */
const PROVED_SHARE = 0.97;

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
const FORGERS = 1;
let attempts = 0;

/** More than any machine of the honest has: cells of the board are told apart by them. */
const FEWEST_CORES = 200;
/** A server may still have the rows of an earlier call: this one's forgers have other numbers. */
let forgers = CALL % 3000;

/** One forger: its way to the server, and what it has proved there so far. */
export class Forger extends Client {
  readonly provenGflops: Record<string, number> = {};
  /** Of its machine, and of nobody else's: its rows enter cells of their own. */
  readonly cores: number;
  /** Addresses begin with it, so that its networks are nobody else's. */
  readonly number: number;

  constructor(url: string) {
    super(url);
    forgers += 1;
    this.number = forgers;
    this.cores = FEWEST_CORES + forgers;
  }

  /** An honest device that only this forger has. */
  machine({ engines, environment }: MachineOptions = {}): Device {
    return machine({
      ...(engines && { engines }),
      environment: { cores: this.cores, ...environment },
    });
  }

  /** An address in /16 number `wide`, /24 number `narrow` of it, which no other forger has. */
  address(wide: number, narrow = 0, host = 7): string {
    return `${20 + (this.number >> 4)}.${((this.number & 15) << 4) | wide}.${narrow}.${host}`;
  }

  /** When a run with this ticket can have begun, by this machine's clock. */
  readonly #begunAtMs = new Map<string, number>();

  /** Sent when as much time has passed as it says that it took, whatever was made of it since. */
  async submitWhenDone(submission: RunSubmission, headers: Headers = {}): Promise<Answer> {
    const begunAtMs = this.#begunAtMs.get(submission.ticket) ?? Date.now();
    await sleep(begunAtMs + clientMs({ submission }) - Date.now());
    return this.submit(submission, headers);
  }

  /**
   * A challenge, an honest run of the machine with its proofs, and the time that it would have
   * taken.
   */
  async attempt(options: AttemptOptions = {}): Promise<Attempt> {
    const {
      device = this.machine(),
      workloads = WORKLOADS,
      suite = 'custom',
      proved = true,
      provenGflops,
      submitterKey = newKey(),
      lifetimeMs,
      wait = true,
    } = options;
    attempts += 1;
    const prng = freshNoise(FORGERS, attempts);
    const challenge = await this.challenge(suite, submitterKey, lifetimeMs);
    this.#begunAtMs.set(challenge.ticket, Date.now());
    const submission = payloadOf({ device, workloads, challenge, submitterKey, suite, prng });
    if (proved) {
      for (const { backend, gflops } of device.engines) {
        const claim = { batches: 1, gflops: provenGflops ?? PROVED_SHARE * gflops };
        this.provenGflops[backend] = await prove(
          new Prover(this, submitterKey),
          challenge.ticket,
          backend,
          claim,
        );
      }
    }
    if (wait) await sleep(clientMs({ submission }));
    return { submission, challenge, submitterKey };
  }
}

/** Every measurement with right outputs, changed. */
export function each(
  submission: RunSubmission,
  change: (one: Measured, index: number) => Measured,
): RunSubmission {
  const measurements = submission.measurements.map((one, index) =>
    one.outcome === 'measured' ? change(one, index) : one,
  );
  return { ...submission, measurements };
}

/**
 * Its times multiplied; the clocks go along if `clocks` says so, and stay on the grid if `grid`
 * does.
 */
export function scaled(
  one: Measured,
  factor: number,
  {
    clocks,
    gridMs,
  }: { readonly clocks: 'both' | 'monotonic' | 'neither'; readonly gridMs: number | null },
): Measured {
  const times = (ms: number): number =>
    gridMs === null ? ms * factor : Math.round((ms * factor) / gridMs) * gridMs;
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

/** So many times as fast in samples as long as before: more calls in each. */
export function quickened(one: Measured, factor: number): Measured {
  const series = (samples: Measured['samples']): Measured['samples'] =>
    samples.map(({ elapsedMs, iterations }) => ({
      elapsedMs,
      iterations: Math.max(1, Math.round(iterations * factor)),
    }));
  return {
    ...one,
    firstRunMs: one.firstRunMs / factor,
    warmup: series(one.warmup),
    samples: series(one.samples),
  };
}

/** The step of the machine's clock. */
export const GRID_MS = 0.005;
