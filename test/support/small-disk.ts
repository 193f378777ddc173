// A disk of so many MiB, in memory: mounted in a namespace of a process that does nothing else, so
// that no other process sees it and nothing is left when it goes. Its files are reached through
// that process (proc(5), /proc/PID/root).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEBIBYTE = 2 ** 20;

export interface SmallDisk {
  readonly folder: string;
  freeMebibytes(): number;
  /** Fills it until so much is left, or makes room until so much is there. */
  leave(mebibytes: number): void;
  remove(): Promise<void>;
}

export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk> {
  const point = mkdtempSync(join(tmpdir(), 'flopmark-disk-'));
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const mount = `mount -t tmpfs -o size=${mebibytes}m,mode=700 tmpfs "$0" && echo there && exec sleep inf`;
  const holder = spawn('unshare', [...asRoot, '--mount', 'sh', '-c', mount, point], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(holder, 'exit');
  const mounted = once(holder.stdout, 'data').then(() => true);
  if (!(await Promise.race([mounted, ended.then(() => false)])))
    throw new Error('no disk could be mounted in a namespace (unshare, of util-linux)');
  const folder = join(`/proc/${holder.pid}/root`, point);
  const ballast = join(folder, 'ballast');
  const freeMebibytes = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return (bavail * bsize) / MEBIBYTE;
  };
  return {
    folder,
    freeMebibytes,
    leave: (wanted) => {
      rmSync(ballast, { force: true });
      const file = openSync(ballast, 'w');
      const block = Buffer.alloc(MEBIBYTE / 4, 1);
      while (freeMebibytes() > wanted) writeSync(file, block);
      closeSync(file);
    },
    remove: async () => {
      holder.kill('SIGKILL');
      await ended;
      rmSync(point, { recursive: true, force: true });
    },
  };
}
