// Votes from the raw rows (DESIGN section 2): the same query in a change and in a rebuild, so the two agree to the last bit.
import { type SQL, sql } from 'drizzle-orm';
import { binOfSql, CELL_KEY, countedOf } from './counted';

/**
 * The votes of all live rows of the runs and cells that are asked for, by cell and submitter. Rows are gathered before they
 * are given to cells: Postgres takes them for few, and would look through them anew for each cell.
 */
export const freshVotes = (whichRuns: SQL, whichCells: SQL): SQL => sql`(
  with counted as materialized (select * from ${countedOf(sql`r.state = 'live' and ${whichRuns}`)} rows)
  select vote.*, ${binOfSql('vote.value_ms')} as bin,
         r.ort_version, r.browser, r.browser_major, r.os, r.form, r.power_state as power
    from (
      select c.id as cell, counted.submitter,
             percentile_cont(0.5) within group (order by counted.board_ms) as value_ms,
             count(*)::int as runs, min(counted.board_ms) as best_ms,
             (array_agg(counted.run order by counted.board_ms, counted.run))[1] as best_run,
             (array_agg(counted.run order by counted.created_at desc, counted.run))[1] as latest_run,
             max(counted.created_at) as latest_at, min(counted.created_at) as first_at,
             (array_agg(counted.network_hash order by counted.created_at, counted.run)
               filter (where counted.network_hash is not null))[1] as network_hash
        from counted
        join cells c using (${CELL_KEY})
       where ${whichCells}
       group by c.id, counted.submitter) vote
    join runs r on r.id = vote.latest_run)`;

export const VOTE = sql.raw(
  'cell, submitter, value_ms, bin, runs, best_ms, best_run, latest_run, latest_at, first_at, network_hash, ort_version, browser, browser_major, os, form, power',
);
