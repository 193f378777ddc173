// Everything measured on one device: per workload and backend the median over networks, one thread
// and many apart. Read from the standings, so that a device's page and the board show the same, at
// a cost that grows with the device's cells alone.
import { sql } from 'drizzle-orm';
import type { Backend } from '../core/backend';
import { DECLARED_PREFIX, declaredDevice } from '../device/declared';
import { type Backing, type Evidence, evidenceOf } from '../standings/evidence';
import type { Database } from './client';
import { DISPUTED, OF_PROTOCOL } from './ranked-keys';
import { rowsOf } from './transaction';

export interface DeviceResult extends Backing {
  readonly workload: string;
  readonly backend: Backend;
  readonly oneThread: boolean;
  readonly p10Ms: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  /** 95 % interval of the median over networks; the whole range where there are too few for one. */
  readonly intervalMs: readonly [low: number, high: number];
  readonly bestRun: string;
  readonly evidence: Evidence;
  /** What networks had agreed on moved within some days (lib/standings/agreement). */
  readonly disputed: boolean;
}

export interface DeviceResults {
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  readonly results: readonly DeviceResult[];
}

interface CellRow extends Record<string, unknown> {
  readonly name: string;
  readonly kind: string;
  readonly workload: string;
  readonly backend: Backend;
  readonly one_thread: boolean;
  readonly networks: number;
  readonly p10_ms: number;
  readonly p50_ms: number;
  readonly p90_ms: number;
  readonly low_ms: number;
  readonly high_ms: number;
  readonly best_run: string;
  readonly provable: boolean;
  readonly blocks: number;
  readonly near: number;
  readonly agreeing: number;
  readonly disputed: boolean;
}

/** More workloads than the zoo has. */
const LIMIT = 1000;

/**
 * Reads what was measured on a device, of several versions of a workload the newest; null for one
 * without a result that counts.
 */
export async function deviceResults(db: Database, slug: string): Promise<DeviceResults | null> {
  const rows = await rowsOf<CellRow>(
    db,
    sql`
    with own as materialized (
      select c.*, max(c.workload_version) over (partition by c.workload) as newest
        from cells c
       where c.device_slug = ${slug} and c.networks > 0 and c.trust = 1 and c.mode = 'run'
         and not c.synthetic
         and ${OF_PROTOCOL})
    select c.device_name as name, c.device_kind as kind, c.workload, c.backend,
      c.threads = 'one' as one_thread, c.networks,
           c.p10_ms, c.p50_ms, c.p90_ms, c.low_ms, c.high_ms, c.provable, c.blocks, c.near,
             c.agreeing, ${DISPUTED} as disputed,
           best.run as best_run
      from own c
     cross join lateral (
       select v.best_run as run from voices v where v.cell = c.id order by v.best_ms, v.best_run
         limit 1) best
     where c.workload_version = c.newest
     order by c.workload, c.backend, one_thread
     limit ${LIMIT}`,
  );
  const [first] = rows;
  if (first === undefined) return null;
  return {
    slug,
    name: shownName(slug, first.name),
    kind: first.kind,
    results: rows.map(
      ({
        workload,
        backend,
        one_thread,
        best_run,
        networks,
        provable,
        blocks,
        near,
        agreeing,
        disputed,
        ...ms
      }) => ({
        workload,
        backend,
        oneThread: one_thread,
        networks,
        p10Ms: ms.p10_ms,
        p50Ms: ms.p50_ms,
        p90Ms: ms.p90_ms,
        intervalMs: [ms.low_ms, ms.high_ms],
        bestRun: best_run,
        evidence: evidenceOf({ networks, provable, blocks, near, agreeing }),
        provable,
        blocks,
        near,
        agreeing,
        disputed,
      }),
    ),
  };
}

/** Declared words in their one spelling, said to be declared; detected names as they are. */
function shownName(slug: string, name: string): string {
  if (slug.startsWith(DECLARED_PREFIX.gpu)) return declaredDevice('gpu', name).name;
  return slug.startsWith(DECLARED_PREFIX.cpu) ? declaredDevice('cpu', name).name : name;
}
