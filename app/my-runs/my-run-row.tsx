// A run with its way back; withdrawing asks once more, in place, because it cannot be undone.
import { useEffect, useRef, useState } from 'preact/hooks';
import { DateTime } from '@/app/_components/date-time';
import type { MyRun } from '@/lib/runner/my-runs';
import { withdrawOwn } from './taking-back';

type Withdrawal =
  | { readonly kind: 'kept' | 'asking' | 'withdrawing' | 'withdrawn' }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * How far a withdrawal is, and the place of its buttons: where one of them had the cursor, the one
 * that takes its place is given it.
 */
function useWithdrawal() {
  const [state, setState] = useState<Withdrawal>({ kind: 'kept' });
  const place = useRef<HTMLSpanElement>(null);
  const hadFocus = useRef(false);
  const show = (next: Withdrawal): void => {
    hadFocus.current = place.current?.contains(document.activeElement) ?? false;
    setState(next);
  };
  useEffect(() => {
    if (hadFocus.current) place.current?.querySelector('button')?.focus();
  });
  return { state, show, place };
}

export function MyRunRow({ run }: { readonly run: MyRun }) {
  const { state, show, place } = useWithdrawal();
  const takeBack = async (): Promise<void> => {
    show({ kind: 'withdrawing' });
    const answer = await withdrawOwn(run.id);
    show(answer.ok ? { kind: 'withdrawn' } : { kind: 'failed', why: answer.error });
  };
  return (
    <li
      className="flex min-h-14 flex-wrap items-center gap-x-5 gap-y-1 py-2"
      data-run={run.id}
      data-state={state.kind}
    >
      <DateTime at={new Date(run.publishedAt)} className="text-grey-4 text-sm" />
      {state.kind === 'withdrawn' ? (
        <span className="font-mono text-grey-4 text-sm line-through">{run.id}</span>
      ) : (
        <a href={`/runs/${run.id}`} className="link text-sm">
          {run.result ?? <span className="font-mono">{run.id}</span>}
        </a>
      )}
      <span ref={place} className="ml-auto flex items-center gap-3 text-sm" aria-live="polite">
        {(state.kind === 'kept' || state.kind === 'failed') && (
          <button type="button" className="button-quiet" onClick={() => show({ kind: 'asking' })}>
            Withdraw<span className="sr-only"> run {run.id}</span>
          </button>
        )}
        {state.kind === 'asking' && (
          <>
            <span>It cannot be brought back.</span>
            <button type="button" className="button" data-testid="withdraw" onClick={takeBack}>
              Withdraw it
            </button>
            <button type="button" className="button-quiet" onClick={() => show({ kind: 'kept' })}>
              Keep it
            </button>
          </>
        )}
        {state.kind === 'withdrawing' && 'Withdrawing…'}
        {state.kind === 'withdrawn' && 'Withdrawn'}
      </span>
      {state.kind === 'failed' && (
        <p role="alert" className="basis-full text-sm">
          It is still published. {state.why}
        </p>
      )}
    </li>
  );
}
