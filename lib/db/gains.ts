// What a variant or a backend gained, of pairs measured within one run: the ratio of the two
// medians, one vote per network and device, the median of them per device, so that a device with
// many owners weighs no more than another; only where networks agree on it. Read from what is kept
// as runs arrive (./kept-gains). Software renderers and batteries stay out.
import { type SQL, sql } from 'drizzle-orm';
import type { Backend } from '../core/backend';
import type { Database } from './client';
import { rowsOf } from './transaction';

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
  /** With a vote for it; at least three of them agree. */
  readonly networks: number;
  /** How many times as fast; above 1 is faster. */
  readonly ratio: number;
}

/** Rows of a page or a file at most: those with the most networks. */
const MOST_GAINS = 20_000;

const GAIN = sql.raw(
  'g.base, g.variant, g.base_backend as "baseBackend", g.backend, g.device_slug as "deviceSlug", g.device_name as "deviceName", g.networks, g.ratio',
);

async function read(db: Database, from: SQL): Promise<Gain[]> {
  const rows = await rowsOf<Gain & Record<string, unknown>>(
    db,
    sql`
    select * from (
      select ${GAIN} ${from} and g.agreeing > 0 order by g.networks desc, g.id
        limit ${MOST_GAINS}) most
     order by base, variant, "baseBackend", backend, "deviceSlug"`,
  );
  return [...rows];
}

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
  return read(
    db,
    sql`from jsonb_to_recordset(${JSON.stringify(named)}::jsonb)
             as p (base text, base_version int, variant text, variant_version int)
        join gains g on g.base = p.base and g.base_version = p.base_version
          and g.variant = p.variant
         and g.variant_version = p.variant_version and g.base_backend = g.backend
       where (${device}::text is null or g.device_slug = ${device})`,
  );
}

/** The same workload on WASM and on another backend. */
export const backendGains = (db: Database): Promise<Gain[]> =>
  read(
    db,
    sql`from gains g where g.base_backend = 'wasm' and g.backend <> 'wasm' and g.base = g.variant`,
  );
