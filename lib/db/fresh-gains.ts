// Gains from the raw rows: the same query when a run changes and in a rebuild, so that the two
// agree to the last bit.
import { type SQL, sql } from 'drizzle-orm';
import { PROTOCOL } from '../bench/protocol';
import { KEYS_OF_A_NETWORK } from '../standings/agreement';
import { COMPARED_RUN, hadAllThreads, isBelieved, ranAsNamed } from './conditions';

export const GAIN_KEY = sql.raw(
  'base, base_version, variant, variant_version, base_backend, backend, device_slug',
);

/** Pairs as a query finds them in a JSON text, one object each. */
export const pairsIn = (json: SQL): SQL => sql`
  json_to_recordset(${json}) as p (
    base text, base_version int, variant text, variant_version int, base_backend text, backend text)`;

/**
 * Measured where it was asked for, on hardware; WASM with all the threads it wanted, and more than
 * one.
 */
function counts(alias: 'a' | 'b'): SQL {
  return sql`${ranAsNamed(alias)} and ${sql.raw(alias)}.device_kind <> 'software'
    and ${isBelieved(alias)}
    and ${hadAllThreads(alias)}`;
}

/**
 * The voices: one row for each pair, device and key, the median over its runs. On one backend both
 * rows are one device's. A key belongs to the network that its first run came from, by the hash
 * that the variant's workload has of it.
 */
export const freshGainVoices = (pairs: SQL, whichRuns: SQL): SQL => sql`(
  select ${GAIN_KEY}, submitter, max(device_name) as device_name, min(created_at) as first_at,
    max(created_at) as latest_at,
         coalesce((array_agg(network_hash order by created_at, run)
           filter (where network_hash is not null))[1], '') as network,
         (array_agg(block_hash order by created_at, run)
           filter (where network_hash is not null))[1] as block,
         percentile_cont(0.5) within group (order by ratio) as ratio
    from (
      select p.*, b.device_slug, b.device_name, b.network_hash, b.block_hash, r.id as run,
        r.submitter, r.created_at,
             a.median_ms / b.median_ms as ratio
        from ${pairsIn(pairs)}
        join runs r on ${COMPARED_RUN}
         and r.protocol = ${PROTOCOL.id} and ${whichRuns}
        join measurements a on a.run = r.id and a.workload = p.base
          and a.workload_version = p.base_version
         and a.backend = p.base_backend
        join measurements b on b.run = r.id and b.workload = p.variant
          and b.workload_version = p.variant_version
         and b.backend = p.backend and (b.backend <> a.backend or b.device_slug = a.device_slug)
       where ${counts('a')} and ${counts('b')}) pair
   group by ${GAIN_KEY}, submitter)`;

export const GAIN_VOICE = sql.raw('gain, submitter, network, block, ratio, first_at, latest_at');

/** The votes of the networks that `touched` names by gain, from their voices. */
export const freshGainVotes = (touched: SQL): SQL => sql`(
  select touched.gain, touched.network, vote.block, vote.ratio, vote.first_at, vote.latest_at
    from ${touched} touched
   cross join lateral (
     select min(newest.block) as block, percentile_cont(0.5) within group (order by newest.ratio)
       as ratio,
            min(newest.first_at) as first_at, max(newest.latest_at) as latest_at
       from (select v.block, v.ratio, v.first_at, v.latest_at from gain_voices v
              where v.gain = touched.gain and v.network = touched.network
              order by v.latest_at desc, v.submitter desc limit ${KEYS_OF_A_NETWORK}) newest
     having count(*) > 0) vote)`;

export const GAIN_VOTE = sql.raw('gain, network, block, ratio, first_at, latest_at');
