// How many networks agree on the median of a cell, from its votes, and whether that median moved.
// Computed when a cell is summarised and kept beside its percentiles, so that no reader looks at
// votes for it.
import { type SQL, sql } from 'drizzle-orm';
import { AGREEMENT, DISPUTE } from '../standings/agreement';
import { NETWORKS_FOR_A_RANK } from '../standings/evidence';

/**
 * On each side of the median this many votes are looked at, the nearest ones: a write costs the
 * same in a cell of any size.
 */
const NEAREST = 12;
/**
 * And so many where those came from too few blocks: neighbours of one block must not hide that
 * others agree.
 */
const NEAREST_OF_A_CROWD = 1000;

/** The day of an instant, UTC. */
export const dayOf = (at: SQL): SQL => sql`(${at} at time zone 'UTC')::date`;

interface Near {
  readonly cell: SQL;
  readonly medianMs: SQL;
  /** Whether to look at all. */
  readonly asked: SQL;
  readonly limit: number;
}

/**
 * Blocks of the votes next to the median and near it, and when the first and the newest of their
 * runs came.
 */
const blocksNear = ({ cell, medianMs, asked, limit }: Near): SQL => sql`(
  select count(distinct v.block collate "C")::int as networks, max(v.latest_at) as latest,
    min(v.first_at) as first
    from ((select block, first_at, latest_at from votes
            where ${asked} and cell = ${cell} and block is not null
              and value_ms between ${1 - AGREEMENT.spread}::float8 * ${medianMs} and ${medianMs}
            order by value_ms desc, network desc limit ${limit})
          union all
          (select block, first_at, latest_at from votes
            where ${asked} and cell = ${cell} and block is not null
              and value_ms > ${medianMs} and value_ms <= ${1 + AGREEMENT.spread}::float8 *
                ${medianMs}
            order by value_ms, network limit ${limit})) v)`;

const agree = (near: string): SQL => sql`
  ${sql.raw(near)}.networks >= ${AGREEMENT.networks}
    and ${dayOf(sql.raw(`${near}.latest`))} - ${dayOf(sql.raw(`${near}.first`))} >= ${AGREEMENT.days - 1}`;

/**
 * One row: `near`, the networks in blocks of their own that are near the median, and `agreeing`,
 * the same where they are enough and came on enough days, else 0. Each network has keys of its own,
 * so as many keys agree.
 */
export const agreementOf = (cell: SQL, medianMs: SQL, networks: SQL): SQL => sql`(
  select case when quick.enough or not crowd.asked then quick.networks else wide.networks
    end as near,
         case when quick.enough then quick.networks
              when crowd.asked and ${agree('wide')} then wide.networks else 0 end as agreeing
    from (select near.*, coalesce(${agree('near')}, false) as enough
            from ${blocksNear({ cell, medianMs, asked: sql`true`, limit: NEAREST })} near) quick
   cross join lateral (select not quick.enough and ${networks} > ${NEAREST} as asked) crowd
   cross join lateral ${blocksNear({ cell, medianMs, asked: sql`crowd.asked`, limit: NEAREST_OF_A_CROWD })} wide)`;

/**
 * Blocks of some of the votes. A network of before blocks were known is one of its own, and all
 * that are unknown are one.
 */
const blocksAmong = (cell: SQL, asked: SQL, limit: number): SQL => sql`(
  select count(distinct coalesce(v.block, v.network) collate "C")::int as blocks
    from (select block, network from votes where ${asked} and cell = ${cell} limit ${limit}) v)`;

/**
 * One row: `blocks`, how many blocks of addresses the votes of a cell came from, as far as is
 * looked.
 */
export const blocksOf = (cell: SQL, networks: SQL): SQL => sql`(
  select case when crowd.asked then wide.blocks else quick.blocks end as blocks
    from ${blocksAmong(cell, sql`true`, 2 * NEAREST)} quick
   cross join lateral (
     select quick.blocks < ${NETWORKS_FOR_A_RANK} and ${networks} > ${2 * NEAREST} as asked) crowd
   cross join lateral ${blocksAmong(cell, sql`crowd.asked`, NEAREST_OF_A_CROWD)} wide)`;

/**
 * One row: what networks agreed on in the last days, one low and one high median for each day, with
 * the median that held until now; and until when the new one is disputed, null where it is not. `c`
 * is the cell before the change.
 */
export const disputeOf = (at: SQL, newMs: SQL): SQL => sql`(
  select array_agg(day order by day) as days, array_agg(low order by day) as lows,
    array_agg(high order by day) as highs,
         ((max(day) filter (where ${newMs} >= ${1 + DISPUTE.moved}::float8 * low
           or ${newMs} <= ${1 - DISPUTE.moved}::float8 * high)
           + ${DISPUTE.days})::timestamp at time zone 'UTC') as until
    from (
      select day, min(low) as low, max(high) as high
        from (select known.day, known.low, known.high
                from unnest(c.agreed_days, c.agreed_low_ms, c.agreed_high_ms) as known (day, low,
                  high)
               where known.day > ${dayOf(at)} - ${DISPUTE.days}
              union all
              select ${dayOf(at)}, c.p50_ms, c.p50_ms where c.agreeing > 0) seen
       group by day) daily)`;
