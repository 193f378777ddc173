// One process per data folder. The lock file names its holder; a lock whose process is gone is stale and is taken over.
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { closeFolder } from '../site/data-folder';

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Start time of a process in clock ticks since boot (Linux), so that a recycled pid is not taken for the holder. */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/**
 * Takes the lock of `folder` and returns what releases it.
 * @throws Error naming the holder, when another living process has it.
 */
export function lockFolder(folder: string): () => void {
  closeFolder(folder);
  const path = join(folder, 'lock');
  const identity = `${process.pid} ${startTicks(process.pid) ?? ''}`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, identity);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const [pid, ticks] = existsSync(path) ? readFileSync(path, 'utf8').split(' ') : [];
      const holder = Number(pid);
      if (holder > 0 && alive(holder) && (startTicks(holder) ?? '') === (ticks ?? '')) {
        throw new Error(
          `The data folder ${folder} is in use by process ${holder}. Stop it, or set FLOPMARK_DATA to another folder.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new Error(`The lock ${path} cannot be taken.`);
}
