// What this browser published, by device. Drawn in the browser alone: the server knows nothing of
// it.
import { EmptyState } from '@/app/_components/empty-state';
import { groupBy } from '@/lib/core/group';
import type { MyRun } from '@/lib/runner/my-runs';
import { ByKey } from './by-key';
import { MyRunRow } from './my-run-row';

interface MyRunListProps {
  readonly runs: readonly MyRun[];
  /** Whether this browser keeps anything for the site. */
  readonly remembers: boolean;
}

export function MyRunList({ runs, remembers }: MyRunListProps) {
  return (
    <>
      {remembers ? <Kept runs={runs} /> : <NothingKept />}
      <ByKey />
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
          <MyRunRow key={run.id} run={run} />
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
