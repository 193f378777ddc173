// Where a local instance keeps what must outlive it: the database, the secret that signs challenges, the lock.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './root';

export const dataFolder = (): string => resolve(process.env.FLOPMARK_DATA ?? join(root, '.data'));

/** The HMAC secret of this instance, made at first start, readable by its owner alone. */
export function instanceSecret(folder: string): string {
  const path = join(folder, 'secret');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}
