// What a request that writes does: it is counted, what is known of its run is read, and the run is stored.
import { type Column, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { KERNEL_VERSION } from '../../attest/kernel';
import { measurements, runs } from '../schema';
import { PLANNED_ONCE } from './planned-once';

/** Adds one to each key's count in the window of now. Keys in one order, so that two requests wait instead of locking each other out. */
const COUNT_REQUESTS = sql`
create or replace function count_requests(keys text[], window_seconds int, out counts int[], out since timestamptz)
language plpgsql ${PLANNED_ONCE} as $$
begin
  since := to_timestamp(floor(extract(epoch from clock_timestamp()) / window_seconds) * window_seconds);
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
 * What is known of a run that arrives: nothing where its challenge is not. How long ago that was issued, what it proved, which
 * of the orders of samples another run has, and what the private input `seed` gives. Orders are looked up one by one: joined
 * with a young database, which has no statistics, Postgres would look through all that is stored.
 */
const ARRIVING_RUN = sql`
create or replace function arriving_run(
  of_challenge text, of_submitter text, orders text[], of_seed bigint, workloads text[])
returns table (elapsed_ms float8, banned boolean, proven json, known_orders json, private_golden json)
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
         (select json_agg(distinct asked) from unnest(orders) asked
           where exists (select from measurements m join runs r on r.id = m.run
                          where m.sample_order = asked and r.challenge <> c.id offset 0)),
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
function insertionInto(table: PgTable, row: string): Insertion {
  const columns = Object.values(getTableColumns(table)).filter(
    ({ generated, generatedIdentity }) => generated === undefined && generatedIdentity === undefined,
  );
  const given = (column: Column): SQL => {
    const value = sql.raw(`${row}.${column.name}`);
    return column.default === undefined ? value : sql`coalesce(${value}, ${column.default})`;
  };
  return {
    columns: sql.raw(columns.map(({ name }) => name).join(', ')),
    values: sql.join(columns.map(given), sql`, `),
  };
}

const OF_RUN = insertionInto(runs, 'stored');
const OF_ROWS = insertionInto(measurements, 'given');

/**
 * Uses the challenge up, stores the run with all its measurements and counts it in the standings. False, and nothing is
 * stored, when the challenge cannot be used: its conditional update lets one of any number of simultaneous submissions
 * through. The rows come as JSON, by the names of their columns.
 */
const STORE_RUN = sql`
create or replace function store_run(run json, rows json) returns boolean language plpgsql ${PLANNED_ONCE} as $$
declare
  stored runs := json_populate_record(null::runs, run);
begin
  update challenges set used_at = clock_timestamp()
   where id = stored.challenge and submitter = stored.submitter and suite = stored.suite
     and used_at is null and expires_at > clock_timestamp();
  if not found then
    return false;
  end if;
  insert into submitters (id) values (stored.submitter) on conflict do nothing;
  insert into runs (${OF_RUN.columns})
  values (${OF_RUN.values});
  insert into measurements (${OF_ROWS.columns})
  select ${OF_ROWS.values}
    from json_populate_recordset(null::measurements, rows) given;
  perform recount(stored.submitter, lock_cells(stored.id));
  return true;
end $$`;

export const ARRIVAL_FUNCTIONS = { count_requests: COUNT_REQUESTS, arriving_run: ARRIVING_RUN, store_run: STORE_RUN };
