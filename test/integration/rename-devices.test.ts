// Stored raw strings read again after the names improved: rows move, raw strings do not, and a
// second pass finds nothing.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOL } from '@/lib/bench/protocol';
import type { Database } from '@/lib/db/client';
import { deviceResults } from '@/lib/db/device-results';
import { type Connection, renameDevices } from '@/lib/db/rename-devices';
import { challenges, measurements, runs, submitters } from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { DEVICE_VERSION } from '@/lib/device/device';
import type { Environment } from '@/lib/submission/schema';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

const environment: Environment = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  nanByte: 255,
  userAgentData: null,
  cores: 8,
  memoryGiB: 8,
  crossOriginIsolated: true,
  timerStepUs: 5,
  simd: true,
  relaxedSimd: null,
  runtime: 'ort',
  ortVersion: '1.30.0',
  ortBundle: 'webgpu-asyncify',
  webgl: { vendor: 'NVIDIA Corporation', renderer: 'NVIDIA GeForce RTX 4070 SUPER/PCIe/SSE2' },
  webgpu: {
    status: 'available',
    vendor: 'nvidia',
    architecture: 'lovelace',
    device: '',
    description: '',
    fallbackAdapter: false,
    features: [],
  },
  power: { state: 'unknown', provenance: 'unknown' },
  declared: { gpu: 'Radeon RX 7900 XTX', cpu: 'amd ryzen 7 5800x' },
};

let opened: TestDatabase;
let db: Connection;

async function storeRun(id: string, stored: unknown, version: string): Promise<void> {
  await db.insert(challenges).values({
    id: `challenge-${id}`,
    submitter: 'someone',
    suite: 'smoke',
    goldenIndex: 0,
    expiresAt: new Date(Date.now() + 60_000),
  });
  await db.insert(runs).values({
    id,
    submitter: 'someone',
    challenge: `challenge-${id}`,
    startedAt: new Date(),
    schemaVersion: 1,
    protocol: PROTOCOL.id,
    suite: 'smoke',
    suiteVersion: 1,
    flopConvention: 'flopmark-flops/1',
    counterVersion: 'flopmark-counter/1',
    plausibilityVersion: 'flopmark-plausibility/1',
    deviceTableVersion: version,
    licence: 'CC0-1.0',
    consentVersion: 1,
    ortVersion: '1.30.0',
    ortBundle: 'webgpu-asyncify',
    crossOriginIsolated: true,
    simd: true,
    timerStepUs: 5,
    // As an older table read it.
    browser: 'Gecko',
    os: 'Linux 6',
    form: 'other',
    powerState: 'unknown',
    powerProvenance: 'unknown',
    environment: stored,
    declared: environment.declared,
    trustLevel: 1,
    trustReasons: [],
  });
  for (const [position, backend] of (['webgpu', 'wasm'] as const).entries()) {
    await db.insert(measurements).values({
      run: id,
      position,
      workload: 'gemm-128-fp32',
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
      computeType: 'fp32',
      backend,
      mode: 'run',
      fellBack: false,
      threadsWanted: 1,
      options: {},
      deviceSlug: backend === 'webgpu' ? 'nvidia-geforce-rtx-4070' : 'cpu-linux-x86-64-8-cores',
      deviceName: backend === 'webgpu' ? 'NVIDIA GeForce RTX 4070' : 'CPU: Linux, x86-64, 8 cores',
      deviceKind: backend === 'webgpu' ? 'gpu' : 'cpu-class',
      outcome: 'measured',
      warmupMs: [],
      warmupIterations: [],
      medianMs: 7,
      networkHash: `network-at-the-workload-on-${backend}`,
      samplesMs: [7],
      sampleIterations: [1],
      quality: [],
      qualityGrade: 'good',
      trustLevel: 1,
    });
  }
}

const slugsOf = async (run: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await db.select().from(measurements).where(eq(measurements.run, run))).map((row) => [
      row.backend,
      row.deviceSlug,
    ]),
  );

