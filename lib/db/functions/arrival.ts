// What a request that writes does: it is counted, what is known of its run is read, and the run is
// stored.
import { type Column, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { KERNEL_VERSION } from '../../attest/kernel';
import type { StoredRule } from '../../submission/plausibility/rules';
import { SHARED_HASHES } from '../../submission/plausibility/sketch';
import type { TrustReason } from '../../submission/plausibility/trust';
import { seriesOf } from '../fingerprints';
import { measurements, runs } from '../schema';
import { PLANNED_ONCE } from './planned-once';

/**
 * Adds one to each key's count in the window of now. Keys in one order, so that two requests wait
 * instead of locking each other out.
 */
const COUNT_REQUESTS = sql`
create or replace function count_requests(keys text[], window_seconds int, out counts int[],
  out since timestamptz)
language plpgsql ${PLANNED_ONCE} as $$
begin
  since := to_timestamp(floor(extract(epoch from clock_timestamp()) / window_seconds) *
    window_seconds);
  with counted as (
    insert into rate_counts as known (key, window_start, count)
    select asked, since, 1 from unnest(keys) asked order by asked
        on conflict (key, window_start) do update set count = known.count + 1
    returning key, count)
  select array_agg(count order by place) into counts
    from unnest(keys) with ordinality as asked (key, place) join counted using (key);
end $$`;

/** Proofs of another kernel count for nothing that arrives now. */
const KERNEL = sql.raw(`'${KERNEL_VERSION}'`);

/**
 * What is known of a run that arrives: nothing where its challenge is not. How long ago that was
 * issued, what it proved, and what the private input `seed` gives.
 */
const ARRIVING_RUN = sql`
create or replace function arriving_run(
  of_challenge text, of_submitter text, of_seed bigint, workloads text[])
returns table (elapsed_ms float8, banned boolean, proven json, private_golden json)
language plpgsql ${PLANNED_ONCE} as $$
begin
  return query
  select extract(epoch from clock_timestamp() - c.issued_at)::float8 * 1000,
         exists (select from submitters s where s.id = of_submitter and s.banned_at is not null),
         (select json_object_agg(best.backend, best.gflops) from (
           select p.backend, max(p.proven_gflops) as gflops from proofs p
            where p.challenge = c.id and p.submitter = of_submitter and p.outcome = 'proven'
              and p.kernel = ${KERNEL}
            group by p.backend) best),
         (select json_agg(json_build_object('workload', g.workload, 'version', g.workload_version,
                                            'projections', g.projections, 'samples', g.samples))
            from private_golden g where g.seed = of_seed and g.workload = any(workloads))
    from challenges c
   where c.id = of_challenge;
end $$`;

interface Insertion {
  readonly columns: SQL;
  /** Their values in a row of the table's type, whose missing fields are null. */
  readonly values: SQL;
}

/** All columns that Postgres does not fill by itself; those with a default may be missing. */
function insertionInto(
  table: PgTable,
  row: string,
  changed: (column: Column, value: SQL) => SQL = (_, value) => value,
): Insertion {
  const columns = Object.values(getTableColumns(table)).filter(
    ({ generated, generatedIdentity }) =>
      generated === undefined && generatedIdentity === undefined,
  );
  const given = (column: Column): SQL => {
    const value = sql.raw(`${row}.${column.name}`);
    return changed(
      column,
      column.default === undefined ? value : sql`coalesce(${value}, ${column.default})`,
    );
  };
  return {
    columns: sql.raw(columns.map(({ name }) => name).join(', ')),
    values: sql.join(columns.map(given), sql`, `),
  };
}

const OF_RUN = insertionInto(runs, 'stored');
/**
 * As every measurement has it that nothing stands behind: what waits for a moderator is not to be
 * told from it.
 */
const UNVERIFIED = sql.raw(`array['${'unproven' satisfies TrustReason}']`);
const COPIED = sql.raw(`array['${'samples-of-earlier-run' satisfies StoredRule}']`);
const IS_COPY = sql.raw('given.position = any(copies)');

const OF_ROWS = insertionInto(measurements, 'given', ({ name }, value) => {
  if (name === 'trust_level') return sql`case when ${IS_COPY} then 0 else ${value} end`;
  if (name === 'trust_reasons')
    return sql`case when ${IS_COPY} then ${UNVERIFIED} else ${value} end`;
  return name === 'quarantine_reasons'
    ? sql`case when ${IS_COPY} then ${value} || ${COPIED} else ${value} end`
    : value;
});

/**
 * Keeps the hashes of the series of a run and answers with the positions of those that another
 * series had before. A hash that another transaction is about to keep is waited for, in one order:
 * of two copies that are stored at once, one is the first.
 */
const KEEP_FINGERPRINTS = sql`
create or replace function keep_fingerprints(run text, rows json) returns int[] language plpgsql
  ${PLANNED_ONCE} as $$
declare
  positions int[];
  series_of bigint[];
  hashes bigint[];
  keeps boolean[];
begin
  select array_agg(given.position), array_agg(${seriesOf('run', 'given.position')}), array_agg(told.hash::bigint),
         array_agg(told.kept)
    into positions, series_of, hashes, keeps
    from json_to_recordset(rows) as given (position int, sketch json)
   cross join lateral (
     select hash, true as kept from json_array_elements_text(given.sketch->'kept') hash
      union all
     select hash, false from json_array_elements_text(given.sketch->'probes') hash) told;
  insert into fingerprints (hash, series)
  select mine.hash, mine.series from unnest(hashes, series_of, keeps) as mine (hash, series, kept)
   where mine.kept order by mine.hash
      on conflict (hash) do nothing;
  return array(
    select shared.position
      from (select mine.position, count(*) as hashes
              from unnest(hashes, series_of, positions) as mine (hash, series, position)
              join fingerprints kept on kept.hash = mine.hash and kept.series <> mine.series
             group by mine.position, kept.series) shared
     group by shared.position
    having max(shared.hashes) >= ${SHARED_HASHES}
     order by shared.position);
end $$`;

/**
 * Uses the challenge up, stores the run with all its measurements and counts it in the standings; a
 * row that copies another series is stored to wait for a moderator. Answers with the positions of
 * such rows; null, and nothing is stored, when the challenge cannot be used: its conditional update
 * lets one of any number of simultaneous submissions through. The rows come as JSON, by the names
 * of their columns, with their sketches.
 */
const STORE_RUN = sql`
create or replace function store_run(run json, rows json) returns int[] language plpgsql
  ${PLANNED_ONCE} as $$
declare
  stored runs := json_populate_record(null::runs, run);
  copies int[];
begin
  update challenges set used_at = clock_timestamp()
   where id = stored.challenge and submitter = stored.submitter and suite = stored.suite
     and used_at is null and expires_at > clock_timestamp();
  if not found then
    return null;
  end if;
  insert into submitters (id) values (stored.submitter) on conflict do nothing;
  insert into runs (${OF_RUN.columns})
  values (${OF_RUN.values});
  copies := keep_fingerprints(stored.id, rows);
  insert into measurements (${OF_ROWS.columns})
  select ${OF_ROWS.values}
    from json_populate_recordset(null::measurements, rows) given;
  if cardinality(copies) > 0 then
    update runs r set trust_level = best.trust_level, trust_reasons = best.trust_reasons
      from (select m.trust_level, m.trust_reasons from measurements m
             where m.run = stored.id and m.outcome = 'measured'
             order by m.trust_level desc, m.position limit 1) best
     where r.id = stored.id;
  end if;
  -- What waits makes no cells, like what nothing stands behind, and takes as long.
  perform recount(stored.submitter, case when coalesce(stored.state, 'live') = 'live'
    then lock_cells(stored.id) else '{}'::bigint[] end,
                  coalesce(stored.created_at, clock_timestamp()));
  return copies;
end $$`;

export const ARRIVAL_FUNCTIONS = {
  count_requests: COUNT_REQUESTS,
  arriving_run: ARRIVING_RUN,
  keep_fingerprints: KEEP_FINGERPRINTS,
  store_run: STORE_RUN,
};
