// A backup brings a site back: every row, the same exports to the last byte, standings as a
// rebuild gives them. What was withdrawn stays withdrawn, whichever came first. On both databases,
// and while a site serves and publishes.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as schema from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import { rowsOf } from '@/lib/db/transaction';
import { withdrawStored } from '@/lib/db/withdraw';
import { MANIFEST } from '@/lib/models/manifest';
import { type Backup, checkBackup } from '@/scripts/backup/format';
import { type Restored, type RestoreOptions, restoreBackups } from '@/scripts/backup/restore';
import { DERIVED, INSIDE_RUNS, KEPT_NAMES, TRANSIENT } from '@/scripts/backup/tables';
import { verifyBackup } from '@/scripts/backup/verify';
import { writeBackup } from '@/scripts/backup/write';
import { postRun, prepareProvenRun } from '@/scripts/client/api';
import { migrateServer } from '@/scripts/database/migrate-server';
import { startPostgres, type TestPostgres } from '@/scripts/database/postgres';
import { standingsDigest } from '@/scripts/measure/board/digest';
import { root } from '@/scripts/root';
import { seedRuns } from '@/scripts/site/seed';
import { type Site, startSite } from '@/scripts/site/site';
import { LONG } from '../support/extent';
import { openTestDatabase, type TestDatabase } from '../support/test-database';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

/** Its own database has all migrations and no rows. */
async function startMigrated(): Promise<TestPostgres> {
  const server = await startPostgres();
  await migrateServer(server.url);
  return server;
}

let server: Promise<TestPostgres> | null = null;
let databases = 0;
afterAll(async () => (await server)?.stop());

async function openPostgres(): Promise<TestDatabase> {
  server ??= startMigrated();
  const { url } = await server;
  databases += 1;
  const name = `d${databases}`;
  const own = new URL(url);
  const migrated = own.pathname.slice(1);
  own.pathname = 'postgres';
  const maker = new pg.Client({ connectionString: own.href });
  await maker.connect();
  await maker.query(`create database ${name} template ${migrated}`);
  await maker.end();
  own.pathname = name;
  const client = new pg.Client({ connectionString: own.href });
  await client.connect();
  const session = drizzle(client, { schema }) as unknown as TestDatabase['session'];
  return { session, db: session as unknown as TestDatabase['db'], close: () => client.end() };
}

type Way = readonly [name: string, open: () => Promise<TestDatabase>, options: RestoreOptions];
const BOTH: readonly Way[] = [
  ['PGlite, run by run', openTestDatabase, {}],
  ['Postgres, in one transaction', openPostgres, { longTransactions: true }],
];
const OTHERS: readonly Way[] = [
  ['PGlite, in one transaction', openTestDatabase, { longTransactions: true }],
  ['Postgres, run by run', openPostgres, {}],
];

const idsOf = async ({ session }: TestDatabase): Promise<string[]> =>
  (await rowsOf<{ id: string }>(session, sql`select id from runs order by id`)).map(({ id }) => id);

