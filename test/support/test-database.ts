// An embedded database of a test's own: new, with all migrations, in a folder that goes with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import type { Database } from '@/lib/db/client';
import * as schema from '@/lib/db/schema';
import { openEmbedded } from '@/scripts/database/embedded';
import { copyEmptyDatabase } from '@/scripts/database/empty';

export interface TestDatabase {
  /** In this process, as commands have it. */
  readonly session: PgliteDatabase<typeof schema>;
  /** The same, as the site's queries take it. */
  readonly db: Database;
  close(): Promise<void>;
}

export const openTestDatabase = (): Promise<TestDatabase> =>
  openFilled((path) => copyEmptyDatabase(path));

/** In a folder of its own, as `fill` leaves the database at the path that it is given. */
export async function openFilled(fill: (path: string) => Promise<void>): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-database-'));
  await fill(join(folder, 'db'));
  const { database, close } = await openEmbedded(join(folder, 'db'));
  const session = drizzle(database, { schema });
  return {
    session,
    db: session as unknown as Database,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
