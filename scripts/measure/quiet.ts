// Whether a figure was taken on a quiet machine: how much of the processors everything but this
// command used meanwhile, other guests of the same host included. Read from Linux's /proc;
// elsewhere nothing is known and nothing is repeated.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds of processor time since the machine started, and since this command did. */
interface CpuTime {
  readonly machineMs: number;
  readonly ownMs: number;
}

/** /proc counts in hundredths of a second, whatever the kernel's own tick (USER_HZ, proc(5)). */
const MS_PER_TICK = 10;

const ticks = (...fields: readonly (string | undefined)[]): number =>
  fields.reduce((sum, field) => sum + Number(field), 0);

/**
 * `folder` is laid out like /proc; the command is process `self` with all that descends from it.
 */
export function cpuTime(folder = '/proc', self = process.pid): CpuTime {
  const [, user, nice, system, , , interrupts, softInterrupts, stolen] = readFileSync(
    join(folder, 'stat'),
    'utf8',
  )
    .slice(0, 400)
    .split(/\s+/);
  const processes = new Map<number, { readonly parent: number; readonly used: number }>();
  for (const name of readdirSync(folder)) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(join(folder, name, 'stat'), 'utf8');
      // Behind the name, which may hold anything, in parentheses.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [, parent] = fields;
      // With what children used that have ended.
      processes.set(Number(name), { parent: Number(parent), used: ticks(...fields.slice(11, 15)) });
    } catch {
      // Ended since it was listed.
    }
  }
  let own = 0;
  for (const [id, { used }] of processes) if (descends(id, self, processes)) own += used;
  return {
    machineMs: MS_PER_TICK * ticks(user, nice, system, interrupts, softInterrupts, stolen),
    ownMs: MS_PER_TICK * own,
  };
}

function descends(
  id: number,
  self: number,
  processes: ReadonlyMap<number, { readonly parent: number }>,
): boolean {
  for (let at = id; at > 1; at = processes.get(at)?.parent ?? 0) if (at === self) return true;
  return false;
}

/** What others may use of one core: what an idle desktop does. */
const QUIET_SHARE = 0.1;

export interface Watched<T> {
  readonly value: T;
  /** Of one core, by everything else; null where it cannot be known. */
  readonly othersShare: number | null;
}

export async function watchOthers<T>(take: () => Promise<T>): Promise<Watched<T>> {
  const known = process.platform === 'linux';
  const before = known ? cpuTime() : null;
  const start = performance.now();
  const value = await take();
  const lastedMs = performance.now() - start;
  const after = known ? cpuTime() : null;
  if (before === null || after === null) return { value, othersShare: null };
  const others = after.machineMs - before.machineMs - (after.ownMs - before.ownMs);
  return { value, othersShare: Math.max(0, others / lastedMs) };
}

/** Whether so little else ran that the machine counts as quiet, or nobody knows what ran. */
export const wasQuiet = (othersShare: number | null): boolean =>
  othersShare === null || othersShare <= QUIET_SHARE;

/**
 * Takes it again while others were busy, at most `tries` times; the last one stands. What it
 * measures has no say in that.
 */
export async function whileQuiet<T>(take: () => Promise<T>, tries: number): Promise<Watched<T>> {
  for (let left = tries; ; left -= 1) {
    const watched = await watchOthers(take);
    if (left <= 1 || wasQuiet(watched.othersShare)) return watched;
  }
}

/** An idle machine wakes up now and then for less than this share of one core. */
const SETTLED_SHARE = 0.1;
const LOOK_MS = 1_000;
const LOOKS_IN_A_ROW = 2;

/**
 * Waits until the machine has done nothing of note for two seconds, at most `limitMs`: a browser
 * and a site that have just started are at work for some seconds of their own accord, which is no
 * visitor's state of affairs.
 */
export async function untilSettled(limitMs: number): Promise<void> {
  if (process.platform !== 'linux') return;
  const end = performance.now() + limitMs;
  for (let calm = 0; calm < LOOKS_IN_A_ROW && performance.now() < end; ) {
    const before = cpuTime().machineMs;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    calm = (cpuTime().machineMs - before) / LOOK_MS < SETTLED_SHARE ? calm + 1 : 0;
  }
}
