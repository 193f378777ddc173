// Rows for pages to be looked at and tested with: plausible people, devices, samples, every
// outcome. The same seed gives the same rows. They go straight into the database, so no page
// depends on the way a run is submitted.
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { PROTOCOL } from '@/lib/bench/protocol';
import { gradeOf } from '@/lib/bench/quality';
import type { Sample } from '@/lib/bench/samples';
import { summarise } from '@/lib/bench/stats';
import { estimateOf, passSpread } from '@/lib/bench/uncertainty';
import { BACKENDS, type Backend } from '@/lib/core/backend';
import { createPrng, type Prng } from '@/lib/core/prng';
import * as schema from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { DEVICE_VERSION, deviceOf } from '@/lib/device/device';
import { readUserAgent } from '@/lib/device/user-agent';
import { MANIFEST } from '@/lib/models/manifest';
import { NUMBER_TYPES } from '@/lib/models/workload';
import { ORT_VERSION } from '@/lib/ort/version';
import { newRunId } from '@/lib/submission/run-id';
import type { Environment } from '@/lib/submission/schema';
import { VERSIONS } from '@/lib/submission/versions';

type AnyDatabase = PgDatabase<PgQueryResultHKT, typeof schema>;
type RunInsert = typeof schema.runs.$inferInsert;
type MeasurementInsert = typeof schema.measurements.$inferInsert;

interface Machine {
  readonly vendor: string;
  readonly architecture: string;
  readonly renderer: string;
  readonly cores: number;
  readonly platform: string;
  /** GFLOPS of a large matrix product. */
  readonly wasmGflops: number;
  readonly webgpuGflops: number | null;
}

const angle = (vendor: string, gpu: string) =>
  `ANGLE (${vendor}, ${gpu} Direct3D11 vs_5_0 ps_5_0, D3D11)`;

const MACHINES: readonly Machine[] = [
  {
    vendor: 'nvidia',
    architecture: 'lovelace',
    renderer: angle('NVIDIA', 'NVIDIA GeForce RTX 4070'),
    cores: 16,
    platform: 'Windows',
    wasmGflops: 210,
    webgpuGflops: 7800,
  },
  {
    vendor: 'nvidia',
    architecture: 'ampere',
    renderer: angle('NVIDIA', 'NVIDIA GeForce RTX 3060'),
    cores: 12,
    platform: 'Windows',
    wasmGflops: 170,
    webgpuGflops: 4200,
  },
  {
    vendor: 'apple',
    architecture: 'metal-3',
    renderer: 'ANGLE (Apple, ANGLE Metal Renderer: Apple M3 Pro, Unspecified Version)',
    cores: 12,
    platform: 'macOS',
    wasmGflops: 240,
    webgpuGflops: 3100,
  },
  {
    vendor: 'amd',
    architecture: 'rdna-3',
    renderer: angle('AMD', 'AMD Radeon RX 7900 XTX'),
    cores: 32,
    platform: 'Windows',
    wasmGflops: 420,
    webgpuGflops: 9900,
  },
  {
    vendor: 'intel',
    architecture: 'gen-12lp',
    renderer: angle('Intel', 'Intel(R) Iris(R) Xe Graphics'),
    cores: 8,
    platform: 'Windows',
    wasmGflops: 95,
    webgpuGflops: 780,
  },
  {
    vendor: 'qualcomm',
    architecture: 'adreno-7xx',
    renderer: 'Adreno (TM) 740',
    cores: 8,
    platform: 'Android',
    wasmGflops: 48,
    webgpuGflops: 620,
  },
  {
    vendor: '',
    architecture: '',
    renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)',
    cores: 4,
    platform: 'Linux',
    wasmGflops: 60,
    webgpuGflops: null,
  },
];

const PLATFORM_AGENT: Readonly<Record<string, string>> = {
  Windows: 'Windows NT 10.0; Win64; x64',
  macOS: 'Macintosh; Intel Mac OS X 10_15_7',
  Android: 'Linux; Android 10; K',
  Linux: 'X11; Linux x86_64',
};

