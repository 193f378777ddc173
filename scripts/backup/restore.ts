// Puts what a backup holds and the database lacks back into it, run by run, each with its part in
// the standings, so that the site may serve and publish meanwhile; breaking off and beginning
// again does no harm. A database without a run, where others do not wait for one connection, is
// filled in one transaction, with the standings counted once at its end: much faster, and there
// whole or not at all. Runs that were withdrawn, by the database or by any of the files, do not
// come back: a used challenge without its run says so. Nothing else that is in the database is
// touched.
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { comparablesOf, recountGains } from '@/lib/db/kept-gains';
import type { Connection } from '@/lib/db/rename-devices';
import { measurements } from '@/lib/db/schema';
import { appliedMigrations } from '@/lib/db/schema-version';
import { lockCells, rebuildStandings, recount } from '@/lib/db/standings';
import { retried, rowOf, rowsOf, type Session, textArray } from '@/lib/db/transaction';
import { withdrawStored } from '@/lib/db/withdraw';
import { type Backup, BackupError, type Line, rowsOfBackup, WITHDRAWN } from './format';
import { WITHDRAWN_CHALLENGES } from './read';
import type { KeptTableName } from './tables';

export interface Restored {
  /** Runs that were put back. */
  readonly runs: number;
  /** Runs of the files that are in the database already. */
  readonly there: number;
  /** Runs of the files that stay withdrawn. */
  readonly withdrawn: number;
  /** Runs of the database that a file knows to be withdrawn. */
  readonly taken: number;
}

export interface RestoreOptions {
  /** Whether others may work in the database during a transaction that takes minutes. */
  readonly longTransactions?: boolean;
  /** Called with the runs that were put back so far. */
  readonly onProgress?: (runs: number) => void;
}

/** How many lines go into one statement. */
interface BatchSize {
  readonly rows: number;
  readonly runs: number;
}
const SHORT: BatchSize = { rows: 500, runs: 5 };
const LONG: BatchSize = { rows: 500, runs: 100 };
/** A run may be long. */
const BATCH_CHARACTERS = 2 ** 20;

const jsonList = (rows: readonly string[]): SQL => sql`${`[${rows.join(',')}]`}::json`;

interface IdRow {
  readonly id: string;
}
const idOf = (json: string): string => (JSON.parse(json) as IdRow).id;

/** Challenges whose runs were withdrawn: in the database, or as a file says. */
async function withdrawnChallenges(
  session: Session,
  backups: readonly Backup[],
): Promise<Set<string>> {
  const known = await rowsOf<{ id: string }>(
    session,
    sql`select w.id from ${WITHDRAWN_CHALLENGES} w`,
  );
  const withdrawn = new Set(known.map(({ id }) => id));
  for (const { path } of backups) {
    for await (const { kind, json } of rowsOfBackup(path))
      if (kind === WITHDRAWN) withdrawn.add(idOf(json));
  }
  return withdrawn;
}

/** @throws BackupError where the tables of then were others. */
async function requireSameSchema(session: Session, backups: readonly Backup[]): Promise<void> {
  const applied = JSON.stringify(await appliedMigrations(session));
  for (const { path, head } of backups) {
    if (JSON.stringify(head.migrations) === applied) continue;
    throw new BackupError(
      `${path} is of other tables than the database has (${head.migrations.length} migrations, not ` +
        `${(JSON.parse(applied) as number[]).length}): restore it with the version of Flopmark that wrote it; then start this one, ` +
        'which migrates it',
    );
  }
}

/**
 * What is published from now on gets other ids than what is put back. No row is being written
 * while it is set.
 */
