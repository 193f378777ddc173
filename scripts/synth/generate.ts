// Generated runs for load tests, written by the database itself: 1 million measurements take a minute and not an hour. They
// have the shape and size of real rows (30 samples, failures among them), made-up devices and no meaning. Two runs of each
// person; the devices are as many however many runs there are, so that boards of any size have the same rows.
import { sql } from 'drizzle-orm';
import { PROTOCOL } from '@/lib/bench/protocol';
import { rowsOf, type Session } from '@/lib/db/transaction';
import { DEVICE_VERSION } from '@/lib/device/device';
import { MANIFEST } from '@/lib/models/manifest';

export const SYNTHETIC_WORKLOADS = [
  'gemm-1024-fp32',
  'mobilenet-v2-fp32',
  'resnet18-fp32',
  'resnet50-fp32',
  'vit-b-32-fp32',
] as const;

/** Each workload on WASM and WebGPU. */
export const MEASUREMENTS_PER_RUN = 2 * SYNTHETIC_WORKLOADS.length;

const DEVICES = 150;
const RUNS_PER_STATEMENT = 2_000;

export interface Generated {
  /** How many runs are added to those generated before. */
  readonly runs: number;
  readonly seed: number;
  /** Whether they carry the mark that keeps them out of everything public. False is for databases thrown away afterwards. */
  readonly marked: boolean;
}

/** Call it on one connection, then rebuild the standings. */
export async function generateRuns(session: Session, { runs, seed, marked }: Generated): Promise<void> {
  const works = JSON.stringify(SYNTHETIC_WORKLOADS.map(workOf));
  await session.execute(sql`select setseed(${(seed % 1000) / 1000})`);
  const [found] = await rowsOf<{ start: number }>(
    session,
    sql`select count(*)::int as start from runs where id like 'synth-%'`,
  );
  const end = (found?.start ?? 0) + runs;
  for (let first = found?.start ?? 0; first < end; first += RUNS_PER_STATEMENT) {
    const last = Math.min(first + RUNS_PER_STATEMENT, end) - 1;
    await insertRuns(session, first, last, marked);
    await insertMeasurements(session, first, last, works);
  }
}

function workOf(id: string, position: number) {
  const entry = MANIFEST.get(id);
  if (entry === undefined) throw new Error(`${id} is not pinned`);
  const { version, digest, params, macs, flops, otherOps, integerOps, weightBytes, activationBytes } = entry;
  return { position, id, version, digest, params, macs, flops, otherOps, integerOps, weightBytes, activationBytes };
}

async function insertRuns(session: Session, first: number, last: number, marked: boolean): Promise<void> {
  await session.execute(sql`
    insert into submitters (id)
    select distinct 'synth-' || n / 2 from generate_series(${first}::int, ${last}::int) n on conflict do nothing`);
  await session.execute(sql`
    insert into challenges (id, submitter, suite, golden_index, expires_at, used_at)
    select 'synth-' || n, 'synth-' || n / 2, 'quick', 0, clock_timestamp(), clock_timestamp()
      from generate_series(${first}::int, ${last}::int) n`);
  await session.execute(sql`
    insert into runs (id, submitter, challenge, created_at, started_at, synthetic, schema_version, protocol, suite,
                      suite_version, flop_convention, counter_version, plausibility_version, device_table_version, licence,
                      consent_version, ort_version, ort_bundle, cross_origin_isolated, simd, timer_step_us, browser,
                      browser_major, os, form, cores, memory_gib, power_state, power_provenance, environment, trust_level,
                      trust_reasons)
    select 'synth-' || n, 'synth-' || n / 2, 'synth-' || n, at, at, ${marked}, 1, ${PROTOCOL.id}, 'quick',
           1, 'flopmark-flops/1', 'flopmark-counter/1', 'flopmark-plausibility/1', ${DEVICE_VERSION}, 'CC0-1.0',
           1, '1.30.0', 'webgpu', true, true, 5, (array['Chrome', 'Edge', 'Firefox', 'Safari'])[1 + n / 2 % 4],
           150, (array['Windows', 'macOS', 'Linux', 'Android'])[1 + n / 2 % 4], 'desktop', 8, 8, 'unknown', 'unknown',
           '{}'::jsonb, 1, '{}'::text[]
      from (select n, timestamptz '2026-01-01' + n * interval '10 seconds' as at
              from generate_series(${first}::int, ${last}::int) n) numbered`);
}

