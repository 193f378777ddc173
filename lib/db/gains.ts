// What a variant or a backend gained, from pairs measured within one run (DESIGN section 2): the ratio of the two medians,
// one vote per person and device, the median of them per device, so that a device with many owners weighs no more than
// another. Drawn from the newest runs, so that its cost stays bounded. Software renderers and batteries stay out.
import { type SQL, sql } from 'drizzle-orm';
import { PROTOCOL } from '../bench/protocol';
import type { Backend } from '../core/backend';
import type { Database } from './client';

export interface WorkloadVersion {
  readonly id: string;
  readonly version: number;
}

export interface VariantPair {
  readonly base: WorkloadVersion;
  readonly variant: WorkloadVersion;
}

/** One device's gain. */
export interface Gain {
  readonly base: string;
  readonly variant: string;
  readonly baseBackend: Backend;
  readonly backend: Backend;
  /** Whose the variant's rows are. */
  readonly deviceSlug: string;
  readonly deviceName: string;
  readonly people: number;
  /** How many times as fast; above 1 is faster. */
  readonly ratio: number;
}

interface RawRow extends Record<string, unknown> {
  readonly base: string;
  readonly variant: string;
  readonly base_backend: Backend;
  readonly backend: Backend;
  readonly device_slug: string;
  readonly device_name: string;
  readonly people: number;
  readonly ratio: number;
}

const NEWEST_RUNS = 5000;

/** The same device and backend, two workloads; `device` null: of all devices. */
export function variantGains(
  db: Database,
  pairs: readonly VariantPair[],
  device: string | null = null,
): Promise<Gain[]> {
  const named = pairs.map(({ base, variant }) => ({
    base: base.id,
    base_version: base.version,
    variant: variant.id,
    variant_version: variant.version,
  }));
  return gains(
    db,
    sql`cross join jsonb_to_recordset(${JSON.stringify(named)}::jsonb)
             as p (base text, base_version int, variant text, variant_version int)
        join measurements a on a.run = r.id and a.workload = p.base and a.workload_version = p.base_version
        join measurements b on b.run = r.id and b.workload = p.variant and b.workload_version = p.variant_version
         and b.backend = a.backend and b.device_slug = a.device_slug`,
    device,
  );
}

/** The same workload on WASM and on another backend. */
export function backendGains(db: Database): Promise<Gain[]> {
  return gains(
    db,
    sql`join measurements a on a.run = r.id and a.backend = 'wasm'
        join measurements b on b.run = r.id and b.backend <> 'wasm'
         and b.workload = a.workload and b.workload_version = a.workload_version`,
    null,
  );
}

/** Measured where it was asked for, on hardware; WASM with all the threads it wanted, and more than one. */
function counts(alias: 'a' | 'b'): SQL {
  const m = sql.raw(alias);
  return sql`${m}.outcome = 'measured' and ${m}.mode = 'run' and not ${m}.fell_back and ${m}.device_kind <> 'software'
    and ${m}.trust_level >= 1 and ${m}.quality_grade <> 'poor'
    and (${m}.backend <> 'wasm' or (${m}.threads_got > 1 and ${m}.threads_got = ${m}.threads_wanted))`;
}

async function gains(db: Database, pairs: SQL, device: string | null): Promise<Gain[]> {
  const { rows } = await db.execute<RawRow>(sql`
    with newest as (
      select id, submitter
        from runs
       where state = 'live' and not synthetic and trust_level >= 1 and power_state <> 'battery' and protocol = ${PROTOCOL.id}
         and (${device}::text is null or id in (select run from measurements where device_slug = ${device}))
       order by created_at desc, id
       limit ${NEWEST_RUNS}),
    votes as (
      select a.workload as base, b.workload as variant, a.backend as base_backend, b.backend, b.device_slug, r.submitter,
             max(b.device_name) as device_name,
             percentile_cont(0.5) within group (order by a.median_ms / b.median_ms) as vote
        from newest r
        ${pairs}
       where ${counts('a')} and ${counts('b')} and (${device}::text is null or b.device_slug = ${device})
       group by a.workload, b.workload, a.backend, b.backend, b.device_slug, r.submitter)
    select base, variant, base_backend, backend, device_slug, max(device_name) as device_name,
           count(*)::int as people, percentile_cont(0.5) within group (order by vote) as ratio
      from votes
     group by base, variant, base_backend, backend, device_slug
     order by base, variant, base_backend, backend, device_slug`);
  return rows.map(({ base_backend, device_slug, device_name, ...row }) => ({
    ...row,
    baseBackend: base_backend,
    deviceSlug: device_slug,
    deviceName: device_name,
  }));
}
