// Gains kept with every change of a run, in its transaction, as the standings are (./standings).
import { type SQL, sql } from 'drizzle-orm';
import { BACKENDS, type Backend } from '../core/backend';
import { MANIFEST } from '../models/manifest';
import { comparedPairs } from '../models/pairs';
import { freshGainVoices, freshGainVotes, GAIN_KEY, GAIN_VOICE, GAIN_VOTE } from './fresh-gains';
import { measurements } from './schema';
import { rowsOf, type Session } from './transaction';

/** A row as far as it decides what it is compared with. */
export interface Comparable {
  readonly workload: string;
  readonly workloadVersion: number;
  readonly backend: Backend;
}

/** As `pairsIn` reads it. */
interface GainPair {
  readonly base: string;
  readonly base_version: number;
  readonly variant: string;
  readonly variant_version: number;
  readonly base_backend: Backend;
  readonly backend: Backend;
}

const PAIRS = comparedPairs(MANIFEST);

const pairOf = (base: Comparable, variant: Comparable): GainPair => ({
  base: base.workload,
  base_version: base.workloadVersion,
  variant: variant.workload,
  variant_version: variant.workloadVersion,
  base_backend: base.backend,
  backend: variant.backend,
});

/**
 * Whatever these rows may be compared in: variants on one backend, and one workload on WASM and
 * elsewhere.
 */
function pairsAmong(rows: readonly Comparable[]): GainPair[] {
  const keyOf = (workload: string, version: number, backend: Backend): string =>
    `${workload}@${version} ${backend}`;
  const given = new Map(
    rows.map((row) => [keyOf(row.workload, row.workloadVersion, row.backend), row]),
  );
  const variants = PAIRS.flatMap(({ base, variant }) =>
    BACKENDS.flatMap((backend) => {
      const one = given.get(keyOf(base.id, base.version, backend));
      const other = given.get(keyOf(variant.id, variant.version, backend));
      return one === undefined || other === undefined ? [] : [pairOf(one, other)];
    }),
  );
  const backends = [...given.values()].flatMap((other) => {
    const wasm = given.get(keyOf(other.workload, other.workloadVersion, 'wasm'));
    return wasm === undefined || other.backend === 'wasm' ? [] : [pairOf(wasm, other)];
  });
  return [...variants, ...backends];
}

/** A call of the database's function, for the statement that changes the rows. */
export const recountGainsSql = (submitter: SQL | string, rows: readonly Comparable[]): SQL =>
  sql`recount_gains(${submitter}, ${JSON.stringify(pairsAmong(rows))}::json)`;

/** What the stored rows of a run are compared in. Call it before deleting them. */
export async function comparablesOf(session: Session, run: string): Promise<readonly Comparable[]> {
  return rowsOf<Comparable & Record<string, unknown>>(
    session,
    sql`
    select distinct workload, workload_version as "workloadVersion", backend from ${measurements}
     where run = ${run} and outcome = 'measured'`,
  );
}

/** Brings the gains that these rows of one submitter count in up to date with what is stored. */
export async function recountGains(
  session: Session,
  submitter: string,
  rows: readonly Comparable[],
): Promise<void> {
  await session.execute(sql`select ${recountGainsSql(submitter, rows)}`);
}

/** All gains anew from the raw rows, inside the caller's transaction. */
export async function rebuildGains(session: Session): Promise<void> {
  const all = [...MANIFEST.values()].flatMap(({ id, version }) =>
    BACKENDS.map((backend) => ({ workload: id, workloadVersion: version, backend })),
  );
  const pairs = sql`${JSON.stringify(pairsAmong(all))}::json`;
  await session.execute(sql`delete from gain_votes`);
  await session.execute(sql`delete from gain_voices`);
  await session.execute(sql`delete from gains`);
  await session.execute(sql`
    with fresh as materialized (select * from ${freshGainVoices(pairs, sql`true`)} voices),
    keys as (
      insert into gains (${GAIN_KEY}, device_name)
      select ${GAIN_KEY}, max(device_name) from fresh group by ${GAIN_KEY} order by ${GAIN_KEY}
      returning id, ${GAIN_KEY})
    insert into gain_voices (${GAIN_VOICE})
    select ${GAIN_VOICE}
      from (select keys.id as gain, fresh.* from fresh join keys using (${GAIN_KEY})) said`);
  await session.execute(sql`
    insert into gain_votes (${GAIN_VOTE})
    select ${GAIN_VOTE} from ${freshGainVotes(sql`(select distinct gain, network from gain_voices)`)} votes`);
  await session.execute(sql`
    select summarise_gains(array_agg(gain), array_agg(networks))
      from (select gain, count(*)::int as networks from gain_votes group by gain) total
    having count(*) > 0`);
}
