// Standings kept with every change of a run, in its transaction (DESIGN section 9): the cells it touches are locked in one
// order, its submitter's votes there are computed again, and each moves one count from its old bin to its new one. The
// database does that by itself (./functions); a rebuild uses the same queries, so the two agree to the last bit.
import { sql } from 'drizzle-orm';
import { CELL_KEY, countedOf } from './counted';
import { rebuildGains } from './kept-gains';
import { rowOf, type Session } from './transaction';
import { freshVotes, VOTE } from './votes';

/** Makes and locks the cells that the stored rows of a run count in. Call it before deleting or changing them. */
export async function lockCells(session: Session, run: string): Promise<string> {
  const { cells } = await rowOf<{ cells: string }>(session, sql`select lock_cells(${run})::text as cells`);
  return cells;
}

/** Brings the votes of one submitter in locked cells, and those cells' summaries, up to date with the stored rows. */
export async function recount(session: Session, submitter: string, cells: string): Promise<void> {
  await session.execute(sql`select recount(${submitter}, ${cells}::bigint[])`);
}

export interface Rebuilt extends Record<string, unknown> {
  readonly cells: number;
  readonly votes: number;
}

/**
 * All standings anew from the raw rows, inside the caller's transaction. Writers wait meanwhile; readers see the old ones
 * until it commits.
 */
export async function rebuildStandings(session: Session): Promise<Rebuilt> {
  await session.execute(sql`lock table cells in share row exclusive mode`);
  await session.execute(sql`delete from bins`);
  await session.execute(sql`delete from votes`);
  await session.execute(sql`delete from cells`);
  // Rows just stored and cells just made have no statistics: without this, each would be compared with all.
  await session.execute(sql`set local enable_nestloop = off`);
  await session.execute(sql`
    insert into cells (${CELL_KEY}, device_name, device_kind, provable)
    select distinct on (${CELL_KEY}) ${CELL_KEY}, device_name, device_kind, provable
      from ${countedOf(sql`r.state = 'live'`)} counted
     order by ${CELL_KEY}, device_name`);
  await session.execute(sql`insert into votes (${VOTE}) select ${VOTE} from ${freshVotes(sql`true`, sql`true`)} votes`);
  await session.execute(sql`set local enable_nestloop = on`);
  await session.execute(sql`
    insert into bins (cell, bin, count) select cell, bin, count(*)::int from votes group by cell, bin`);
  await session.execute(sql`
    select summarise_cells(array_agg(cell), array_agg(people), array_agg(runs))
      from (select cell, count(*)::int as people, sum(runs)::int as runs from votes group by cell) total
    having count(*) > 0`);
  await rebuildGains(session);
  return rowOf<Rebuilt>(session, sql`select count(*)::int as cells, coalesce(sum(people), 0)::int as votes from cells`);
}