function environmentOf({
  vendor,
  architecture,
  renderer,
  cores,
  platform,
  webgpuGflops,
}: Machine): Environment {
  return {
    userAgent: `Mozilla/5.0 (${PLATFORM_AGENT[platform]}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36`,
    userAgentData: null,
    cores,
    memoryGiB: 8,
    nanByte: platform === 'Windows' || platform === 'Linux' ? 255 : 127,
    touchPoints: platform === 'Android' ? 5 : 0,
    crossOriginIsolated: true,
    timerStepUs: 5,
    simd: true,
    relaxedSimd: true,
    runtime: 'ort',
    ortVersion: ORT_VERSION,
    ortBundle: 'wasm',
    webgl: { vendor: 'Google Inc.', renderer },
    webgpu:
      webgpuGflops === null
        ? { status: 'unavailable', reason: 'requestAdapter() gave no adapter' }
        : {
            status: 'available',
            vendor,
            architecture,
            device: '',
            description: '',
            fallbackAdapter: false,
            features: [],
          },
    power: { state: 'unknown', provenance: 'unknown' },
  };
}

interface Work {
  readonly id: string;
  /** Share of the machine's matrix rate that this work gets. */
  readonly share: number;
  /** FLOPs that would take as long, for work that has none. */
  readonly like?: number;
}

/** Kernels of each bound, nets with a cheaper precision and a pruned variant. */
const WORK: readonly Work[] = [
  { id: 'gemm-1024-fp32', share: 1 },
  { id: 'conv-3x3-256-14-fp32', share: 0.7 },
  { id: 'copy-512x2048-fp32', share: 1, like: 3.4e8 },
  { id: 'mobilenet-v2-fp32', share: 0.2 },
  { id: 'mobilenet-v2-pruned50-fp32', share: 0.16 },
  { id: 'resnet18-fp32', share: 0.5 },
  { id: 'resnet50-fp32', share: 0.45 },
  { id: 'resnet50-fp16', share: 0.7 },
  { id: 'resnet50-pruned50-fp32', share: 0.4 },
  { id: 'vit-b-32-fp32', share: 0.6 },
  { id: 'vit-b-32-w8a8', share: 0.9 },
];

function qualityOf(wide: boolean): Pick<MeasurementInsert, 'quality' | 'qualityGrade'> {
  const quality = wide ? (['wide-interval'] as const) : [];
  return { quality: [...quality], qualityGrade: gradeOf(quality) };
}

function samplesAround(ms: number, prng: Prng): Sample[] {
  const iterations = Math.max(1, Math.ceil(10 / ms));
  return Array.from({ length: 24 + prng.below(60) }, () => {
    const slow = prng.below(40) === 0 ? 1.15 : 1;
    return { elapsedMs: iterations * ms * slow * (0.98 + 0.04 * prng.unit()), iterations };
  });
}

