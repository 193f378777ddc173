// Writes a backup beside its name and gives it the name when it is whole and on the disk. It is
// its owner's alone: it holds keyed hashes of networks and the private golden values.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, openSync, rmSync } from 'node:fs';
import { link, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { appliedMigrations } from '@/lib/db/schema-version';
import type { Session } from '@/lib/db/transaction';
import { BackupError, FORMAT, type Foot, type Head, lineText } from './format';
import { lastMeasurement, momentOf, readLines } from './read';

/** Nine tenths of the gain for a third of the time of zlib's usual level. */
const LEVEL = 4;

export interface WrittenBackup {
  readonly path: string;
  readonly at: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes: number;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** @throws BackupError where there is a file of that name. */
export async function writeBackup(
  session: Session,
  file: string,
  withdrawnOnly: boolean,
): Promise<WrittenBackup> {
  const path = resolve(file);
  if (existsSync(path))
    throw new BackupError(`${path} exists: a backup is never written over another`);
  const unfinished = `${path}.${process.pid}.unfinished`;
  const target = createWriteStream(unfinished, {
    fd: openSync(unfinished, 'wx', 0o600),
    autoClose: false,
  });
  const gzip = createGzip({ level: LEVEL });
  gzip.pipe(target);
  const failed = new Promise<never>((_, fail) => {
    target.once('error', fail);
    gzip.once('error', fail);
  });
  failed.catch(() => {});
  const hash = createHash('sha256');
  const put = async (text: string): Promise<void> => {
    if (!gzip.write(text)) await Promise.race([once(gzip, 'drain'), failed]);
  };
  const putHashed = (text: string): Promise<void> => {
    hash.update(text);
    return put(text);
  };
  const counts: Record<string, number> = {};
  try {
    const { at } = await momentOf(session);
    const head: Head = {
      format: FORMAT,
      at,
      migrations: [...(await appliedMigrations(session))],
      withdrawnOnly,
    };
    await putHashed(`${JSON.stringify(head)}\n`);
    for await (const line of readLines(session, withdrawnOnly)) {
      await putHashed(lineText(line));
      counts[line.kind] = (counts[line.kind] ?? 0) + 1;
    }
    const last = await lastMeasurement(session);
    const foot: Foot = { end: true, counts, lastMeasurement: last, sha256: hash.digest('hex') };
    await put(`${JSON.stringify(foot)}\n`);
    gzip.end();
    await Promise.race([finished(target), failed]);
    const written = await open(unfinished, 'r');
    const { size } = await written.stat();
    await written.sync();
    await written.close();
    // A link, and not a new name: it would take the place of a file that has come to be meanwhile.
    await link(unfinished, path);
    await syncFolder(path);
    return { path, at, counts, bytes: size };
  } finally {
    target.destroy();
    rmSync(unfinished, { force: true });
  }
}
