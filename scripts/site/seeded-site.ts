// A site whose database already holds published runs when it starts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import * as schema from '@/lib/db/schema';
import { openEmbedded } from '@/scripts/database/embedded';
import { copyEmptyDatabase } from '../database/empty';
import { seedRuns } from './seed';
import { type Site, startSite } from './site';

export interface SeededSite extends Site {
  readonly runIds: readonly string[];
  /** Stops it and leaves its data. */
  stopKeeping(): Promise<void>;
  remove(): void;
}

export async function startSeededSite(
  runs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<SeededSite> {
  const data = mkdtempSync(join(tmpdir(), 'flopmark-seeded-'));
  await copyEmptyDatabase(join(data, 'db'));
  const { database, close } = await openEmbedded(join(data, 'db'));
  const runIds = await seedRuns(drizzle(database, { schema }), runs);
  await close();
  const site = await startSite({ data, env });
  const remove = (): void => rmSync(data, { recursive: true, force: true });
  return {
    ...site,
    runIds,
    stopKeeping: site.stop,
    remove,
    stop: async () => {
      await site.stop();
      remove();
    },
  };
}
