// A run of flopmark/1 as its tables held it, and the migrations of a checkout of then.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST } from '@/lib/models/manifest';
import { ENVIRONMENT } from '@/scripts/client/submission';
import { root } from '@/scripts/root';

export const WORKLOAD = 'gemm-512-fp32';
export const DEVICE = 'gpu-x';

/** The migrations up to one of them, as they lay in a checkout of then. */
export function migrationsUpTo(last: number, folder: string): string {
  const migrations = join(folder, 'migrations');
  cpSync(join(root, 'migrations'), migrations, { recursive: true });
  const path = join(migrations, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { idx: number }[] };
  writeFileSync(
    path,
    JSON.stringify({ ...journal, entries: journal.entries.filter(({ idx }) => idx <= last) }),
  );
  return migrations;
}

const { relaxedSimd: _relaxedSimd, runtime: _runtime, ...OLD_ENVIRONMENT } = ENVIRONMENT;

/** What flopmark/1 proved supported 20 ms where 10 were measured: its board showed 20. */
export const MEDIAN_MS = 10;
export const SUPPORTED_MS = 20;

export function oldRun(id: string): { run: unknown; rows: unknown[] } {
  const entry = MANIFEST.get(WORKLOAD);
  if (entry === undefined) throw new Error(`${WORKLOAD} is not pinned`);
  const run = {
    id,
    submitter: `${id}-submitter`,
    challenge: `${id}-challenge`,
    created_at: '2026-10-05T12:00:00Z',
    started_at: '2026-10-05T11:59:00Z',
    schema_version: 1,
    protocol: 'flopmark/1',
    suite: 'smoke',
    suite_version: 1,
    flop_convention: 'flopmark-flops/1',
    counter_version: 'flopmark-counter/1',
    plausibility_version: 'flopmark-plausibility/2',
    device_table_version: 'flopmark-device/1',
    licence: 'CC0-1.0',
    consent_version: 1,
    ort_version: ENVIRONMENT.ortVersion,
    ort_bundle: 'wasm',
    cross_origin_isolated: true,
    simd: true,
    timer_step_us: 5,
    browser: 'Chrome',
    browser_major: 156,
    os: 'Linux',
    form: 'desktop',
    power_state: 'unknown',
    power_provenance: 'unknown',
    environment: OLD_ENVIRONMENT,
    trust_level: 1,
    trust_reasons: ['above-its-proof'],
  };
  const row = {
    run: id,
    position: 0,
    workload: WORKLOAD,
    workload_version: entry.version,
    digest: entry.digest,
    batch: 1,
    inputs: [],
    params: entry.params,
    macs: entry.macs,
    flops: entry.flops,
    other_ops: 0,
    integer_ops: 0,
    weight_bytes: entry.weightBytes,
    activation_bytes: entry.activationBytes,
    storage_type: 'fp32',
    compute_type: 'fp32',
    backend: 'wasm',
    mode: 'run',
    fell_back: false,
    threads_wanted: 2,
    threads_got: 2,
    options: {},
    device_slug: DEVICE,
    device_name: 'GPU X',
    device_kind: 'cpu',
    outcome: 'measured',
    session_ms: 1,
    first_run_ms: 1,
    hidden_ms: 0,
    warmup_ms: [],
    warmup_iterations: [],
    samples_ms: [MEDIAN_MS],
    sample_iterations: [1],
    median_ms: MEDIAN_MS,
    ci_low_ms: MEDIAN_MS,
    ci_high_ms: MEDIAN_MS,
    p10_ms: MEDIAN_MS,
    p90_ms: MEDIAN_MS,
    mad_ms: 0,
    drift: 0,
    gflops: entry.flops / (MEDIAN_MS * 1e6),
    quality: [],
    trust_level: 1,
    trust_reasons: ['above-its-proof'],
    proven_gflops: entry.flops / (1.1 * SUPPORTED_MS * 1e6),
  };
  const failed = {
    ...row,
    position: 1,
    outcome: 'failed',
    cause: 'crash',
    reason: 'gone',
    median_ms: null,
  };
  return { run, rows: [row, failed] };
}
