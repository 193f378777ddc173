// Whether a backup would bring a site back: it is restored into a database of its own, where the
// standings must equal a rebuild from the rows to the last bit, and the exports those of the site
// to the last byte.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { exportRows } from '@/lib/db/export';
import * as schema from '@/lib/db/schema';
import { rebuildStandings } from '@/lib/db/standings';
import type { Session } from '@/lib/db/transaction';
import { COLUMNS } from '@/lib/open-data/columns';
import { EXPORT_FORMATS, type ExportFormatId } from '@/lib/open-data/format';
import { openEmbedded } from '../database/embedded';
import { migrateEmbedded } from '../database/migrate-embedded';
import { standingsDigest } from '../measure/board/digest';
import { type Backup, checkBackup } from './format';
import { type Restored, restoreBackups } from './restore';
import { writeBackup } from './write';

export interface ExportDigests {
  readonly rows: number;
  readonly csv: string;
  readonly ndjson: string;
}

/** Of what was published before `until`, as the API would send it. */
export async function exportDigests(session: Session, until: Date): Promise<ExportDigests> {
  const formats: readonly ExportFormatId[] = ['csv', 'ndjson'];
  const hashes = formats.map((format) =>
    createHash('sha256').update(EXPORT_FORMATS[format].header(COLUMNS)),
  );
  let rows = 0;
  const query = { workload: null, backend: null, outcome: null, from: null, until };
  for await (const batch of exportRows(session, query)) {
    rows += batch.length;
    for (const [i, format] of formats.entries()) {
      hashes[i]?.update(batch.map((row) => EXPORT_FORMATS[format].row(COLUMNS, row)).join(''));
    }
  }
  const [csv = '', ndjson = ''] = hashes.map((hash) => hash.digest('hex'));
  return { rows, csv, ndjson };
}

export interface Verdict {
  readonly restored: Restored;
  readonly standingsEqualRebuild: boolean;
  readonly exports: ExportDigests;
  /** Null where there is no site to compare with. */
  readonly exportsEqualLive: boolean | null;
}

/**
 * `live`: the database that the backup is of. Runs that were withdrawn there since are withdrawn
 * in the copy as well, as a restore would have it.
 */
export async function verifyBackup(backup: Backup, live: Session | null): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-verify-'));
  const { database, keepStatistics, close } = await openEmbedded(join(folder, 'db'));
  try {
    await migrateEmbedded(database);
    await keepStatistics();
    const copy = drizzle(database, { schema });
    const backups = [backup];
    if (live !== null) {
      const { path } = await writeBackup(live, join(folder, 'withdrawn'), true);
      backups.push(await checkBackup(path));
    }
    const restored = await restoreBackups(copy, backups);
    const kept = await standingsDigest(copy);
    await copy.transaction((tx) => rebuildStandings(tx));
    const standingsEqualRebuild = kept === (await standingsDigest(copy));
    const until = new Date(backup.head.at);
    const exports = await exportDigests(copy, until);
    const ofLive = live === null ? null : await exportDigests(live, until);
    return {
      restored,
      standingsEqualRebuild,
      exports,
      exportsEqualLive:
        ofLive === null ? null : ofLive.csv === exports.csv && ofLive.ndjson === exports.ndjson,
    };
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}
