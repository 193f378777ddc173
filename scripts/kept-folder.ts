// Folders that take long to make and are the same every time: each is made once for a user of this
// machine, kept among its temporary files, and copied from. Another user's may not be readable, and
// could hold anything.
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder of this user that `make` filled, now or once before; to copy, and never to change.
 * `version` differs wherever what `make` puts there would.
 */
export async function keptFolder(
  name: string,
  version: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const user = process.getuid?.() ?? 'user';
  const kept = join(tmpdir(), `flopmark-${name}-${user}-${version}`);
  if (existsSync(kept)) return kept;
  const made = mkdtempSync(join(tmpdir(), 'flopmark-making-'));
  try {
    await make(made);
    renameSync(made, kept);
  } catch (error) {
    // Another process's was ready first, or none can be made.
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(kept)) throw error;
  }
  return kept;
}
