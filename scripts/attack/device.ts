// A simulated device: how fast its arithmetic, its memory and its handing over are, how steady it
// is, and what its browser says and hides. From it follow sample times as the protocol takes them,
// on the grid of its clock.
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Sample } from '@/lib/bench/samples';
import type { Prng } from '@/lib/core/prng';
import type { ManifestEntry } from '@/lib/models/workload';
import type { Environment, Measurement } from '@/lib/submission/schema';

export interface Engine {
  readonly backend: 'wasm' | 'webgpu';
  /** A large fp32 product, 10⁹ FLOP/s. */
  readonly gflops: number;
  /** fp16 and int8 rates over the fp32 rate. */
  readonly fp16: number;
  readonly int8: number;
  readonly gigabytesPerSecond: number;
  /** Before any arithmetic of a run, milliseconds. */
  readonly handoverMs: number;
  /** Multiplications that convolutions are spared. */
  readonly winograd: number;
  readonly threads: number;
}

export interface Steadiness {
  /** Standard deviation of ln time. */
  readonly noise: number;
  /** Chance that a sample meets something else on the machine, and takes twice as long. */
  readonly hiccups: number;
  /** Slowdown from the first to the last sample of a measurement. */
  readonly throttling: number;
}

export interface Device {
  readonly environment: Environment;
  readonly engines: readonly Engine[];
  readonly steadiness: Steadiness;
  /** How much of the engine's rate each kind of work gets, 0 to 1, before Winograd. */
  readonly efficiency: { readonly convolution: number; readonly model: number };
}

const typeFactor = ({ precision }: ManifestEntry, { fp16, int8 }: Engine): number =>
  precision === 'fp16' || precision === 'w4a16' ? fp16 : precision === 'w8a8' ? int8 : 1;

/**
 * Milliseconds that one run takes: arithmetic or memory, whichever is slower, after the handing
 * over.
 */
export function runMs(entry: ManifestEntry, engine: Engine, { efficiency }: Device): number {
  const convolves = Object.keys(entry.macsByOp).some((op) => op.includes('Conv'));
  const share = entry.kind === 'model' ? efficiency.model : convolves ? efficiency.convolution : 1;
  const rate =
    engine.gflops * typeFactor(entry, engine) * share * (convolves ? engine.winograd : 1);
  const bytes = entry.weightBytes + entry.activationBytes;
  return (
    engine.handoverMs +
    Math.max(entry.flops / (rate * 1e6), bytes / (engine.gigabytesPerSecond * 1e6))
  );
}

/** Box and Muller 1958. */
const gaussian = (prng: Prng): number =>
  Math.sqrt(-2 * Math.log(1 - prng.unit())) * Math.cos(2 * Math.PI * prng.unit());

/**
 * Enough for an interval of 2 % on most machines; the loop of lib/bench/measure stops by itself
 * about there.
 */
const SAMPLES = 24;
/** Warm-up and sampling of one workload, as the quick suite allows it. */
const CAP_MS = 3000;

/** Batches until `count`, or until the time is used up, but never fewer than `least`. */
function samplesOf(
  perRunMs: number,
  {
    count,
    least,
    capMs,
  }: { readonly count: number; readonly least: number; readonly capMs: number },
  { environment, steadiness }: Device,
  prng: Prng,
): Sample[] {
  const stepMs = environment.timerStepUs / 1000;
  const targetMs =
    Math.max(PROTOCOL.sample.minMs, stepMs * PROTOCOL.sample.minTimerSteps) *
    PROTOCOL.sample.headroom;
  const iterations = Math.max(1, Math.ceil(targetMs / perRunMs));
  const samples: Sample[] = [];
  for (let usedMs = 0; samples.length < count && (samples.length < least || usedMs < capMs); ) {
    const drift = 1 + (steadiness.throttling * samples.length) / count;
    const hiccup = prng.unit() < steadiness.hiccups ? 2 : 1;
    const ms = iterations * perRunMs * drift * hiccup * Math.exp(steadiness.noise * gaussian(prng));
    const elapsedMs = Math.max(1, Math.round(ms / stepMs)) * stepMs;
    samples.push({ elapsedMs, iterations });
    usedMs += elapsedMs;
  }
  return samples;
}

const sumMs = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);

/** Outputs that are right, with the last digits of another order of summation. */
export function outputsOf(entry: ManifestEntry, goldenIndex: number, prng: Prng) {
  const golden = entry.golden[goldenIndex % entry.golden.length];
  const near = (value: number): number => value * (1 + 2e-7 * (prng.unit() - 0.5));
  return {
    seed: golden.seed,
    projections: golden.projections.map(near),
    samples: golden.samples.map(({ value }) => near(value)),
  };
}

export type Measured = Extract<Measurement, { outcome: 'measured' }>;

/** What the device measures of one workload on one engine. */
export function measured(
  entry: ManifestEntry,
  engine: Engine,
  device: Device,
  goldenIndex: number,
  prng: Prng,
): Measured {
  const perRunMs = runMs(entry, engine, device);
  const { window, minSamples, maxShare } = PROTOCOL.warmup;
  const warmup = samplesOf(
    perRunMs,
    { count: 2 * window, least: minSamples, capMs: maxShare * CAP_MS },
    device,
    prng,
  );
  const samples = samplesOf(
    perRunMs,
    { count: SAMPLES, least: 1, capMs: CAP_MS - sumMs(warmup) },
    device,
    prng,
  );
  const sampledMs = sumMs(warmup) + sumMs(samples);
  const gpu = engine.backend === 'webgpu';
  return {
    workload: entry.id,
    version: entry.version,
    digest: entry.digest,
    backend: engine.backend,
    threadsWanted: engine.threads,
    threadsGot: gpu ? null : engine.threads,
    fellBack: false,
    bundle: gpu ? 'webgpu-asyncify' : 'wasm',
    validationMode: gpu ? 'basic' : null,
    outcome: 'measured',
    sessionMs: 20 + 30 * prng.unit(),
    firstRunMs: perRunMs * 1.5,
    warmup,
    samples,
    output: outputsOf(entry, goldenIndex, prng),
    hiddenMs: 0,
    clocks: {
      monotonicMs: sampledMs,
      wallMs: Math.round(sampledMs * (1 + 0.001 * (prng.unit() - 0.5))),
    },
    frameGaps: null,
    pressure: null,
  };
}
