// What the board says of a claim's configurations: the median over the ranked devices, so that a
// reader sees what is usual beside what was measured here.

import { quantile, sortValues } from '@/lib/bench/samples';
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
  if (rows.length === 0) return null;
  return { medianMs: quantile(sortValues(rows.map(({ p50Ms }) => p50Ms)), 0.5), devices: rows.length };
}

/** By key; configurations that nobody measured are absent. */
export async function boardMedians(db: Database, { configurations }: Claim): Promise<ReadonlyMap<string, BoardMedian>> {
  const medians = await Promise.all(
    configurations.map(async (configuration) => [configuration.key, await medianOf(db, configuration)] as const),
  );
  return new Map(medians.flatMap(([key, median]) => (median === null ? [] : [[key, median]])));
}
