// How backends compare on the machines with one device: only pairs of the same workload measured in
// the same run, so that browser, drivers, heat and everything else are alike. One network is one
// vote, the median over its keys, each with the median ratio of its runs; a pair is shown where
// networks agree on it.
import { sql } from 'drizzle-orm';
import { PROTOCOL } from '../bench/protocol';
import type { Backend } from '../core/backend';
import { AGREEMENT, KEYS_OF_A_NETWORK } from '../standings/agreement';
import { type Ratio, ratioOverVotes } from '../standings/ratio';
import { dayOf } from './agreement';
import type { Database } from './client';
import { COMPARED_RUN, hadAllThreads, isBelieved, ranAsNamed } from './conditions';
import { membersOf } from './device-members';

export interface BackendPair {
  readonly workload: string;
  readonly base: Backend;
  readonly subject: Backend;
  readonly networks: number;
  /** How many times as fast `subject` is as `base`. */
  readonly ratio: Ratio;
}

interface RawRow extends Record<string, unknown> {
  readonly workload: string;
  readonly base: Backend;
  readonly subject: Backend;
  readonly votes: readonly number[];
}

/** A page is drawn from the newest runs of its device, so that its cost stays bounded. */
const NEWEST_RUNS = 2000;

/** Whether a vote is near the median of its pair. */
const isNear = sql`abs(ratio / median - 1) <= ${AGREEMENT.spread}::float8`;

/** WASM with all the threads asked for; what fell back, ran on battery or is not live stays out. */
export async function backendPairs(db: Database, slug: string): Promise<BackendPair[]> {
  const { rows } = await db.execute<RawRow>(sql`
    with newest as (
      select r.id, r.submitter, r.created_at, r.declared_gpu_slug, r.declared_cpu_slug
        from runs r
       where r.id in (select m.run from measurements m join runs r on r.id = m.run
         where ${membersOf(slug).rows})
         and ${COMPARED_RUN}
         and r.protocol = ${PROTOCOL.id}
       order by r.created_at desc
       limit ${NEWEST_RUNS}),
    voices as (
      select a.workload, a.backend as base, b.backend as subject, r.submitter,
             coalesce((array_agg(b.network_hash order by r.created_at, r.id)
               filter (where b.network_hash is not null))[1], '') as network,
             (array_agg(b.block_hash order by r.created_at, r.id)
               filter (where b.network_hash is not null))[1] as block,
             percentile_cont(0.5) within group (order by a.median_ms / b.median_ms) as ratio,
             min(r.created_at) as first_at, max(r.created_at) as latest_at
        from newest r
        join measurements a on a.run = r.id
        join measurements b on b.run = r.id and b.workload = a.workload
          and b.workload_version = a.workload_version
       where a.backend < b.backend and ${ranAsNamed('a')} and ${ranAsNamed('b')}
         and ${isBelieved('a')} and ${isBelieved('b')} and ${hadAllThreads('a')}
         and ((${membersOf(slug, 'a').rows}) or (${membersOf(slug, 'b').rows}))
       group by a.workload, a.backend, b.backend, r.submitter),
    votes as (
      select workload, base, subject, network, min(block) as block, min(first_at) as first_at,
        max(latest_at) as latest_at,
             percentile_cont(0.5) within group (order by ratio) as ratio
        from (select v.*, row_number() over (partition by workload, base, subject, network
                                             order by latest_at desc, submitter desc) as place
                                               from voices v) newest_keys
       where place <= ${KEYS_OF_A_NETWORK}
       group by workload, base, subject, network),
    medians as (
      select workload, base, subject, percentile_cont(0.5) within group (order by ratio) as median
        from votes group by workload, base, subject)
    select workload, base, subject, json_agg(ratio) as votes
      from votes join medians using (workload, base, subject)
     group by workload, base, subject, median
    having count(distinct block) filter (where ${isNear}) >= ${AGREEMENT.networks}
       and ${dayOf(sql`max(latest_at) filter (where ${isNear})`)}
         - ${dayOf(sql`min(first_at) filter (where ${isNear})`)} >= ${AGREEMENT.days - 1}
     order by workload, base, subject`);
  return rows.map(({ workload, base, subject, votes }) => ({
    workload,
    base,
    subject,
    networks: votes.length,
    ratio: ratioOverVotes(votes),
  }));
}
