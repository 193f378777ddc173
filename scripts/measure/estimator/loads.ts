// Other work on the machine, made on purpose: processes of this project that keep cores busy.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../root';

export interface Load {
  readonly name: string;
  readonly words: string;
  /** Share of one core's time, for each process. */
  readonly shares: readonly number[];
}

/** Bursts as long as a page that loads, a build step or a short script keeps a core. */
const BURST_MS = 150;

export const LOADS = {
  quiet: { name: 'quiet', words: 'nothing else', shares: [] },
  third: { name: 'third', words: 'one core, a third of the time', shares: [1 / 3] },
  one: { name: 'one', words: 'one core, all the time', shares: [1] },
  both: { name: 'both', words: 'two cores, all the time', shares: [1, 1] },
} as const satisfies Record<string, Load>;

export type LoadName = keyof typeof LOADS;

/** Runs `work` beside the load, which ends with it. */
export async function underLoad<T>({ shares }: Load, work: () => Promise<T>): Promise<T> {
  const script = join(root, 'scripts/measure/estimator/busy.mjs');
  const children: ChildProcess[] = shares.map((share, index) =>
    spawn(process.execPath, [script, String(share), String(BURST_MS), String(index + 1)], {
      stdio: 'ignore',
    }),
  );
  try {
    return await work();
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}