beforeAll(async () => {
  opened = await openTestDatabase();
  db = opened.session;
  await db.insert(submitters).values({ id: 'someone' });
  await storeRun('old', environment, 'flopmark-device/0');
  await storeRun('present', environment, DEVICE_VERSION);
  await storeRun('strange', { userAgent: 1 }, 'flopmark-device/0');
});
afterAll(async () => {
  await opened.close();
});

describe('reading stored names again', () => {
  it('says what would move and changes nothing when dry', async () => {
    const report = await renameDevices(db, { dryRun: true });
    expect(report).toEqual({
      runsRead: 2,
      unreadable: ['strange'],
      renamed: [
        {
          run: 'old',
          backend: 'webgpu',
          from: 'nvidia-geforce-rtx-4070',
          to: 'nvidia-geforce-rtx-4070-super',
        },
      ],
    });
    expect((await slugsOf('old')).webgpu).toBe('nvidia-geforce-rtx-4070');
  });

  it('leaves the network to a row that moves: it belongs to the workload', async () => {
    await renameDevices(db, { dryRun: false });
    const rows = await db.select().from(measurements).where(eq(measurements.run, 'old'));
    expect(
      Object.fromEntries(rows.map(({ backend, networkHash }) => [backend, networkHash])),
    ).toEqual({
      webgpu: 'network-at-the-workload-on-webgpu',
      wasm: 'network-at-the-workload-on-wasm',
    });
  });

  it('moves rows of older versions only, keeps the raw strings, and is done after one pass', async () => {
    await renameDevices(db, { dryRun: false });
    expect(await slugsOf('old')).toEqual({
      webgpu: 'nvidia-geforce-rtx-4070-super',
      wasm: 'cpu-linux-x86-64-8-cores',
    });
    expect((await slugsOf('present')).webgpu).toBe('nvidia-geforce-rtx-4070');
    const [old] = await db.select().from(runs).where(eq(runs.id, 'old'));
    expect(old).toMatchObject({
      deviceTableVersion: DEVICE_VERSION,
      environment,
      browser: 'Firefox',
      browserMajor: 140,
      os: 'Linux',
      form: 'desktop',
      // An AMD GPU contradicts the NVIDIA adapter, so it gets no page; the processor fits.
      declaredGpuSlug: null,
      declaredCpuSlug: 'declared-cpu-amd-ryzen-7-5800x',
    });
    expect(await renameDevices(db, { dryRun: false })).toEqual({
      runsRead: 1,
      unreadable: ['strange'],
      renamed: [],
    });
  });
});

describe('the page of a device', () => {
  // What it reads from a statement's answer has the same shape in both drivers.
  let database: Database;
  beforeAll(async () => {
    database = db as unknown as Database;
    await db.transaction((tx) => rebuildStandings(tx));
  });

  it('has the rows of the detected device, by workload and backend', async () => {
    const device = await deviceResults(database, 'nvidia-geforce-rtx-4070-super');
    expect(device).toMatchObject({ name: 'NVIDIA GeForce RTX 4070 SUPER', kind: 'gpu' });
    expect(device?.results).toMatchObject([
      {
        workload: 'gemm-128-fp32',
        backend: 'webgpu',
        oneThread: false,
        networks: 1,
        p50Ms: 7,
        bestRun: 'old',
      },
    ]);
    expect(await deviceResults(database, 'nvidia-geforce-rtx-5090')).toBeNull();
  });

  it('keeps declared hardware apart, with the rows of that processor alone', async () => {
    const declared = await deviceResults(database, 'declared-cpu-amd-ryzen-7-5800x');
    expect(declared).toMatchObject({ name: 'AMD Ryzen 7 5800X (declared)', kind: 'declared' });
    expect(declared?.results.map(({ backend }) => backend)).toEqual(['wasm']);
    expect(await deviceResults(database, 'declared-gpu-amd-radeon-rx-7900-xtx')).toBeNull();
  });
});
