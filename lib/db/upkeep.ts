// What is deleted when its time is over, in small batches, so that nobody waits for it: by the
// command (`npm run -s flopmark -- upkeep`), by a timer, or by a platform's cron. What people
// published stays until they withdraw it. The challenge of a withdrawn run stays as well, without
// its key: a restore knows by it that the run is not to come back.
import { type SQL, sql } from 'drizzle-orm';
import { rowOf, type Session } from './transaction';

/** In days, by the database's clock. */
export const RETENTION = {
  /** A challenge lives for a day; whoever asks why it is refused is told for some more. */
  challenges: 7,
  /** Limits count by the hour and the day. */
  rateCounts: 1,
  /** Reports that a moderator has looked at. */
  reports: 90,
  /** Keys that published nothing, or withdrew it all; banned ones stay. */
  submitters: 30,
} as const;

/** Rows in a statement. */
const BATCH = 500;

interface Rule {
  readonly name: string;
  /** What is over, as a query of keys. */
  readonly over: SQL;
  /** What is done with these. */
  apply(keys: SQL): SQL;
}

const age = (days: number): SQL => sql.raw(`clock_timestamp() - interval '${days} days'`);

const unused = sql`
  select id as key from challenges c where used_at is null
    and expires_at < ${age(RETENTION.challenges)}`;
const withdrawn = sql`
  select c.id as key from challenges c
   where c.used_at < ${age(1)} and not exists (select from runs r where r.challenge = c.id)`;

const RULES: readonly Rule[] = [
  {
    name: 'proofs',
    over: sql`select p.id as key from proofs p
               where p.challenge in (${unused}) or p.challenge in (${withdrawn})`,
    apply: (keys) => sql`delete from proofs where id in (${keys})`,
  },
  {
    name: 'challenges',
    over: unused,
    apply: (keys) => sql`delete from challenges where id in (${keys})`,
  },
  {
    name: 'keys of withdrawn runs',
    over: sql`select key from (${withdrawn}) w where exists (select from challenges c where c.id = w.key and c.submitter <> '')`,
    apply: (keys) => sql`update challenges set submitter = '' where id in (${keys})`,
  },
  {
    name: 'rate counts',
    over: sql`select ctid as key from rate_counts where window_start < ${age(RETENTION.rateCounts)}`,
    apply: (keys) => sql`delete from rate_counts where ctid in (${keys})`,
  },
  {
    name: 'reports',
    over: sql`select ctid as key from reports where settled_at < ${age(RETENTION.reports)}`,
    apply: (keys) => sql`delete from reports where ctid in (${keys})`,
  },
  {
    name: 'submitters',
    over: sql`select s.id as key from submitters s
               where s.banned_at is null and s.created_at < ${age(RETENTION.submitters)}
                 and not exists (select from runs r where r.submitter = s.id)`,
    apply: (keys) => sql`delete from submitters where id in (${keys})`,
  },
];

export type Upkeep = Readonly<Record<string, number>>;

/** Deletes what is over; with `dryRun` counts it. Answers how many rows of each kind. */
export async function keepUp(
  session: Session,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Upkeep> {
  const done: Record<string, number> = {};
  for (const { name, over, apply } of RULES) {
    done[name] = 0;
    if (dryRun) {
      done[name] = (
        await rowOf<{ n: number }>(session, sql`select count(*)::int as n from (${over}) o`)
      ).n;
      continue;
    }
    for (;;) {
      const some = sql`select key from (${over}) o limit ${sql.raw(String(BATCH))}`;
      const { n } = await rowOf<{ n: number }>(
        session,
        sql`with changed as (${apply(some)} returning 1) select count(*)::int as n from changed`,
      );
      done[name] += n;
      if (n === 0) break;
    }
  }
  return done;
}
