// The example data of `npm start -- --demo`: a database of its own, made at the first start and
// again when the generator or what judges its runs has changed. It is made beside the old one and
// takes its place when it is whole.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import type { Database } from '@/lib/db/client';
import { moderate } from '@/lib/db/moderation';
import { waitingRuns } from '@/lib/db/moderation-queue';
import * as schema from '@/lib/db/schema';
import { openEmbedded } from '../database/embedded';
import { generatorOf, markGenerated, requireKind } from '../database/generated';
import { migrateEmbedded } from '../database/migrate-embedded';
import { generateRuns } from '../synth/generate';
import { generatorVersion } from '../synth/version';

const SEED = 1;

/**
 * Makes `db` in the folder, unless it is there in this version. @throws Error where the folder
 * holds people's runs.
 */
export async function ensureExampleData(folder: string, fresh: boolean): Promise<void> {
  const path = join(folder, 'db');
  const version = generatorVersion();
  const known = existsSync(path) ? await versionAt(path) : null;
  if (known === version && !fresh) return;
  const started = performance.now();
  console.error(
    known === null || fresh
      ? 'Generating example data…'
      : 'The generator has changed: generating anew…',
  );
  const made = join(folder, 'db.new');
  rmSync(made, { recursive: true, force: true });
  const { database, close } = await openEmbedded(made);
  try {
    await migrateEmbedded(database);
    const session = drizzle(database, { schema });
    await markGenerated(session, version);
    const db = session as unknown as Database;
    const { runs, measurements } = await generateRuns(db, {
      seed: SEED,
      until: new Date(),
      onProgress: sayProgress,
    });
    await moderateSome(db);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.error(`${runs} runs with ${measurements} measurements, generated in ${seconds} s.`);
  } finally {
    await close();
  }
  rmSync(path, { recursive: true, force: true });
  renameSync(made, path);
}

/** Of the runs that wait, one was found to be right and one was not; the rest still waits. */
async function moderateSome(db: Database): Promise<void> {
  const decisions = [
    {
      action: 'accept',
      rule: 'clocks-disagree',
      reason: 'The submitter had set the clock by hand.',
    },
    { action: 'hide', rule: 'repeated-samples', reason: 'Forty samples are ten, four times.' },
  ] as const;
  for (const { action, rule, reason } of decisions) {
    const { runs } = await waitingRuns(
      db,
      { reason: rule, device: null, network: null, after: null },
      1,
    );
    const subjects = runs.map(({ id }) => id);
    if (subjects.length > 0) await moderate(db, { action, subjects, reason }, 'admin');
  }
}

async function versionAt(path: string): Promise<string | null> {
  const { database, close } = await openEmbedded(path);
  try {
    const session = drizzle(database, { schema });
    await requireKind(session, 'generated');
    return await generatorOf(session);
  } finally {
    await close();
  }
}

/** A line for each tenth. */
function sayProgress(done: number, of: number): void {
  const tenth = Math.floor((10 * done) / of);
  if (tenth > Math.floor((10 * (done - 1)) / of)) console.error(`  ${10 * tenth} %`);
}
