// Takes runs back: those of this browser, and any other whose key the visitor has.
import { err, type Result } from '@/lib/core/result';
import { messageOf } from '@/lib/core/thrown';
import { localStore } from '@/lib/runner/browser-store';
import { forgetRun } from '@/lib/runner/my-runs';
import type { Refusal } from '@/lib/runner/refusal';
import { isSubmitterKey, submitterKey, withdraw } from '@/lib/runner/submitter';
import { RUN_ID } from '@/lib/submission/run-id';

/** With the key of this browser; one that has none and makes none cannot have published it. */
export async function withdrawOwn(id: string): Promise<Result<null, Refusal>> {
  try {
    const answer = await withdraw(id, submitterKey(localStore));
    if (answer.ok) forgetRun(localStore, id);
    return answer;
  } catch (error) {
    return err(`This browser has no key for it (${messageOf(error)}).`);
  }
}

/**
 * Withdraws a run with a key that was copied.
 *
 * @param run The address of a run, or its id.
 * @returns What became of it, in a sentence.
 */
export async function withdrawByKey(run: string, key: string): Promise<string> {
  const id = /([0-9a-z]+)\/?$/.exec(run.trim())?.[1] ?? '';
  if (!RUN_ID.test(id))
    return 'This is not a run of this site: the address of one ends in 16 letters and digits.';
  if (!isSubmitterKey(key))
    return 'This is not a withdrawal key: those have 43 letters, digits, - or _.';
  const answer = await withdraw(id, key);
  return answer.ok
    ? `The run ${id} is not on this site any more.`
    : `It is still published. ${answer.error}`;
}
