// Resident memory of a process and its peak, as Linux keeps them (proc(5): VmRSS, VmHWM; clear_refs
// resets the peak).
import { readFileSync, writeFileSync } from 'node:fs';

function field(processId: number, name: string): number {
  const [, kibibytes] =
    new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ??
    [];
  return Number(kibibytes) * 1024;
}

/** By how many bytes `work` raises the resident memory of these processes at its peak. */
export async function growthAtPeak(
  processIds: readonly number[],
  work: () => Promise<unknown>,
): Promise<number> {
  const sum = (name: string): number =>
    processIds.reduce((bytes, each) => bytes + field(each, name), 0);
  for (const each of processIds) writeFileSync(`/proc/${each}/clear_refs`, '5');
  const before = sum('VmRSS');
  await work();
  return sum('VmHWM') - before;
}

/** A process and all that it and they started. */
export function processTree(processId: number): readonly number[] {
  const children = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').trim();
  return [
    processId,
    ...(children === '' ? [] : children.split(' ').flatMap((child) => processTree(Number(child)))),
  ];
}
