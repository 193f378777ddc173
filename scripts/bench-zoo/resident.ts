// Resident memory of a process and its peak, as Linux keeps them (proc(5): VmRSS, VmHWM; clear_refs resets the peak).
import { readFileSync, writeFileSync } from 'node:fs';

/** Of a model and of its small sibling. */
export interface Growth {
  readonly small: number;
  readonly whole: number;
}

function field(processId: number, name: string): number {
  const [, kibibytes] =
    new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

/** By how many bytes `work` raises the resident memory of these processes at its peak. */
export async function growthAtPeak(processIds: readonly number[], work: () => Promise<unknown>): Promise<number> {
  const sum = (name: string): number => processIds.reduce((bytes, each) => bytes + field(each, name), 0);
  for (const each of processIds) writeFileSync(`/proc/${each}/clear_refs`, '5');
  const before = sum('VmRSS');
  await work();
  return sum('VmHWM') - before;
}
