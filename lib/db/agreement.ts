// How many networks agree on the median of a cell, from its votes. Computed when a cell is summarised and kept beside its
// percentiles, so that no reader looks at votes for it.
import { type SQL, sql } from 'drizzle-orm';
import { AGREEMENT } from '../standings/agreement';

/** On each side of the median this many votes are looked at, the nearest ones: a write costs the same in a cell of any size. */
const NEAREST = 12;

/**
 * Networks among the votes next to the median and near it; 0 where they are too few or came on one day. A network is known
 * only inside its cell, and a person's vote counts for the one that their first run came from.
 */
export const agreeingSql = (cell: SQL, medianMs: SQL): SQL => sql`(
  select case when near.networks >= ${AGREEMENT.people}
               and (near.latest at time zone 'UTC')::date - (near.first at time zone 'UTC')::date >= ${AGREEMENT.days - 1}
              then near.networks else 0 end
    from (
      select count(distinct v.network_hash collate "C")::int as networks, max(v.latest_at) as latest, min(v.first_at) as first
        from ((select network_hash, first_at, latest_at from votes
                where cell = ${cell} and network_hash is not null
                  and value_ms between ${1 - AGREEMENT.spread}::float8 * ${medianMs} and ${medianMs}
                order by value_ms desc, submitter desc limit ${NEAREST})
              union all
              (select network_hash, first_at, latest_at from votes
                where cell = ${cell} and network_hash is not null
                  and value_ms > ${medianMs} and value_ms <= ${1 + AGREEMENT.spread}::float8 * ${medianMs}
                order by value_ms, submitter limit ${NEAREST})) v) near)`;
