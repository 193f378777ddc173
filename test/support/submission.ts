// A submission that an honest client would send, made from a manifest entry and its golden values.
import type { ManifestEntry } from '@/lib/models/workload';
import { ORT_VERSION } from '@/lib/ort/version';
import type { Measurement, RunSubmission } from '@/lib/submission/schema';

export const SUBMITTER_KEY = 'k'.repeat(43);

export const ENVIRONMENT: RunSubmission['environment'] = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  userAgentData: null,
  cores: 2,
  memoryGiB: 8,
  crossOriginIsolated: true,
  timerStepUs: 5,
  simd: true,
  ortVersion: ORT_VERSION,
  ortBundle: 'wasm',
  webgl: null,
  webgpu: { status: 'unavailable', reason: 'no adapter' },
  power: { state: 'unknown', provenance: 'unknown' },
};

/** Sample times around 10 ms with a fixed pattern of noise. */
const SAMPLES = Array.from({ length: 40 }, (_, i) => ({ elapsedMs: 10 + ((i * 7) % 11) / 100, iterations: 2 }));

export function honestMeasurement(entry: ManifestEntry, goldenIndex: number): Measurement {
  const golden = entry.golden[goldenIndex % entry.golden.length];
  return {
    workload: entry.id,
    version: entry.version,
    digest: entry.digest,
    backend: 'wasm',
    threadsWanted: 2,
    threadsGot: 2,
    fellBack: false,
    outcome: 'measured',
    sessionMs: 12,
    firstRunMs: 8,
    warmup: SAMPLES.slice(0, 3),
    samples: SAMPLES,
    output: {
      seed: golden.seed,
      projections: [...golden.projections],
      samples: golden.samples.map(({ value }) => value),
    },
    hiddenMs: 0,
  };
}

export function honestSubmission(
  entries: readonly ManifestEntry[],
  ticket: string,
  goldenIndex: number,
): RunSubmission {
  return {
    schema: 1,
    protocol: 'flopmark/1',
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
