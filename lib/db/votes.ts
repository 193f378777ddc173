// Votes from the raw rows: the same queries in a change and in a rebuild, so the two agree to the
// last bit. A voice is what one key's live runs say in a cell; a vote is one network's value there,
// the median over the voices of its newest keys.
import { type SQL, sql } from 'drizzle-orm';
import { KEYS_OF_A_NETWORK } from '../standings/agreement';
import { binOfSql, CELL_KEY, countedOf } from './counted';

/**
 * The voices of all live rows of the runs and cells that are asked for, by cell and submitter. A
 * key belongs to the network that its first run came from: nobody votes twice by going elsewhere.
 * Rows are gathered before they are given to cells: Postgres takes them for few, and would look
 * through them anew for each cell.
 */
export const freshVoices = (whichRuns: SQL, whichCells: SQL): SQL => sql`(
  with counted as materialized (select * from ${countedOf(sql`r.state = 'live' and ${whichRuns}`)} rows)
  select voice.*, r.ort_version, r.browser, r.browser_major, r.os, r.form, r.power_state as power
    from (
      select c.id as cell, counted.submitter,
             percentile_cont(0.5) within group (order by counted.board_ms) as value_ms,
             count(*)::int as runs, min(counted.board_ms) as best_ms,
             (array_agg(counted.run order by counted.board_ms, counted.run))[1] as best_run,
             (array_agg(counted.run order by counted.created_at desc,
               counted.run))[1] as latest_run,
             max(counted.created_at) as latest_at, min(counted.created_at) as first_at,
             coalesce((array_agg(counted.network order by counted.created_at, counted.run)
               filter (where counted.network is not null))[1], '') as network,
             (array_agg(counted.block order by counted.created_at, counted.run)
               filter (where counted.network is not null))[1] as block
        from counted
        join cells c using (${CELL_KEY})
       where ${whichCells}
       group by c.id, counted.submitter) voice
    join runs r on r.id = voice.latest_run)`;

export const VOICE = sql.raw(
  'cell, submitter, network, block, value_ms, runs, best_ms, best_run, latest_run, latest_at, first_at, ort_version, browser, browser_major, os, form, power',
);

/**
 * The votes of the networks that `touched` names by cell, from their voices. Where no network is
 * known there is one for all.
 */
export const freshVotes = (touched: SQL): SQL => sql`(
  select touched.cell, touched.network, vote.block, vote.value_ms, ${binOfSql('vote.value_ms')} as bin, vote.keys,
         vote.first_at, vote.latest_at
    from ${touched} touched
   cross join lateral (
     select min(newest.block) as block, percentile_cont(0.5) within group (order by newest.value_ms)
       as value_ms,
            count(*)::int as keys, min(newest.first_at) as first_at,
              max(newest.latest_at) as latest_at
       from (select v.block, v.value_ms, v.first_at, v.latest_at from voices v
              where v.cell = touched.cell and v.network = touched.network
              order by v.latest_at desc, v.submitter desc limit ${KEYS_OF_A_NETWORK}) newest
     having count(*) > 0) vote)`;

export const VOTE = sql.raw('cell, network, block, value_ms, bin, keys, first_at, latest_at');
