// One process per data folder. The lock file names its holder; a lock whose process is gone is
// stale and is taken over, by one process at a time: of two that find it stale, the second would
// take away the lock that the first has just made.
import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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

/**
 * Start time of a process in clock ticks since boot (Linux), so that a recycled pid is not taken
 * for the holder.
 */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

export class FolderInUse extends Error {}

/** A file that appears whole, or not at all. False where there is one already. */
function createWhole(path: string, text: string): boolean {
  const made = `${path}.${process.pid}`;
  writeFileSync(made, text, { mode: 0o600 });
  const isCode = (error: unknown, codes: readonly string[]): boolean =>
    error instanceof Error && 'code' in error && codes.includes(String(error.code));
  try {
    try {
      linkSync(made, path);
    } catch (error) {
      // Not every file system has links.
      if (!isCode(error, ['EPERM', 'ENOTSUP', 'ENOSYS'])) throw error;
      writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    }
    return true;
  } catch (error) {
    if (isCode(error, ['EEXIST'])) return false;
    throw error;
  } finally {
    rmSync(made, { force: true });
  }
}

function holderOf(path: string): { readonly pid: number; readonly alive: boolean } | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const [written, ticks = ''] = text.split(' ');
  const pid = Number(written);
  return { pid, alive: pid > 0 && alive(pid) && (startTicks(pid) ?? '') === ticks };
}

/**
 * Whoever takes a stale lock away needs a millisecond: one that was killed meanwhile is not waited
 * for.
 */
const TAKING_OVER_MS = 10_000;

/** Takes a stale lock away, alone: what is found inside cannot change before it is gone. */
function clearStale(path: string): void {
  const turn = `${path}.taking-over`;
  try {
    mkdirSync(turn);
  } catch {
    const madeMs = statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Math.abs(Date.now() - madeMs) > TAKING_OVER_MS)
      rmSync(turn, { recursive: true, force: true });
    return;
  }
  try {
    if (holderOf(path)?.alive === false) rmSync(path, { force: true });
  } finally {
    rmdirSync(turn);
  }
}

const ATTEMPTS = 200;
const BETWEEN_MS = 25;

/** Blocks: nothing else is done before the lock is had. */
const pause = (ms: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * Takes the lock of `folder` and returns what releases it.
 * @throws Error naming the holder, when another living process has it.
 */
export function lockFolder(folder: string): () => void {
  closeFolder(folder);
  const path = join(folder, 'lock');
  const identity = `${process.pid} ${startTicks(process.pid) ?? ''}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (createWhole(path, identity)) return () => rmSync(path, { force: true });
    const holder = holderOf(path);
    if (holder?.alive === true) {
      throw new FolderInUse(
        `The data folder ${folder} is in use by process ${holder.pid}. Stop it, or set FLOPMARK_DATA to another folder.`,
      );
    }
    if (holder !== null) clearStale(path);
    pause(BETWEEN_MS);
  }
  throw new Error(
    `The lock ${path} cannot be taken: remove it where no Flopmark runs on this folder.`,
  );
}
