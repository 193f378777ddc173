// Resident memory of a site's processes, read every second while something else goes on.
import { readFileSync } from 'node:fs';
import { processTree } from '../resident';

const EVERY_MS = 1000;

const residentOf = (processId: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1] ?? 0) *
  1024;

export interface MemoryWatch {
  /** Bytes, a value each second. */
  stop(): readonly number[];
}

export function watchMemory(processId: number): MemoryWatch {
  const values: number[] = [];
  const timer = setInterval(() => {
    values.push(processTree(processId).reduce((sum, each) => sum + residentOf(each), 0));
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return values;
    },
  };
}

/** The mean over a part of the time, from and to shares of it. */
export function meanBetween(values: readonly number[], from: number, to: number): number {
  const part = values.slice(
    Math.floor(from * values.length),
    Math.max(1, Math.ceil(to * values.length)),
  );
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}