function measurementRow(
  run: string,
  position: number,
  work: Work,
  backend: Backend,
  environment: Environment,
  machine: Machine,
  prng: Prng,
): MeasurementInsert {
  const peak = backend === 'webgpu' ? machine.webgpuGflops : machine.wasmGflops;
  const device = deviceOf(environment, backend);
  const entry = MANIFEST.get(work.id);
  if (entry === undefined) throw new Error(`${work.id} is not pinned`);
  const {
    id,
    version,
    digest,
    batch,
    params,
    macs,
    flops,
    otherOps,
    integerOps,
    weightBytes,
    activationBytes,
  } = entry;
  const base = {
    run,
    position,
    workload: id,
    workloadVersion: version,
    digest,
    batch,
    inputs: [],
    params,
    macs,
    flops,
    otherOps,
    integerOps,
    weightBytes,
    activationBytes,
    storageType: NUMBER_TYPES[entry.precision].storage,
    computeType: NUMBER_TYPES[entry.precision].compute,
    backend,
    mode: 'run',
    fellBack: false,
    threadsWanted: machine.cores,
    threadsGot: backend === 'wasm' ? machine.cores : null,
    options: {},
    deviceSlug: device.slug,
    deviceName: device.name,
    deviceKind: device.kind,
    networkHash: `network-of-${run}`,
    blockHash: `block-of-${run}`,
    warmupMs: [],
    warmupIterations: [],
    // A proof attests the backend it ran on: the CPU of every third run.
    trustLevel: backend === 'wasm' && prng.below(3) === 0 ? 2 : 1,
  } satisfies Partial<MeasurementInsert>;
  if (peak === null)
    return {
      ...base,
      outcome: 'skipped',
      cause: 'no-adapter',
      reason: 'The browser gave no WebGPU adapter.',
      samplesMs: [],
      sampleIterations: [],
      quality: [],
    };
  const samples = samplesAround(
    ((work.like ?? flops) / (peak * work.share * 1e6)) * (0.9 + 0.2 * prng.unit()),
    prng,
  );
  const whole = summarise(samples);
  const summary = { ...whole, ...estimateOf([whole], passSpread([])) };
  return {
    ...base,
    outcome: 'measured',
    trustLevel: 1,
    sessionMs: 120 + 80 * prng.unit(),
    firstRunMs: 3 * summary.timeMs,
    hiddenMs: 0,
    samplesMs: samples.map(({ elapsedMs }) => elapsedMs),
    sampleIterations: samples.map(({ iterations }) => iterations),
    outputError: 1e-6,
    medianMs: summary.timeMs,
    ciLowMs: summary.ci95.lowMs,
    ciHighMs: summary.ci95.highMs,
    p10Ms: summary.p10Ms,
    p90Ms: summary.p90Ms,
    madMs: summary.madMs,
    drift: summary.drift.change,
    gflops: flops === 0 ? null : flops / (summary.timeMs * 1e6),
    ...qualityOf(prng.below(4) === 0),
  };
}

/** Two runs of one machine are 14 hours apart, so that people of one machine can agree. */
const SPACING_MS = 2 * 3_600_000;

/** Seeds `count` live runs of as many people; returns their ids, newest last. */
export async function seedRuns(database: AnyDatabase, count: number, seed = 1): Promise<string[]> {
  const prng = createPrng(seed);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const machine = MACHINES[index % MACHINES.length] ?? MACHINES[0];
    if (machine === undefined) throw new Error('no machine to seed');
    const environment = environmentOf(machine);
    const agent = readUserAgent(environment);
    const id = newRunId(Uint8Array.from({ length: 10 }, () => prng.below(256)));
    const submitter = `${id}-submitter`;
    const createdAt = new Date(Date.UTC(2026, 9, 1) + index * SPACING_MS);
    const run: RunInsert = {
      id,
      submitter,
      challenge: `${id}-challenge`,
      createdAt,
      startedAt: createdAt,
      schemaVersion: 1,
      protocol: PROTOCOL.id,
      suite: 'quick',
      suiteVersion: 1,
      flopConvention: VERSIONS.flopConvention,
      counterVersion: 'flopmark-counter/1',
      plausibilityVersion: 'flopmark-plausibility/1',
      deviceTableVersion: DEVICE_VERSION,
      licence: 'CC0-1.0',
      consentVersion: 1,
      ortVersion: environment.ortVersion,
      ortBundle: environment.ortBundle,
      crossOriginIsolated: true,
      simd: true,
      timerStepUs: environment.timerStepUs,
      browser: agent.browser ?? 'unknown',
      browserMajor: agent.browserMajor,
      os: agent.os ?? 'unknown',
      form: agent.form,
      cores: environment.cores,
      memoryGiB: environment.memoryGiB,
      powerState: environment.power.state,
      powerProvenance: environment.power.provenance,
      environment,
      trustLevel: 1,
      trustReasons: [],
    };
    const rows = WORK.flatMap((work) =>
      BACKENDS.slice(0, 2).map((backend) => ({ work, backend })),
    ).map(({ work, backend }, position) =>
      measurementRow(id, position, work, backend, environment, machine, prng),
    );
    await database.insert(schema.submitters).values({ id: submitter, createdAt });
    await database.insert(schema.challenges).values({
      id: `${id}-challenge`,
      submitter,
      suite: 'quick',
      goldenIndex: 0,
      issuedAt: createdAt,
      expiresAt: createdAt,
      usedAt: createdAt,
    });
    await database.insert(schema.runs).values(run);
    await database.insert(schema.measurements).values(rows);
    ids.push(id);
  }
  await database.transaction((tx) => rebuildStandings(tx));
  return ids;
}
