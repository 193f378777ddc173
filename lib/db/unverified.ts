// Results that are on no board, because nothing stands behind them or their proof supports less,
// open to whoever asks; what waits for a moderator is not told from them. Listed by when they came,
// so that no invented time leads a list.
import { sql } from 'drizzle-orm';
import { PROTOCOL } from '../bench/protocol';
import type { Backend } from '../core/backend';
import { type BoardQuery, madeWith } from './board';
import type { Database } from './client';
import { isNotPoor, isWithinProof, ranAsNamed, SHOWN_RUN } from './conditions';
import { THREADS_CLASS } from './counted';
import { rowsOf } from './transaction';

export interface UnverifiedResult {
  readonly run: string;
  readonly position: number;
  readonly measuredAt: Date;
  readonly deviceSlug: string;
  readonly deviceName: string;
  readonly backend: Backend;
  readonly medianMs: number;
}

interface UnverifiedRow extends Record<string, unknown> {
  readonly run: string;
  readonly position: number;
  readonly measured_at: string | Date;
  readonly device_slug: string;
  readonly device_name: string;
  readonly backend: Backend;
  readonly median_ms: number;
}

/** Reads a workload's results that nothing stands behind, the newest first, at most `limit`. */
export async function unverifiedResults(
  db: Database,
  {
    workload,
    version,
    backend,
    threads,
    limit,
    software = {},
  }: Omit<BoardQuery, 'after' | 'trust'>,
): Promise<UnverifiedResult[]> {
  const rows = await rowsOf<UnverifiedRow>(
    db,
    sql`
    select m.run, m.position, r.created_at as measured_at, m.device_slug, m.device_name, m.backend,
      m.median_ms
      from measurements m
      join runs r on r.id = m.run
     where m.workload = ${workload} and m.workload_version = ${version} and ${ranAsNamed('m')}
       and ${isNotPoor('m')} and not (m.trust_level >= 1 and ${isWithinProof('m')})
       and r.protocol = ${PROTOCOL.id} and ${SHOWN_RUN} and not r.synthetic
       and (${backend}::text is null or m.backend = ${backend})
       and (m.backend <> 'wasm' or ${THREADS_CLASS} = ${threads}) and ${madeWith('r', software) ?? sql`true`}
     order by m.id desc
     limit ${limit}`,
  );
  return rows.map(({ measured_at, device_slug, device_name, median_ms, ...row }) => ({
    ...row,
    measuredAt: new Date(measured_at),
    deviceSlug: device_slug,
    deviceName: device_name,
    medianMs: median_ms,
  }));
}
