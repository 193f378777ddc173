// What the board says of a claim's configurations: the median over the ranked devices, so that a
// reader sees what is usual beside what was measured here.

import { getBoard } from '@/lib/db/board';
import type { Database } from '@/lib/db/client';
import { MANIFEST } from '@/lib/models/manifest';
import type { Claim, Configuration } from './claims';

export interface BoardMedian {
  readonly medianMs: number;
  readonly devices: number;
}

/** More devices than this are not looked at: the fastest come first, so they would bias the median. */
const MOST_DEVICES = 1000;

function middle(sorted: readonly number[]): number | null {
  const half = Math.floor(sorted.length / 2);
  const [below, above] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}

async function medianOf(db: Database, { subject, backend, threads }: Configuration): Promise<BoardMedian | null> {
  const entry = 'workload' in subject ? MANIFEST.get(subject.workload) : undefined;
  if (entry === undefined) return null;
  const { rows } = await getBoard(db, {
    workload: entry.id,
    version: entry.version,
    backend,
    threads: threads === 'one' && backend === 'wasm' ? 'one' : 'max',
    limit: MOST_DEVICES,
  });
  const times = rows.map(({ p50Ms }) => p50Ms).sort((a, b) => a - b);
  const medianMs = middle(times);
  return medianMs === null ? null : { medianMs, devices: times.length };
}

/** By key; configurations that nobody measured are absent. */
export async function boardMedians(db: Database, { configurations }: Claim): Promise<ReadonlyMap<string, BoardMedian>> {
  const medians = await Promise.all(
    configurations.map(async (configuration) => [configuration.key, await medianOf(db, configuration)] as const),
  );
  return new Map(medians.flatMap(([key, median]) => (median === null ? [] : [[key, median]])));
}