/** A time is the work over the device's rate, by the person's machine (± 20 %) and the day (± 3 %). */
async function insertMeasurements(session: Session, first: number, last: number, works: string): Promise<void> {
  await session.execute(sql`
    insert into measurements (run, position, workload, workload_version, digest, batch, inputs, params, macs, flops,
                              other_ops, integer_ops, weight_bytes, activation_bytes, storage_type, compute_type, backend,
                              mode, fell_back, threads_wanted, threads_got, options, device_slug, device_name, device_kind,
                              outcome, cause, reason, session_ms, first_run_ms, hidden_ms, warmup_ms, warmup_iterations,
                              samples_ms, sample_iterations, output_error, median_ms, ci_low_ms, ci_high_ms, p10_ms,
                              p90_ms, mad_ms, drift, gflops, quality, quality_grade, trust_level, network_hash)
    select 'synth-' || n, w.position * 2 + b.position, w.id, w.version, w.digest, 1, '[]'::jsonb, w.params, w.macs,
           w.flops, w."otherOps", w."integerOps", w."weightBytes", w."activationBytes", 'fp32', 'fp32', b.backend,
           'run', false, 8, b.threads, '{}'::jsonb, 'synthetic-' || b.kind || '-' || device,
           'Synthetic ' || upper(b.kind) || ' ' || device, b.kind,
           case when t.ok then 'measured' else 'failed' end, case when not t.ok then 'out-of-memory' end,
           case when not t.ok then 'generated failure' end, 100 + t.ms, 3 * t.ms, 0, '{}'::float8[], '{}'::int[],
           case when t.ok then t.samples else '{}'::float8[] end,
           case when t.ok then array_fill(1, array[30]) else '{}'::int[] end,
           case when t.ok then 1e-6 end, case when t.ok then t.ms end, case when t.ok then t.ms * 0.995 end,
           case when t.ok then t.ms * 1.005 end, case when t.ok then t.ms * 0.984 end, case when t.ok then t.ms * 1.016 end,
           case when t.ok then t.ms * 0.01 end, case when t.ok then 0 end, case when t.ok then w.flops / (t.ms * 1e6) end,
           '{}'::text[], case when t.ok then 'good' end, case when b.backend = 'wasm' and n / 2 % 3 = 0 then 2 else 1 end,
           md5(concat_ws('/', n / 2, w.id, b.backend, device))
      from (select n, n / 2 % ${DEVICES}::int as device,
                   0.8 + 0.4 * ((hashint4(n / 2) & 65535) / 65535::float8) as person
              from generate_series(${first}::int, ${last}::int) n) r
     cross join jsonb_to_recordset(${works}::jsonb)
             as w (position int, id text, version int, digest text, params bigint, macs bigint, flops bigint,
                   "otherOps" bigint, "integerOps" bigint, "weightBytes" bigint, "activationBytes" bigint)
     cross join (values (0, 'wasm', 'cpu', 8, 50), (1, 'webgpu', 'gpu', null, 1000))
             as b (position, backend, kind, threads, gflops)
     cross join lateral (
       select ms, random() > 0.02 as ok,
              array(select ms * (0.98 + 0.04 * random()) from generate_series(1, 30)) as samples
         from (select w.flops / (b.gflops * (1 + device / 10.0) * 1e6) * person * (0.97 + 0.06 * random()) as ms) drawn) t`);
}
