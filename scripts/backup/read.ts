// The rows of a database as lines of a backup, in small batches. A server's are read in one
// transaction and are of one instant. The embedded database has one connection, which must not be
// held: there each batch is a statement of its own, a run is read whole in one, what is published
// meanwhile may be missing, and what is withdrawn meanwhile is named at the end.
import { type SQL, sql } from 'drizzle-orm';
import { rowOf, rowsOf, type Session } from '@/lib/db/transaction';
import { type Line, WITHDRAWN } from './format';
import { KEPT_NAMES, KEPT_TABLES, type KeptTable } from './tables';

/** Rows in a statement: short enough that readers of an embedded database do not notice. */
const BATCH = { rows: 500, runs: 10 } as const;

interface Read extends Record<string, unknown> {
  readonly key: string;
  readonly json: string;
}

const AGGREGATED = (table: string, of: string): SQL =>
  sql.raw(`(select coalesce(json_agg(row_to_json(x)), '[]') from (${of}) x) as ${table}`);

/** A run with all that belongs to it, as one row. */
const WHOLE_RUNS = sql`
  (select r.id, row_to_json(r) as run,
          (select row_to_json(s) from submitters s where s.id = r.submitter) as submitter,
          (select row_to_json(c) from challenges c where c.id = r.challenge) as challenge,
          ${AGGREGATED('proofs', 'select * from proofs p where p.challenge = r.challenge order by p.id')},
          ${AGGREGATED('measurements', 'select * from measurements m where m.run = r.id order by m.position')}
     from runs r)`;

/**
 * Challenges that were used, and whose runs are not there: what is left of a run that was
 * withdrawn.
 */
export const WITHDRAWN_CHALLENGES = sql`
  (select c.id from challenges c where c.used_at is not null
    and not exists (select from runs r where r.challenge = c.id))`;

async function* keyset(
  session: Session,
  source: SQL,
  { key }: KeptTable,
  most: number,
): AsyncGenerator<Read> {
  const columns = sql.raw(key.map(([column]) => `t.${column}`).join(', '));
  let after: string | null = null;
  for (;;) {
    const given: SQL =
      after === null
        ? sql`true`
        : sql`(${columns}) > (${sql.join(
            key.map(
              ([, type], i) => sql`(${after}::json ->> ${sql.raw(String(i))})::${sql.raw(type)}`,
            ),
            sql`, `,
          )})`;
    const rows: readonly Read[] = await rowsOf<Read>(
      session,
      sql`
      select json_build_array(${columns})::text as key, row_to_json(t)::text as json
        from ${source} t where ${given} order by ${columns} limit ${sql.raw(String(most))}`,
    );
    yield* rows;
    after = rows.at(-1)?.key ?? null;
    if (rows.length < most || after === null) return;
  }
}

async function* readWithdrawn(session: Session): AsyncGenerator<Line> {
  const table: KeptTable = { name: WITHDRAWN, key: [['id', 'text']] };
  for await (const { json } of keyset(session, WITHDRAWN_CHALLENGES, table, BATCH.rows))
    yield { kind: WITHDRAWN, json };
}

/** Every line between the first and the last. */
export async function* readLines(session: Session, withdrawnOnly: boolean): AsyncGenerator<Line> {
  for (const kind of withdrawnOnly ? [] : KEPT_NAMES) {
    const source = kind === 'runs' ? WHOLE_RUNS : sql.raw(kind);
    const most = kind === 'runs' ? BATCH.runs : BATCH.rows;
    for await (const { json } of keyset(session, source, KEPT_TABLES[kind], most))
      yield { kind, json };
  }
  yield* readWithdrawn(session);
}

export interface Moment extends Record<string, unknown> {
  /** Whatever was published before is there to be read. */
  readonly at: string;
}

/**
 * Now, or when the oldest transaction began that is still writing: its rows have the time of then.
 */
export const momentOf = (session: Session): Promise<Moment> =>
  rowOf<Moment>(
    session,
    sql`
    select to_char(least(clock_timestamp(), min(xact_start)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and state <> 'idle'`,
  );

export const lastMeasurement = async (session: Session): Promise<number> =>
  Number(
    (
      await rowOf<{ last: number }>(
        session,
        sql`select coalesce(max(id), 0)::float8 as last from measurements`,
      )
    ).last,
  );
