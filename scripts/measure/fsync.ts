// `measure fsync`: what it costs the embedded database to write each commit through to the disk
// (FLOPMARK_FSYNC=on), on the disk of the folder for temporary files: commits of one small row,
// without and with.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../database/embedded';
import { benchCommand, type Figure } from './figures';
import { at, sortedMs } from './times';

const INSERT = "insert into rows values ($1, repeat('x', 1000))";

async function measure(commits: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-fsync-'));
  const figures: Figure[] = [];
  for (const fsync of [false, true]) {
    const { database, close } = await openEmbedded(join(folder, String(fsync)), { fsync });
    await database.exec('create table rows (id int, words text)');
    const times = await sortedMs(commits, (id) => database.query(INSERT, [id]));
    await close();
    const what = fsync ? 'through to the disk' : 'left to the system';
    for (const share of [0.5, 0.95]) {
      figures.push({
        what: `commit ${what}, p${100 * share}`,
        value: at(share, times),
        unit: 'ms',
        limit: null,
      });
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return figures;
}

export const command = benchCommand({
  what: 'commits in each of the two',
  usual: 400,
  fewest: 20,
  measure,
});
