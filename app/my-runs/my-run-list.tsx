// The list with a way back for each run; withdrawing asks once more, in place, because it cannot be
// undone. Drawn by my-runs-in-browser.ts alone: the server knows nothing of it.
import { DateTime } from '@/app/_components/date-time';
import { EmptyState } from '@/app/_components/empty-state';
import { groupBy } from '@/lib/core/group';
import type { MyRun } from '@/lib/runner/my-runs';

export type WithdrawalState =
  | { readonly kind: 'kept' | 'asking' | 'withdrawing' | 'withdrawn' }
  | { readonly kind: 'failed'; readonly why: string };

interface MyRunRowProps {
  readonly run: MyRun;
  readonly state: WithdrawalState;
}

export function MyRunRow({ run, state }: MyRunRowProps) {
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
      <span className="ml-auto flex items-center gap-3 text-sm" aria-live="polite">
        {(state.kind === 'kept' || state.kind === 'failed') && (
          <button type="button" className="button-quiet" data-action="ask">
            Withdraw<span className="sr-only"> run {run.id}</span>
          </button>
        )}
        {state.kind === 'asking' && (
          <>
            <span>It cannot be brought back.</span>
            <button type="button" className="button" data-action="withdraw" data-testid="withdraw">
              Withdraw it
            </button>
            <button type="button" className="button-quiet" data-action="keep">
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

interface MyRunListProps {
  readonly runs: readonly MyRun[];
  /** Whether this browser keeps anything for the site. */
  readonly remembers: boolean;
}

export function MyRunList({ runs, remembers }: MyRunListProps) {
  return (
    <>
      {remembers ? <Kept runs={runs} /> : <NothingKept />}
      <ByKey said={null} />
    </>
  );
}

function NothingKept() {
  return (
    <EmptyState title="This browser keeps nothing for this site">
      Its settings forbid it, or its storage is full. Runs can be measured and published all the
      same; the key that takes one back is shown when it is published, and works below.
    </EmptyState>
  );
}

export interface ByKeyProps {
  /** What became of it; null before it was tried. */
  readonly said: string | null;
}

/** For whoever copied the key of a run: in another browser, or in one that keeps nothing. */
export function ByKey({ said }: ByKeyProps) {
  return (
    <details className="mt-8 text-sm" data-by-key="" open={said !== null}>
      <summary>Take back a run with its key</summary>
      <form className="mt-3 grid gap-3 sm:max-w-md" data-take-back="">
        <label className="grid gap-1">
          Address or id of the run
          <input name="run" className="field" autoComplete="off" spellCheck="false" required />
        </label>
        <label className="grid gap-1">
          Withdrawal key
          <input name="key" className="field" autoComplete="off" spellCheck="false" required />
        </label>
        <span>
          <button type="submit" className="button-quiet">
            Withdraw it for good
          </button>
        </span>
      </form>
      <p role="status" className="mt-3 max-w-[60ch]">
        {said}
      </p>
    </details>
  );
}

function Kept({ runs }: { readonly runs: readonly MyRun[] }) {
  if (runs.length === 0) {
    return (
      <EmptyState
        title="Nothing published from this browser"
        action={
          <a href="/run" className="button">
            Run on this device
          </a>
        }
      >
        Runs that you publish are listed here, with a way to take them back. Clearing the site’s
        data empties the list.
      </EmptyState>
    );
  }
  return devicesOf(runs).map(({ key, device, runs: own }) => (
    <section key={key} aria-label={device?.name ?? 'Other runs'} className="mb-10">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="text-lg">{device?.name ?? 'Earlier runs'}</h2>
        {device !== null && (
          <a href={`/devices/${device.slug}`} className="link text-grey-4 text-sm">
            all results of this device
          </a>
        )}
      </div>
      <ul className="divide-y divide-grey-2 border-grey-2 border-y">
        {own.map((run) => (
          <MyRunRow key={run.id} run={run} state={{ kind: 'kept' }} />
        ))}
      </ul>
    </section>
  ));
}

interface MyDevice {
  readonly key: string;
  /** Null for runs kept before their device was. */
  readonly device: NonNullable<MyRun['device']> | null;
  readonly runs: readonly MyRun[];
}

/** The device of the newest run first. */
function devicesOf(runs: readonly MyRun[]): MyDevice[] {
  return [...groupBy(runs, ({ device }) => device?.slug ?? '')].map(([key, own]) => ({
    key,
    device: own[0]?.device ?? null,
    runs: own,
  }));
}
