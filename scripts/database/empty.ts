// An embedded database with all migrations and no rows. Making one takes Postgres 2.5 s of a core,
// copying it a tenth of a second, and dozens of tests begin with one: it is kept by the migrations
// and the version it was made from.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '@/scripts/database/embedded';
import { migrateEmbedded } from '@/scripts/database/migrate-embedded';
import { keptFolder } from '@/scripts/kept-folder';
import { root } from '@/scripts/root';

function digestOfSources(): string {
  const migrations = readdirSync(join(root, 'migrations')).filter((name) => name.endsWith('.sql'));
  const sources = [
    'node_modules/@electric-sql/pglite/package.json',
    'scripts/database/embedded.ts',
    ...migrations.toSorted().map((name) => join('migrations', name)),
  ];
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(join(root, source)));
  return hash.digest('hex').slice(0, 16);
}

async function makeEmptyDatabase(folder: string): Promise<void> {
  const { database, close } = await openEmbedded(folder);
  await migrateEmbedded(database);
  await close();
}

/** Puts an empty database into a folder that is not there yet. */
export async function copyEmptyDatabase(folder: string): Promise<void> {
  const kept = await keptFolder('empty', digestOfSources(), makeEmptyDatabase);
  cpSync(kept, folder, { recursive: true });
}
