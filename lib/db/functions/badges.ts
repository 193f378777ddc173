// What badges read: their requests are many, small, and always the same.
import { type SQL, sql } from 'drizzle-orm';
import { KEYS_OF_A_NETWORK } from '../../standings/agreement';
import { isNotPoor, SHOWN_RUN } from '../conditions';
import { BOARD_MS, binOfSql, countedOf, THREADS_CLASS } from '../counted';
import { keysOfAnyProtocol, RANKED_KINDS } from '../ranked-keys';
import { PLANNED_ONCE } from './planned-once';

/** What a run is known by, and where that stands among all networks. Nothing for an unknown run. */
const RUN_FIGURES = sql`
create or replace function run_figures(of_run text, models text[])
returns table (created_at timestamptz, headline json) language plpgsql ${PLANNED_ONCE} as $$
begin
  return query
  with run as materialized (
    select r.id, r.created_at, r.protocol, r.state
      from runs r where r.id = of_run and ${SHOWN_RUN}),
  headline as materialized (
    select m.workload, m.workload_version, m.device_name, m.backend, m.fell_back,
      ${THREADS_CLASS} as threads,
           m.median_ms, ${BOARD_MS} as board_ms, m.flops, m.params, m.compute_type, r.protocol,
           case when r.state = 'live' then m.trust_level else 0 end as trust_level
      from measurements m join run r on r.id = m.run
     where m.outcome = 'measured' and m.median_ms > 0 and ${isNotPoor('m')}
     order by (m.workload = any(models)) desc, m.fell_back, m.mode <> 'run', m.flops desc,
              m.median_ms
     limit 1),
  crowd as (
    select coalesce(sum(b.count), 0)::int as total,
           coalesce(sum(b.count) filter (where b.bin < ${binOfSql('h.board_ms')}), 0)::int as faster
      from headline h
      join cells c on c.workload = h.workload and c.workload_version = h.workload_version
        and c.backend = h.backend
       and c.protocol = h.protocol and c.threads = h.threads and c.trust = 1 and c.networks > 0
         and ${RANKED_KINDS}
      join bins b on b.cell = c.id)
  select run.created_at,
         (select json_build_object('workload', h.workload, 'version', h.workload_version, 'deviceName', h.device_name,
                   'backend', h.backend, 'fellBack', h.fell_back, 'threads', h.threads, 'medianMs', h.median_ms,
                   'boardMs', h.board_ms, 'protocol', h.protocol,
                   'flops', h.flops, 'params', h.params, 'computeType', h.compute_type,
                   'trustLevel', h.trust_level,
                   'total', crowd.total, 'faster', crowd.faster)
            from headline h cross join crowd) as headline
    from run;
end $$`;

/**
 * One row per network and cell, from the rows that count in it: the median over its newest keys,
 * each with the median of its runs, in the network that its first one came from. Of several
 * protocols the newest that there was by then: what was dated before another came stays what it
 * was, and the two never mix.
 */
const votesOf = (rows: SQL): SQL => sql`
    select voice.device_slug, max(voice.device_name), voice.backend,
           percentile_cont(0.5) within group (order by voice.value_ms)
      from (
        select c.device_slug, max(c.device_name) as device_name, c.backend,
               percentile_cont(0.5) within group (order by c.board_ms) as value_ms,
               coalesce((array_agg(c.network order by c.created_at, c.run)
                 filter (where c.network is not null))[1], '') as network,
               row_number() over (
                 partition by c.device_slug, c.backend,
                   coalesce((array_agg(c.network order by c.created_at, c.run)
                     filter (where c.network is not null))[1], '')
                 order by max(c.created_at) desc, c.submitter desc) as place
          from (
            select c.*, dense_rank() over (order by split_part(c.protocol, '/', 2)::int desc) as age
              from ${countedOf(sql`r.state = 'live' and m.workload = of_workload and r.created_at < before and ${rows}`)} c
             where ${keysOfAnyProtocol({
               workload: sql.raw('of_workload'),
               version: sql.raw('of_version'),
               backend: sql.raw('of_backend'),
               threads: sql.raw('of_threads'),
               trust: sql.raw('of_trust'),
             })}) c
         where c.age = 1
         group by c.device_slug, c.backend, c.submitter) voice
     where voice.place <= ${KEYS_OF_A_NETWORK}
     group by voice.device_slug, voice.backend, voice.network`;

/** What the votes for a workload were before an instant, of one device or of all. */
const VOTES_BEFORE = sql`
create or replace function votes_before(
  before timestamptz, of_workload text, of_version int, of_backend text, of_threads text,
    of_trust int, of_device text)
returns table (device_slug text, device_name text, backend text,
  value_ms float8) language plpgsql ${PLANNED_ONCE} as $$
begin
  if of_device is null then
    return query${votesOf(sql`true`)};
  else
    return query${votesOf(sql`m.device_slug = of_device and device.slug = of_device`)};
  end if;
end $$`;

export const BADGE_FUNCTIONS = { run_figures: RUN_FIGURES, votes_before: VOTES_BEFORE };
