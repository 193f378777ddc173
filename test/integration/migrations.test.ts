// One database that has seen every schema there ever was: at each a run was stored, as the tables
// of then had it, and each run went through all migrations that came later. All of them can still
// be read, exported and counted; and what a newer version migrated is left alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@/lib/db/client';
import { exportRows } from '@/lib/db/export';
import { getRun } from '@/lib/db/runs';
import * as schema from '@/lib/db/schema';
import { MIGRATIONS } from '@/lib/db/schema-version';
import { rebuildStandings } from '@/lib/db/standings';
import { rowsOf } from '@/lib/db/transaction';
import { MANIFEST } from '@/lib/models/manifest';
import { runView } from '@/lib/views/stored-run';
import { openEmbedded } from '@/scripts/database/embedded';
import { migrateEmbedded } from '@/scripts/database/migrate-embedded';
import { migrationsUpTo, oldRun } from '../support/old-run';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-migrations-'));
let opened: Awaited<ReturnType<typeof openEmbedded>>;
let session: PgliteDatabase<typeof schema>;

const idAt = (index: number): string => index.toString().padStart(16, '0');

/** Those of the given columns that the table has by now. */
async function insert(table: string, row: unknown): Promise<void> {
  const columns = await rowsOf<{ name: string }>(
    session,
    sql`select column_name as name from information_schema.columns
         where table_name = ${table} and is_identity = 'NO'
           and ${JSON.stringify(row)}::jsonb ? column_name`,
  );
  const names = sql.raw(columns.map(({ name }) => name).join(', '));
  await session.execute(sql`
    insert into ${sql.raw(table)} (${names})
    select ${names} from json_populate_record(null::${sql.raw(table)}, ${JSON.stringify(row)}::json)`);
}

beforeAll(async () => {
  opened = await openEmbedded(join(folder, 'db'));
  session = drizzle(opened.database, { schema });
  for (const index of MIGRATIONS.keys()) {
    await migrate(session, { migrationsFolder: migrationsUpTo(index, folder) });
    const { run, rows } = oldRun(idAt(index));
    const { submitter, challenge, created_at } = run as Record<string, string>;
    await insert('submitters', { id: submitter, created_at });
    await insert('challenges', {
      id: challenge,
      submitter,
      suite: 'smoke',
      golden_index: 0,
      issued_at: created_at,
      expires_at: created_at,
      used_at: created_at,
    });
    await insert('runs', run);
    for (const row of rows) await insert('measurements', row);
  }
  await migrateEmbedded(opened.database);
});
afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a run stored under any earlier schema', () => {
  it('can be read', async () => {
    for (const index of MIGRATIONS.keys()) {
      const stored = await getRun(session as unknown as Database, idAt(index));
      const view = stored && runView(stored, MANIFEST);
      expect([index, view?.measurements.map(({ outcome }) => outcome)]).toEqual([
        index,
        ['measured', 'failed'],
      ]);
    }
  });

  it('is exported', async () => {
    const exported: unknown[] = [];
    const query = { workload: null, backend: null, outcome: 'measured', from: null, until: null };
    for await (const batch of exportRows(session, query))
      exported.push(...batch.map(({ run }) => run));
    expect(exported).toEqual([...MIGRATIONS.keys()].map(idAt));
  });

  it('is counted by a rebuild', async () => {
    const { votes } = await session.transaction((tx) => rebuildStandings(tx));
    expect(votes).toBeGreaterThanOrEqual(MIGRATIONS.length);
  });
});

describe('a database that is not ours to migrate', () => {
  it('is left alone where a newer version migrated it, or where drizzle would pass over a migration', async () => {
    const { database } = opened;
    const newest = MIGRATIONS.at(-1)?.when ?? 0;
    await session.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', ${newest + 1})`,
    );
    await expect(migrateEmbedded(database)).rejects.toThrow(
      /migrated by a newer version of Flopmark/,
    );
    await session.execute(
      sql`delete from drizzle.__drizzle_migrations where created_at = ${newest + 1}`,
    );
    const passed = MIGRATIONS[3];
    await session.execute(
      sql`delete from drizzle.__drizzle_migrations where created_at = ${passed?.when}`,
    );
    await expect(migrateEmbedded(database)).rejects.toThrow(`newer migrations than ${passed?.tag}`);
  });
});
