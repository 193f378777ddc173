// Everything measured on one device: per workload and backend the median over people, one thread and many apart. Read by
// the index on the device, so its cost grows with what that device has, not with the whole store.
import { sql } from 'drizzle-orm';
import { PROTOCOL } from '../bench/protocol';
import type { Backend } from '../core/backend';
import { DECLARED_PREFIX, declaredDevice } from '../device/declared';
import { standingOf } from '../standings/standing';
import type { Database } from './client';
import { membersOf } from './device-members';

export interface DeviceResult {
  readonly workload: string;
  readonly backend: Backend;
  readonly oneThread: boolean;
  /** One value per person: the median of their live runs. */
  readonly people: number;
  readonly p10Ms: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  /** 95 % interval of the median over people; the whole range where there are too few for one. */
  readonly intervalMs: readonly [low: number, high: number];
  readonly bestRun: string;
  /** Networks whose people agree on the median; 0 where too few do (lib/standings/agreement). */
  readonly agreeing: number;
}

export interface DeviceResults {
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  readonly results: readonly DeviceResult[];
}

interface RawRow extends Record<string, unknown> {
  readonly name: string;
  readonly kind: string;
  readonly workload: string;
  readonly backend: Backend;
  readonly one_thread: boolean;
  readonly votes: readonly number[];
  readonly best_run: string;
  readonly agreeing: number;
}

/** More workloads than the zoo has. */
const LIMIT = 1000;

/** Null for a device without a live measurement. */
export async function deviceResults(db: Database, slug: string): Promise<DeviceResults | null> {
  const { rows: members, name, kind } = membersOf(slug);
  const { rows } = await db.execute<RawRow>(sql`
    with votes as (
      select m.workload, m.backend, m.backend = 'wasm' and coalesce(m.threads_got, 1) = 1 as one_thread, r.submitter,
             max(m.workload_version) as version, max(${name}) as name, max(${kind}) as kind,
             percentile_cont(0.5) within group (order by m.counted_ms) as vote,
             (array_agg(m.run order by m.counted_ms, m.run))[1] as best_run
        from measurements m
        join runs r on r.id = m.run
       where ${members} and m.outcome = 'measured' and m.mode = 'run' and not m.fell_back
         and r.state = 'live' and not r.synthetic and r.trust_level >= 1 and r.power_state <> 'battery'
       group by m.workload, m.backend, one_thread, r.submitter)
    select workload, backend, one_thread, max(name) as name, max(kind) as kind, json_agg(vote) as votes,
           (array_agg(best_run order by vote, best_run))[1] as best_run,
           (select coalesce(max(c.agreeing), 0)
              from cells c
             where c.device_slug = ${slug} and c.people > 0 and c.workload = votes.workload and c.backend = votes.backend
               and c.threads = case when one_thread then 'one' else 'max' end and c.trust = 1 and c.mode = 'run'
               and c.protocol = ${PROTOCOL.id} and c.workload_version = max(version) and not c.synthetic) as agreeing
      from votes
     group by workload, backend, one_thread
     order by workload, backend, one_thread
     limit ${LIMIT}`);
  const [first] = rows;
  if (first === undefined) return null;
  return {
    slug,
    name: shownName(slug, first.name),
    kind: first.kind,
    results: rows.map(({ workload, backend, one_thread, votes, best_run, agreeing }) => {
      const { people, p10, p50, p90, interval } = standingOf(votes);
      return {
        workload,
        backend,
        oneThread: one_thread,
        people,
        p10Ms: p10,
        p50Ms: p50,
        p90Ms: p90,
        intervalMs: interval,
        bestRun: best_run,
        agreeing,
      };
    }),
  };
}

/** Declared words in their one spelling, said to be declared; detected names as they are. */
function shownName(slug: string, name: string): string {
  if (slug.startsWith(DECLARED_PREFIX.gpu)) return declaredDevice('gpu', name).name;
  return slug.startsWith(DECLARED_PREFIX.cpu) ? declaredDevice('cpu', name).name : name;
}
