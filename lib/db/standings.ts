// Standings kept with every change of a run, in its transaction: the cells it touches are locked in
// one order, its submitter's voices there and the votes of their networks are computed again, and
// each vote moves one count from its old bin to its new one. The database does that by itself
// (./functions); a rebuild uses the same queries, so the two agree to the last bit.
import { sql } from 'drizzle-orm';
import { CELL_KEY, countedOf } from './counted';
import { rebuildGains } from './kept-gains';
import { rowOf, type Session } from './transaction';
import { freshVoices, freshVotes, VOICE, VOTE } from './votes';

/**
 * Makes and locks the cells that the stored rows of a run count in. Call it before deleting or
 * changing them.
 */
export async function lockCells(session: Session, run: string): Promise<string> {
  const { cells } = await rowOf<{ cells: string }>(
    session,
    sql`select lock_cells(${run})::text as cells`,
  );
  return cells;
}

/**
 * Brings what one submitter counts for in locked cells, and those cells' summaries, up to date with
 * the stored rows.
 */
export async function recount(session: Session, submitter: string, cells: string): Promise<void> {
  await session.execute(sql`select recount(${submitter}, ${cells}::bigint[], clock_timestamp())`);
}

export interface Rebuilt extends Record<string, unknown> {
  readonly cells: number;
  readonly votes: number;
}

/**
 * All standings anew from the raw rows, inside the caller's transaction; cells keep what was agreed
 * on in the last days, which no row tells. Writers wait meanwhile; readers see the old ones until
 * it commits.
 */
export async function rebuildStandings(session: Session): Promise<Rebuilt> {
  await session.execute(sql`lock table cells in share row exclusive mode`);
  // Rows that just came, as from a backup, have no statistics yet.
  await session.execute(sql`analyze runs, measurements`);
  await session.execute(sql`delete from bins`);
  await session.execute(sql`delete from votes`);
  await session.execute(sql`delete from voices`);
  await session.execute(sql`
    update cells set networks = 0, people = 0, runs = 0, p10_ms = null, p50_ms = null,
      p90_ms = null, low_ms = null,
           high_ms = null, blocks = 0, near = 0, agreeing = 0, disputed_until = null`);
  // Cells just made have no statistics either: without this, each would be compared with all.
  await session.execute(sql`set local enable_nestloop = off`);
  await session.execute(sql`
    insert into cells (${CELL_KEY}, device_name, device_kind, provable)
    select distinct on (${CELL_KEY}) ${CELL_KEY}, device_name, device_kind, provable
      from ${countedOf(sql`r.state = 'live'`)} counted
     order by ${CELL_KEY}, device_name
        on conflict (${CELL_KEY}) do update
       set device_name = excluded.device_name, device_kind = excluded.device_kind,
         provable = excluded.provable`);
  await session.execute(
    sql`insert into voices (${VOICE}) select ${VOICE} from ${freshVoices(sql`true`, sql`true`)} voices`,
  );
  await session.execute(sql`set local enable_nestloop = on`);
  await session.execute(sql`
    insert into votes (${VOTE})
    select ${VOTE} from ${freshVotes(sql`(select distinct cell, network from voices)`)} votes`);
  await session.execute(sql`
    insert into bins (cell, bin, count) select cell, bin, count(*)::int from votes group by cell,
      bin`);
  await session.execute(sql`
    select summarise_cells(array_agg(cell), array_agg(networks), array_agg(people), array_agg(runs),
      clock_timestamp())
      from (select v.cell, count(distinct v.network)::int as networks, count(*)::int as people,
        sum(v.runs)::int as runs
              from voices v group by v.cell) total
    having count(*) > 0`);
  await session.execute(sql`delete from cells where networks = 0 and agreed_days is null`);
  await rebuildGains(session);
  return rowOf<Rebuilt>(
    session,
    sql`select count(*)::int as cells, coalesce(sum(networks), 0)::int as votes from cells where networks > 0`,
  );
}
