// An accepted run as lib/submission/accept hands it to the store, and its challenge, for tests of
// what the store does with it.
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Database } from '@/lib/db/client';
import { challenges } from '@/lib/db/schema';
import { ORT_VERSION } from '@/lib/ort/version';
import type { Accepted } from '@/lib/submission/accept';
import { NO_SKETCH, type Sketch } from '@/lib/submission/plausibility/sketch';
import { VERSIONS } from '@/lib/submission/versions';

export interface RowOfRun {
  readonly workload: string;
  readonly backend: 'wasm' | 'webgpu';
  readonly threads: number;
  readonly device: string;
  readonly trust: number;
  readonly medianMs: number;
  /** 10⁹ FLOP/s; every row has 2 FLOPs. */
  readonly provenGflops?: number;
  /** Null by default: no proof speaks of it. */
  readonly provenShare?: number | null;
  /** Good by default. */
  readonly qualityGrade?: 'good' | 'fair' | 'poor';
  readonly dispatchSlopeUs?: number;
  readonly quarantineReasons?: readonly string[];
  /** fp32 by default. */
  readonly computeType?: string;
  /**
   * Hash of the network that it came from; by default the submitter has one of their own. Null: not
   * known.
   */
  readonly network?: string | null;
  /** Hash of the block of addresses that it lies in; by default one of its own. */
  readonly block?: string | null;
  /** Hashes of its series; none by default. */
  readonly sketch?: Sketch;
}

const RUN = {
  startedAt: new Date(Date.UTC(2026, 9, 1)),
  schemaVersion: 1,
  protocol: PROTOCOL.id,
  suite: 'smoke',
  suiteVersion: 1,
  flopConvention: VERSIONS.flopConvention,
  counterVersion: 'flopmark-counter/1',
  plausibilityVersion: 'flopmark-plausibility/1',
  deviceTableVersion: 'flopmark-device/1',
  licence: 'CC0-1.0',
  consentVersion: 1,
  ortVersion: ORT_VERSION,
  ortBundle: 'wasm',
  crossOriginIsolated: true,
  simd: true,
  timerStepUs: 5,
  browser: 'Chrome',
  browserMajor: 150,
  form: 'desktop',
  cores: 8,
  memoryGiB: 8,
  powerProvenance: 'unknown',
  runtime: 'ort',
  relaxedSimd: null,
  environment: {},
  declared: null,
  declaredGpuSlug: null,
  declaredCpuSlug: null,
  trustReasons: [],
} as const;

export interface RunOptions {
  readonly power?: string;
  readonly os?: string;
  readonly at?: Date;
  readonly protocol?: string;
}

/** Issues a challenge and returns the run that uses it, as stored under `id`. */
export async function acceptedRun(
  db: Database,
  id: string,
  submitter: string,
  rows: readonly RowOfRun[],
  { power = 'unknown', os = 'Linux', at, protocol = PROTOCOL.id }: RunOptions = {},
): Promise<Accepted> {
  const challenge = `challenge-of-${id}`;
  await db.insert(challenges).values({
    id: challenge,
    submitter,
    suite: RUN.suite,
    goldenIndex: 0,
    expiresAt: new Date(Date.now() + 3_600_000),
  });
  const accepted = {
    run: {
      ...RUN,
      protocol,
      submitter,
      challenge,
      powerState: power,
      os,
      ...(at !== undefined && { createdAt: at }),
      trustLevel: Math.max(0, ...rows.map(({ trust }) => trust)),
    },
    measurements: rows.map((row, position) => ({
      position,
      workload: row.workload,
      workloadVersion: 1,
      digest: '0'.repeat(64),
      batch: 1,
      inputs: [],
      params: 0,
      macs: 1,
      flops: 2,
      otherOps: 0,
      integerOps: 0,
      weightBytes: 0,
      activationBytes: 0,
      storageType: 'fp32',
      computeType: row.computeType ?? 'fp32',
      backend: row.backend,
      mode: 'run',
      fellBack: false,
      threadsWanted: Math.max(row.threads, 1),
      threadsGot: row.backend === 'wasm' ? row.threads : null,
      options: {},
      deviceSlug: row.device,
      deviceName: row.device.toUpperCase(),
      deviceKind: 'gpu',
      outcome: 'measured',
      cause: null,
      reason: null,
      sessionMs: 1,
      firstRunMs: 1,
      hiddenMs: 0,
      warmupMs: [],
      warmupIterations: [],
      samplesMs: [row.medianMs],
      sampleIterations: [1],
      output: null,
      outputError: 0,
      medianMs: row.medianMs,
      ciLowMs: row.medianMs,
      ciHighMs: row.medianMs,
      p10Ms: row.medianMs,
      p90Ms: row.medianMs,
      madMs: 0,
      drift: 0,
      gflops: 1,
      quality: [],
      dispatchSlopeUs: row.dispatchSlopeUs ?? null,
      qualityGrade: row.qualityGrade ?? 'good',
      quarantineReasons: [...(row.quarantineReasons ?? [])],
      provenShare: row.provenShare ?? null,
      trustLevel: row.trust,
      trustReasons: [],
      provenGflops: row.provenGflops ?? null,
      networkHash: row.network === undefined ? `network-of-${submitter}` : row.network,
      blockHash:
        row.block === undefined
          ? row.network === undefined
            ? `network-of-${submitter}`
            : row.network
          : row.block,
      sketch: row.sketch ?? NO_SKETCH,
    })),
  };
  return accepted as unknown as Accepted;
}
