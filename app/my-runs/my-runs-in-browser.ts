// Fills /my-runs from the browser's storage, and takes runs back: those that it lists, and any
// other whose key the visitor has.
import { createElement } from 'react';
import { nodesOf } from '@/app/_behaviours/markup';
import { err, type Result } from '@/lib/core/result';
import { localStore, remembers } from '@/lib/runner/browser-store';
import { forgetRun, type MyRun, myRuns } from '@/lib/runner/my-runs';
import type { Refusal } from '@/lib/runner/refusal';
import { messageOf } from '@/lib/runner/stages';
import { isSubmitterKey, submitterKey, withdraw } from '@/lib/runner/submitter';
import { RUN_ID } from '@/lib/submission/run-id';
import { ByKey, MyRunList, MyRunRow, type WithdrawalState } from './my-run-list';

export function listMyRunsIn(place: Element): void {
  const runs = new Map(myRuns(localStore).map((run) => [run.id, run]));
  const show = (run: MyRun, state: WithdrawalState): void => {
    const row = place.querySelector(`[data-run="${run.id}"]`);
    const hadFocus = row?.contains(document.activeElement);
    row?.replaceWith(...nodesOf(createElement(MyRunRow, { run, state })));
    if (hadFocus) place.querySelector<HTMLElement>(`[data-run="${run.id}"] button`)?.focus();
  };
  const takeBack = async (run: MyRun): Promise<void> => {
    show(run, { kind: 'withdrawing' });
    const answer = await withdrawOwn(run.id);
    if (answer.ok) forgetRun(localStore, run.id);
    show(run, answer.ok ? { kind: 'withdrawn' } : { kind: 'failed', why: answer.error });
  };
  place.replaceChildren(
    ...nodesOf(createElement(MyRunList, { runs: [...runs.values()], remembers: remembers() })),
  );
  place.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-action]') : null;
    const run = runs.get(button?.closest<HTMLElement>('[data-run]')?.dataset.run ?? '');
    if (button === null || run === undefined) return;
    if (button.dataset.action === 'withdraw') void takeBack(run);
    else show(run, { kind: button.dataset.action === 'ask' ? 'asking' : 'kept' });
  });
  place.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    event.preventDefault();
    const given = new FormData(event.target);
    const say = (said: string): void => {
      place.querySelector('[data-by-key]')?.replaceWith(...nodesOf(createElement(ByKey, { said })));
    };
    void takenBackByKey(String(given.get('run')), String(given.get('key')).trim()).then(say);
  });
}

/** With the key of this browser; one that has none and makes none cannot have published it. */
async function withdrawOwn(id: string): Promise<Result<null, Refusal>> {
  try {
    return await withdraw(id, submitterKey(localStore));
  } catch (error) {
    return err(`This browser has no key for it (${messageOf(error)}).`);
  }
}

/** What became of it, in a sentence. */
async function takenBackByKey(run: string, key: string): Promise<string> {
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
