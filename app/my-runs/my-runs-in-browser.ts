// Fills /my-runs from the browser's storage, and takes runs back.
import { createElement } from 'react';
import { nodesOf } from '@/app/_behaviours/markup';
import { forgetRun, type MyRun, myRuns } from '@/lib/runner/my-runs';
import { submitterKey, withdraw } from '@/lib/runner/submitter';
import { MyRunList, MyRunRow, type WithdrawalState } from './my-run-list';

export function listMyRunsIn(place: Element): void {
  const runs = new Map(myRuns(localStorage).map((run) => [run.id, run]));
  const show = (run: MyRun, state: WithdrawalState): void => {
    const row = place.querySelector(`[data-run="${run.id}"]`);
    const hadFocus = row?.contains(document.activeElement);
    row?.replaceWith(...nodesOf(createElement(MyRunRow, { run, state })));
    if (hadFocus) place.querySelector<HTMLElement>(`[data-run="${run.id}"] button`)?.focus();
  };
  const takeBack = async (run: MyRun): Promise<void> => {
    show(run, { kind: 'withdrawing' });
    const answer = await withdraw(run.id, submitterKey(localStorage));
    if (answer.ok) forgetRun(localStorage, run.id);
    show(run, answer.ok ? { kind: 'withdrawn' } : { kind: 'failed', why: answer.error });
  };
  place.replaceChildren(...nodesOf(createElement(MyRunList, { runs: [...runs.values()] })));
  place.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-action]') : null;
    const run = runs.get(button?.closest<HTMLElement>('[data-run]')?.dataset.run ?? '');
    if (button === null || run === undefined) return;
    if (button.dataset.action === 'withdraw') void takeBack(run);
    else show(run, { kind: button.dataset.action === 'ask' ? 'asking' : 'kept' });
  });
}
