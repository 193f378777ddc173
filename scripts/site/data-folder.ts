// Where a local instance keeps what must outlive it: the database, the secret that signs
// challenges, the key that networks are hashed with, the lock. All of it is its owner's alone, also
// in a folder that others may look into.
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../root';
import { startSettings } from './start-settings';

const OURS: ReadonlySet<string> = new Set(['db', 'secret', 'network-key', 'lock', 'commands']);
/** What a lock is made and taken away with (./database/lock). */
const isOurs = (name: string): boolean => OURS.has(name) || name.startsWith('lock.');

/** `demo`: of generated runs, which never stand where people's do. */
export const dataFolder = (demo = false): string =>
  resolve(startSettings().data ?? join(root, demo ? '.demo' : '.data'));

/** Takes away what others may do with a file, or with a folder and all that is in it. */
export function closeWhole(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  // A lock that another process has just let go.
  if (found === undefined) return;
  const mode = found.isDirectory() ? 0o700 : 0o600;
  if ((found.mode & 0o777) !== mode) chmodSync(path, mode);
  if (found.isDirectory()) for (const name of readdirSync(path)) closeWhole(join(path, name));
}

/**
 * Makes the folder where there is none, and takes away what others may do with it. A folder that
 * holds other things too is somebody's: there only what is ours is closed.
 */
export function closeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder);
  if (names.every(isOurs)) chmodSync(folder, 0o700);
  for (const name of names) if (isOurs(name)) closeWhole(join(folder, name));
}

/**
 * A key of this instance, made at first start, readable by its owner alone: `secret` signs
 * challenges and may be rotated, `network-key` hashes the networks of votes and stays.
 */
export function instanceKey(folder: string, name: 'secret' | 'network-key'): string {
  const path = join(folder, name);
  if (!existsSync(path))
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}