it('has a place for every table of the database', async () => {
  const { session, close } = await openTestDatabase();
  const tables = await rowsOf<{ name: string }>(
    session,
    sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  await close();
  expect(tables.map(({ name }) => name)).toEqual(
    [...KEPT_NAMES, ...INSIDE_RUNS, ...DERIVED, ...TRANSIENT].toSorted(),
  );
});

describe.each(LONG ? [...BOTH, ...OTHERS] : BOTH)('%s', (_name, open, options) => {
  const restore = (
    { session }: TestDatabase,
    backups: readonly Backup[],
    more: RestoreOptions = {},
  ): Promise<Restored> => restoreBackups(session, backups, { ...options, ...more });
  const opened: TestDatabase[] = [];
  const another = async (): Promise<TestDatabase> => {
    const database = await open();
    opened.push(database);
    return database;
  };
  let live: TestDatabase;
  let ids: string[];
  const backup = file(`${_name}-backup`);
  beforeAll(async () => {
    live = await another();
    ids = await seedRuns(live.session, 24);
    await live.session.execute(sql`
      insert into audit (actor, action, subject, reason) values ('admin', 'hide', 'x', 'first'), ('admin', 'accept', 'x', 'second')`);
    await live.session.execute(
      sql`insert into reports (run, network, reason) values (${ids[0]}, 'n', 'other')`,
    );
    await live.session.execute(sql`
      insert into private_golden (workload, workload_version, seed, projections, samples)
      values ('gemm-128-fp32', 1, 9007199254740993, '{0.1,1e-300,-0.30000000000000004}', '{1}')`);
    await live.session.execute(sql`
      insert into challenges (id, submitter, suite, golden_index, expires_at)
      values ('open', 's', 'smoke', 1, clock_timestamp() + interval '1 hour')`);
    await writeBackup(live.session, backup, false);
  });
  afterAll(async () => {
    for (const { close } of opened) await close();
  });

  it('comes back whole: each table, the exports to the byte, the standings as a rebuild has them', async () => {
    const copy = await another();
    const checked = await checkBackup(backup);
    expect(await restore(copy, [checked])).toEqual({
      runs: 24,
      there: 0,
      withdrawn: 0,
      taken: 0,
    });
    for (const table of [...KEPT_NAMES, ...INSIDE_RUNS]) {
      const all = sql`select coalesce(json_agg(row_to_json(t) order by row_to_json(t)::text), '[]')::text as rows from ${sql.raw(table)} t`;
      expect([table, await rowsOf(copy.session, all)]).toEqual([
        table,
        await rowsOf(live.session, all),
      ]);
    }
    expect(await standingsDigest(copy.session)).toBe(await standingsDigest(live.session));
    await copy.session.transaction((tx) => rebuildStandings(tx));
    expect(await standingsDigest(copy.session)).toBe(await standingsDigest(live.session));
    const again = file(`${_name}-again`);
    await writeBackup(copy.session, again, false);
    const lines = (path: string): string[] =>
      gunzipSync(readFileSync(path)).toString().split('\n').slice(1, -2);
    expect(lines(again)).toEqual(lines(backup));
  });

  // A copy to verify with is always filled run by run.
  if (options.longTransactions !== true)
    it('is found to bring the site back, and an altered site is found out', async () => {
      const checked = await checkBackup(backup);
      const verdict = await verifyBackup(checked, live.session);
      expect(verdict).toMatchObject({ standingsEqualRebuild: true, exportsEqualLive: true });
      expect(verdict.exports.rows).toBeGreaterThan(100);
      await live.session.execute(
        sql`update measurements set median_ms = median_ms * 1.0000001 where run = ${ids[3]}`,
      );
      expect((await verifyBackup(checked, live.session)).exportsEqualLive).toBe(false);
      await live.session.execute(
        sql`update measurements set median_ms = median_ms / 1.0000001 where run = ${ids[3]}`,
      );
    });

  it('does nothing a second time, and gives back what was lost', async () => {
    const checked = await checkBackup(backup);
    const copy = await another();
    await restore(copy, [checked]);
    expect(await restore(copy, [checked])).toMatchObject({ runs: 0, there: 24 });
    const before = await standingsDigest(copy.session);
    // As no command of this project would: with its challenge, so that nothing says that it was
    // withdrawn.
    await copy.session.execute(sql`delete from reports`);
    await copy.session.execute(sql`delete from measurements where run = ${ids[5]}`);
    await copy.session.execute(sql`delete from runs where id = ${ids[5]}`);
    await copy.session.execute(sql`delete from challenges where id = ${`${ids[5]}-challenge`}`);
    await copy.session.transaction((tx) => rebuildStandings(tx));
    expect(await standingsDigest(copy.session)).not.toBe(before);
    expect(await restore(copy, [checked])).toMatchObject({ runs: 1, there: 23 });
    expect(await standingsDigest(copy.session)).toBe(before);
  });

  it('is broken off without harm: what is there has its standings, and the rest comes after', async () => {
    const checked = await checkBackup(backup);
    const copy = await another();
    const breakOff = (): never => {
      throw new Error('broken off');
    };
    await expect(restore(copy, [checked], { onProgress: breakOff })).rejects.toThrow('broken off');
    const there = (await idsOf(copy)).length;
    expect(there).toBe(options.longTransactions === true ? 0 : 5);
    const before = await standingsDigest(copy.session);
    await copy.session.transaction((tx) => rebuildStandings(tx));
    expect(await standingsDigest(copy.session)).toBe(before);
    expect(await restore(copy, [checked])).toMatchObject({ runs: 24 - there, there });
    expect(await standingsDigest(copy.session)).toBe(await standingsDigest(live.session));
  });

  it('leaves withdrawn what was withdrawn, by the database or by a newer file', async () => {
    const checked = await checkBackup(backup);
    const [gone = '', goneElsewhere = ''] = [ids[7], ids[8]];
    const copy = await another();
    await restore(copy, [checked]);
    await copy.session.transaction((tx) => withdrawStored(tx, gone));
    expect(await restore(copy, [checked])).toMatchObject({
      runs: 0,
      there: 23,
      withdrawn: 1,
    });
    expect(await idsOf(copy)).not.toContain(gone);

    // A tombstone of the one database, given to another beside the old backup; and to a third that
    // has the run.
    const tombstones = file(`${_name}-tombstones`);
    await copy.session.transaction((tx) => withdrawStored(tx, goneElsewhere));
    await writeBackup(copy.session, tombstones, true);
    const both = [checked, await checkBackup(tombstones)];
    const fresh = await another();
    expect(await restore(fresh, both)).toMatchObject({
      runs: 22,
      withdrawn: 2,
      taken: 0,
    });
    expect(await restore(fresh, [checked])).toMatchObject({ runs: 0, withdrawn: 2 });
    const third = await another();
    await restore(third, [checked]);
    expect(await restore(third, both)).toMatchObject({ runs: 0, taken: 2 });
    expect(await idsOf(third)).toEqual(
      ids.filter((id) => id !== gone && id !== goneElsewhere).toSorted(),
    );
    expect(await standingsDigest(third.session)).toBe(await standingsDigest(fresh.session));
  });

  it('refuses a file that is not whole, was changed, exists, or is of other tables', async () => {
    const bytes = readFileSync(backup);
    const text = gunzipSync(bytes).toString();
    const wrong: readonly (readonly [name: string, bytes: Uint8Array, words: RegExp])[] = [
      ['cut', bytes.subarray(0, bytes.length - 40), /cannot be read|not whole/],
      ['no-end', gzipSync(`${text.split('\n').slice(0, -2).join('\n')}\n`), /has no end/],
      ['changed', gzipSync(text.replace('"quick"', '"smoke"')), /was changed/],
      ['text', Buffer.from('not a backup'), /cannot be read/],
      ['other', gzipSync('{"format":"other/1"}\n'), /is not a backup/],
    ];
    for (const [name, altered, words] of wrong) {
      const path = file(`${_name}-${name}`);
      writeFileSync(path, altered);
      await expect(checkBackup(path)).rejects.toThrow(words);
    }
    await expect(writeBackup(live.session, backup, false)).rejects.toThrow(/exists/);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const checked = await checkBackup(backup);
    const older = {
      ...checked,
      head: { ...checked.head, migrations: checked.head.migrations.slice(0, -1) },
    };
    await expect(restore(live, [older])).rejects.toThrow(/of other tables/);
  });
});

type Said = Record<string, unknown>;

/** What a command says as JSON. */
async function said(env: Record<string, string>, ...args: readonly string[]): Promise<Said> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['scripts/run.mjs', ...args, '--json'],
    { cwd: root, env: { ...process.env, ...env } },
  );
  return JSON.parse(stdout) as Said;
}

