// Several tellings of results by people, keys and networks that may all be one person's, and
// whether a rank came of it.
import type { RunSubmission } from '@/lib/submission/schema';
import { type Answer, daysAgo, fromAddress, type Headers } from './client';
import type { AttemptOptions, Forger } from './forger';
import type { Forgery } from './kinds';
import { harm, held, type Met } from './met';
import { onBoard } from './report';

/** Where and when a telling arrives, and under which key. */
export interface Telling {
  readonly address: string;
  readonly days?: number;
  readonly submitterKey?: string;
  /** What becomes of the honest run first. */
  readonly change?: (submission: RunSubmission) => RunSubmission;
}

export async function tell(
  forger: Forger,
  telling: Telling,
  options: AttemptOptions = {},
): Promise<Answer> {
  const { address, days = 0, submitterKey, change = (same) => same } = telling;
  const { submission } = await forger.attempt({
    ...options,
    ...(submitterKey && { submitterKey }),
  });
  const headers: Headers = { ...fromAddress(address), ...daysAgo(days) };
  return forger.submitWhenDone(change(submission), headers);
}

/** All at once. */
export const tellAll = (
  forger: Forger,
  tellings: readonly Telling[],
  options: AttemptOptions = {},
): Promise<readonly Answer[]> =>
  Promise.all(tellings.map((telling) => tell(forger, telling, options)));

/** Whether a rank came of these answers; what met the last of them otherwise. */
export async function rankMet(forger: Forger, answers: readonly Answer[]): Promise<Met> {
  const rows = [];
  for (const { id, code, suspicions } of answers) {
    if (code !== null) return held(`refused, ${code}`);
    if (suspicions.length > 0) return held(`quarantined, ${suspicions.join(', ')}`);
    rows.push(...((id === null ? null : await forger.read(id))?.rows ?? []));
  }
  const shown = rows.filter(onBoard);
  for (const row of shown)
    if (await forger.isRanked(row))
      return harm(`${row.workload} on ${row.backend} is ranked after ${answers.length} tellings`);
  return held(shown.length === 0 ? 'on no board' : `provisional after ${answers.length} tellings`);
}

/** Nobody may get a rank by these tellings. */
export const unranked =
  (
    tellingsOf: (forger: Forger) => readonly Telling[],
    optionsOf: (forger: Forger) => AttemptOptions,
  ): Forgery =>
  async (forger) =>
    rankMet(forger, await tellAll(forger, tellingsOf(forger), optionsOf(forger)));

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