async function reserveIds(db: Connection, last: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table measurements in share row exclusive mode`);
    await tx.execute(sql`
      select setval(pg_get_serial_sequence('measurements', 'id'), ${last}::bigint)
       where ${last}::bigint > (select coalesce(max(last_value), 0) from pg_sequences
                         where schemaname = 'public' and sequencename = 'measurements_id_seq')`);
  });
}

const insertMissing = (table: KeptTableName, rows: readonly string[]): SQL =>
  sql`insert into ${sql.raw(table)} select * from json_populate_recordset(null::${sql.raw(table)}, ${jsonList(rows)})
      on conflict do nothing`;

/**
 * Who may not look away when an audit trail is put back: rows get ids of this database, in their
 * order.
 */
const insertAudit = (rows: readonly string[]): SQL => sql`
  insert into audit (at, actor, action, subject, reason)
  select g.at, g.actor, g.action, g.subject, g.reason
    from json_populate_recordset(null::audit, ${jsonList(rows)}) g
   where not exists (select from audit a where a.at = g.at and a.actor = g.actor
     and a.action = g.action
                                           and a.subject = g.subject and a.reason = g.reason)
   order by g.id`;

/** A report belongs to a run, which may have been withdrawn or come too late for the file. */
const insertReports = (rows: readonly string[]): SQL => sql`
  insert into reports select g.* from json_populate_recordset(null::reports, ${jsonList(rows)}) g
   where exists (select from runs r where r.id = g.run) on conflict do nothing`;

/** Proofs of challenges that came too late for the file are nobody's. */
const insertProofs = (rows: readonly string[]): SQL => sql`
  insert into proofs select g.* from json_populate_recordset(null::proofs, ${jsonList(rows)}) g
   where exists (select from challenges c where c.id = g.challenge) on conflict do nothing`;

/**
 * A used challenge comes with its run alone: without it, it would say that the run was withdrawn.
 * A challenge that the database knows as open and a file as used is used.
 */
const insertChallenges = (rows: readonly string[]): SQL => sql`
  insert into challenges select * from json_populate_recordset(null::challenges, ${jsonList(rows)})
      on conflict (id) do update set used_at = coalesce(challenges.used_at, excluded.used_at)`;

/** The challenge of a whole run. */
const challengeOf = (json: string): string =>
  (JSON.parse(json) as { readonly run: { readonly challenge: string } }).run.challenge;

interface PutRun extends IdRow, Record<string, unknown> {
  readonly submitter: string;
}

const COLUMNS_BUT_ID = sql.raw(
  Object.values(getTableColumns(measurements))
    .map(({ name }) => name)
    .filter((name) => name !== 'id')
    .join(', '),
);

/**
 * Puts whole runs back that the database lacks, without standings, and answers with them.
 * Measurements get the ids that they had, so that exports keep their order; where another row has
 * one by now, a new one.
 */
async function insertRuns(tx: Session, lines: readonly string[]): Promise<readonly PutRun[]> {
  const put = await rowsOf<PutRun>(
    tx,
    sql`
    with lines as materialized (select line from json_array_elements(${jsonList(lines)}) line),
    people as (
      insert into submitters
      select p.* from lines, json_populate_record(null::submitters, line -> 'submitter') p
          on conflict do nothing),
    asked as (
      insert into challenges
      select p.* from lines, json_populate_record(null::challenges, line -> 'challenge') p
          on conflict (id) do update set used_at = coalesce(challenges.used_at, excluded.used_at)),
    put as (
      insert into runs
      select p.* from lines, json_populate_record(null::runs, line -> 'run') p
          on conflict do nothing returning id, submitter),
    proven as (
      insert into proofs
      select p.* from lines, json_populate_recordset(null::proofs, line -> 'proofs') p
          on conflict do nothing),
    given as materialized (
      select p.* from lines
       cross join json_populate_recordset(null::measurements, line -> 'measurements') p
        join put on put.id = p.run),
    free as materialized (
      select g.* from given g where not exists (select from measurements m where m.id = g.id)),
    kept as (insert into measurements overriding system value select * from free),
    moved as (
      insert into measurements (${COLUMNS_BUT_ID})
      select ${COLUMNS_BUT_ID} from given g where not exists (select from free f where f.id = g.id)
       order by g.id)
    select id, submitter from put`,
  );
  // An embedded backup may have read the challenge before it was used.
  await tx.execute(sql`
    update challenges c set used_at = r.created_at from runs r
     where r.challenge = c.id and c.used_at is null and r.id =
       any(${textArray(put.map(({ id }) => id))})`);
  return put;
}

/** Counts what runs that were just put back add to the standings. */
async function countIn(tx: Connection, runs: readonly PutRun[]): Promise<void> {
  for (const { id, submitter } of runs) {
    await recount(tx, submitter, await lockCells(tx, id));
    await recountGains(tx, submitter, await comparablesOf(tx, id));
  }
}

/** Takes runs out of the database that a file knows to be withdrawn. */
async function takeWithdrawn(db: Connection, withdrawn: ReadonlySet<string>): Promise<number> {
  let taken = 0;
  const challenges = [...withdrawn];
  for (let from = 0; from < challenges.length; from += SHORT.rows) {
    const some = challenges.slice(from, from + SHORT.rows);
    const runs = await rowsOf<{ id: string }>(
      db,
      sql`select id from runs where challenge = any(${textArray(some)})`,
    );
    for (const { id } of runs) await retried(() => db.transaction((tx) => withdrawStored(tx, id)));
    taken += runs.length;
  }
  return taken;
}

const OTHERS: Readonly<Record<Exclude<KeptTableName, 'runs'>, (rows: readonly string[]) => SQL>> = {
  submitters: (rows) => insertMissing('submitters', rows),
  challenges: insertChallenges,
  proofs: insertProofs,
  reports: insertReports,
  private_golden: (rows) => insertMissing('private_golden', rows),
  fingerprints: (rows) => insertMissing('fingerprints', rows),
  audit: insertAudit,
};

/** Lines of one kind at a time, a few together. */
async function* batchesOf(
  path: string,
  size: BatchSize,
): AsyncGenerator<{ readonly kind: Line['kind']; readonly rows: string[] }> {
  let kind: Line['kind'] | null = null;
  let rows: string[] = [];
  let characters = 0;
  for await (const line of rowsOfBackup(path)) {
    const full =
      rows.length >= (line.kind === 'runs' ? size.runs : size.rows) ||
      characters >= BATCH_CHARACTERS;
    if (kind !== null && (line.kind !== kind || full)) {
      yield { kind, rows };
      rows = [];
      characters = 0;
    }
    kind = line.kind;
    rows.push(line.json);
    characters += line.json.length;
  }
  if (kind !== null && rows.length > 0) yield { kind, rows };
}

interface ChallengeRow extends IdRow {
  readonly used_at: string | null;
}

/** Where rows go: the database itself, or one transaction of it. */
interface Target {
  readonly session: Session;
  readonly size: BatchSize;
  /** Puts back which of the runs are lacking. Answers how many. */
  putRuns(lines: readonly string[]): Promise<number>;
}

/** Puts all rows of the files back, but for runs of withdrawn challenges. */
async function putBack(
  backups: readonly Backup[],
  withdrawn: ReadonlySet<string>,
  { session, size, putRuns }: Target,
  onProgress: (runs: number) => void,
): Promise<Omit<Restored, 'taken'>> {
  const restored = { runs: 0, there: 0, withdrawn: 0 };
  for (const { path } of backups) {
    for await (const { kind, rows } of batchesOf(path, size)) {
      if (kind === WITHDRAWN) continue;
      if (kind === 'runs') {
        const live = rows.filter((json) => !withdrawn.has(challengeOf(json)));
        const put = live.length === 0 ? 0 : await putRuns(live);
        restored.runs += put;
        restored.there += live.length - put;
        restored.withdrawn += rows.length - live.length;
        onProgress(restored.runs);
      } else {
        const usable =
          kind === 'challenges'
            ? rows.filter((json) => {
                const { id, used_at } = JSON.parse(json) as ChallengeRow;
                return used_at === null || withdrawn.has(id);
              })
            : rows;
        if (usable.length > 0) await session.execute(OTHERS[kind](usable));
      }
    }
  }
  return restored;
}

/** Each few runs in a transaction of their own. */
const runByRun = (db: Connection): Target => ({
  session: db,
  size: SHORT,
  putRuns: (lines) =>
    retried(() =>
      db.transaction(async (tx) => {
        const put = await insertRuns(tx, lines);
        await countIn(tx, put);
        return put.length;
      }),
    ),
});

const inOneTransaction = (tx: Session): Target => ({
  session: tx,
  size: LONG,
  putRuns: async (lines) => (await insertRuns(tx, lines)).length,
});

async function hasRuns(session: Session): Promise<boolean> {
  const query = sql`select exists (select from runs) as some`;
  return (await rowOf<{ some: boolean }>(session, query)).some;
}

/**
 * Puts back what the files hold and the database lacks. They were found whole (./format).
 * @throws BackupError where a file is of other tables.
 */
export async function restoreBackups(
  db: Connection,
  backups: readonly Backup[],
  { longTransactions = false, onProgress = () => undefined }: RestoreOptions = {},
): Promise<Restored> {
  await requireSameSchema(db, backups);
  const withdrawn = await withdrawnChallenges(db, backups);
  await reserveIds(db, Math.max(0, ...backups.map(({ foot }) => foot.lastMeasurement)));
  const taken = await takeWithdrawn(db, withdrawn);
  const restored =
    longTransactions && !(await hasRuns(db))
      ? await retried(() =>
          db.transaction(async (tx) => {
            const put = await putBack(backups, withdrawn, inOneTransaction(tx), onProgress);
            await rebuildStandings(tx);
            return put;
          }),
        )
      : await putBack(backups, withdrawn, runByRun(db), onProgress);
  return { ...restored, taken };
}