describe('the commands, while a site runs and publishes', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site.stop());

  const run = (...args: readonly string[]): Promise<Said> =>
    said({ FLOPMARK_DATA: site.data }, ...args);

  it('back up, verify, restore and keep up through the site', async () => {
    const entries = [...MANIFEST.values()].slice(0, 2);
    const publish = async (): Promise<string> => {
      const answer = await postRun(site.url, await prepareProvenRun(site.url, entries));
      expect(answer.status).toBe(201);
      return ((await answer.json()) as { id: string }).id;
    };
    const first = await publish();
    const path = file('running');
    const [written, meanwhile] = await Promise.all([run('backup', path), publish()]);
    expect(written).toMatchObject({ path });
    expect(await run('verify-backup', path)).toMatchObject({
      standingsEqualRebuild: true,
      exportsEqualLive: true,
    });
    const taken = await fetch(`${site.url}/api/v1/runs/${first}`, {
      method: 'DELETE',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ submitterKey: 'k'.repeat(43) }),
    });
    expect(taken.status).toBe(204);
    expect(await run('restore', path)).toMatchObject({ withdrawn: 1, taken: 0 });
    expect((await fetch(`${site.url}/api/v1/runs/${first}`)).status).toBe(404);
    expect((await fetch(`${site.url}/api/v1/runs/${meanwhile}`)).status).toBe(200);
    expect(await run('upkeep', '--dry-run')).toMatchObject({ challenges: 0 });
  });
});
