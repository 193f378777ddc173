// A submission that an honest client would send, made from a manifest entry and its golden values.
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Sample } from '@/lib/bench/samples';
import { createPrng, seedOf } from '@/lib/core/prng';
import type { ManifestEntry } from '@/lib/models/workload';
import { ORT_VERSION } from '@/lib/ort/version';
import {
  type Measurement,
  type RunSubmission,
  SUBMISSION_SCHEMA_VERSION,
} from '@/lib/submission/schema';

export const SUBMITTER_KEY = 'k'.repeat(43);

export const ENVIRONMENT: RunSubmission['environment'] = {
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  userAgentData: null,
  cores: 2,
  memoryGiB: 8,
  nanByte: 255,
  touchPoints: 0,
  crossOriginIsolated: true,
  timerStepUs: 5,
  simd: true,
  relaxedSimd: true,
  runtime: 'ort',
  ortVersion: ORT_VERSION,
  ortBundle: 'wasm',
  webgl: null,
  webgpu: { status: 'unavailable', reason: 'no adapter' },
  power: { state: 'unknown', provenance: 'unknown' },
};

/** Rates of a laptop's two cores, 10⁹ FLOP/s: a matrix product, and everything else. */
export const WASM_GFLOPS = 100;
const GFLOPS = { kernel: WASM_GFLOPS, model: 40 } as const;
export const gflopsOf = ({ kind }: Pick<ManifestEntry, 'kind'>): number => GFLOPS[kind];
const STEP_MS = ENVIRONMENT.timerStepUs / 1000;

/**
 * Twelve samples of 10 ms and more, with noise, on the grid of the clock; other ones for each
 * workload and challenge.
 */
function samplesOf(entry: ManifestEntry, seed: number): Sample[] {
  const prng = createPrng(seedOf(entry.id) ^ seed);
  const perRunMs = Math.max(0.01, entry.flops / (gflopsOf(entry) * 1e6));
  const iterations = Math.max(1, Math.ceil(10 / perRunMs));
  return Array.from({ length: 12 }, () => ({
    elapsedMs:
      Math.round((iterations * perRunMs * (0.99 + 0.02 * prng.unit())) / STEP_MS) * STEP_MS,
    iterations,
  }));
}

export function honestMeasurement(entry: ManifestEntry, goldenIndex: number): Measurement {
  const golden = entry.golden[goldenIndex % entry.golden.length];
  const samples = samplesOf(entry, goldenIndex);
  const warmup = samples.slice(0, 3);
  const sampledMs = [...warmup, ...samples].reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  return {
    workload: entry.id,
    version: entry.version,
    digest: entry.digest,
    backend: 'wasm',
    threadsWanted: 2,
    threadsGot: 2,
    fellBack: false,
    bundle: 'wasm',
    validationMode: null,
    outcome: 'measured',
    sessionMs: 12,
    firstRunMs: (1.2 * samples[0].elapsedMs) / samples[0].iterations,
    warmup,
    samples,
    output: {
      seed: golden.seed,
      projections: [...golden.projections],
      samples: golden.samples.map(({ value }) => value),
    },
    hiddenMs: 0,
    clocks: { monotonicMs: sampledMs, wallMs: Math.round(sampledMs) },
    frameGaps: { longestMs: 17, p95Ms: 16.7 },
    pressure: null,
  };
}

export function honestSubmission(
  entries: readonly ManifestEntry[],
  ticket: string,
  goldenIndex: number,
): RunSubmission {
  return {
    schema: SUBMISSION_SCHEMA_VERSION,
    protocol: PROTOCOL.id,
    suite: 'smoke',
    suiteVersion: 1,
    ticket,
    submitterKey: SUBMITTER_KEY,
    consent: { version: 1, licence: 'CC0-1.0' },
    startedAt: '2026-11-23T12:00:00.000Z',
    environment: ENVIRONMENT,
    measurements: entries.map((entry) => honestMeasurement(entry, goldenIndex)),
  };
}
