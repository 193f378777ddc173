// `measure backup`: what a backup of so many measurements takes while people publish, and what
// putting it back into an empty database does, each by its command in a process of its own, on a
// real Postgres; and whether the exports of both are the same to the byte.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Database } from '@/lib/db/client';
import * as schema from '@/lib/db/schema';
import { exportDigests } from '../backup/verify';
import { migrateServer } from '../database/migrate-server';
import { startPostgres } from '../database/postgres';
import { root } from '../root';
import { growTo } from '../synth/multiply';
import { write } from './board/writers';
import { benchCommand, type Figure } from './figures';

/** Of the command's process; the database has its own. */
const MOST_MEBIBYTES = 150;
const MEBIBYTE = 2 ** 20;

interface Ran {
  readonly seconds: number;
  readonly said: { readonly residentBytes: number; readonly bytes?: number };
}

async function run(url: string, ...args: readonly string[]): Promise<Ran> {
  const begun = performance.now();
  const env = { ...process.env, POSTGRES_URL: url };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['scripts/run.mjs', ...args, '--json'],
    {
      cwd: root,
      env,
    },
  );
  return { seconds: (performance.now() - begun) / 1000, said: JSON.parse(stdout) as Ran['said'] };
}

async function onDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(drizzle(client, { schema }) as unknown as Database);
  } finally {
    await client.end();
  }
}

interface Publishing {
  /** Lets the run that is being stored be finished. */
  stop(): Promise<{ readonly stored: number; readonly errors: readonly string[] }>;
}

/** Somebody who publishes one run after another. */
function publishing(url: string): Publishing {
  let stopped = false;
  const done = onDatabase(url, async (db) => {
    let stored = 0;
    const errors: string[] = [];
    for (let turn = 0; !stopped; turn += 1) {
      const written = await write(db, `meanwhile-${turn}`, 1, 1, false);
      stored += written.stored;
      errors.push(...written.errors);
    }
    return { stored, errors };
  });
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
}

async function measure(measurements: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-backup-'));
  const server = await startPostgres();
  try {
    const { url } = server;
    const copyUrl = url.replace(/[^/]*$/, 'copy');
    await migrateServer(url);
    await onDatabase(url, async (db) => {
      await db.execute('create database copy');
      await growTo(db, measurements);
      await db.execute('analyze');
      // Generated rows are exported by nobody; here they stand for people's.
      await db.execute('update runs set synthetic = false');
    });
    await migrateServer(copyUrl);
    const file = join(folder, 'backup');
    const until = new Date();
    const people = publishing(url);
    const written = await run(url, 'backup', file).finally(() => people.stop());
    const { stored, errors } = await people.stop();
    for (const error of new Set(errors)) process.stderr.write(`not published: ${error}\n`);
    const restored = await run(copyUrl, 'restore', file);
    const facts = async (db: Database) => ({
      exports: await exportDigests(db, until),
    });
    const [of, copy] = [await onDatabase(url, facts), await onDatabase(copyUrl, facts)];
    const same = JSON.stringify(of.exports) === JSON.stringify(copy.exports);
    const memory = ({ said }: Ran): number => said.residentBytes / MEBIBYTE;
    return [
      { what: 'measurements', value: of.exports.rows, unit: '', limit: null },
      { what: 'backup', value: written.seconds, unit: 's', limit: null },
      {
        what: 'backup, memory at most',
        value: memory(written),
        unit: 'MiB',
        limit: MOST_MEBIBYTES,
      },
      { what: 'runs published meanwhile', value: stored, unit: '', limit: null },
      { what: 'runs not published meanwhile', value: errors.length, unit: '', limit: 0 },
      { what: 'file', value: (written.said.bytes ?? 0) / MEBIBYTE, unit: 'MiB', limit: null },
      { what: 'restore', value: restored.seconds, unit: 's', limit: null },
      {
        what: 'restore, memory at most',
        value: memory(restored),
        unit: 'MiB',
        limit: MOST_MEBIBYTES,
      },
      { what: 'exports that differ', value: same ? 0 : 1, unit: '', limit: 0 },
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const command = benchCommand({
  what: 'measurements',
  usual: 100_000,
  fewest: 1000,
  measure,
});
