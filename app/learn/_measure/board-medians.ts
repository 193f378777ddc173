// What the board says of a claim's configurations: the median over the ranked devices, so that a
// reader sees what is usual beside what was measured here.

import { quantile, sortValues } from '@/lib/bench/samples';
import { getBoard } from '@/lib/db/board';
import type { Database } from '@/lib/db/client';
import { keepingReads } from '@/lib/db/kept-reads';
import { MANIFEST } from '@/lib/models/manifest';
import { BOARD_KEPT_MS } from '../_parts/facts';
import { type Claim, type Configuration, claimOf } from './claims';

export interface BoardMedian {
  readonly medianMs: number;
  readonly devices: number;
}

/**
 * More devices than this are not looked at: the fastest come first, so they would bias the median.
 */
const MOST_DEVICES = 1000;

async function medianOf(
  db: Database,
  { subject, backend, threads }: Configuration,
): Promise<BoardMedian | null> {
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
  return {
    medianMs: quantile(sortValues(rows.map(({ p50Ms }) => p50Ms)), 0.5),
    devices: rows.length,
  };
}

const mediansOf = keepingReads(
  BOARD_KEPT_MS,
  async (db, claim): Promise<ReadonlyMap<string, BoardMedian>> => {
    const configurations = claimOf(claim)?.configurations ?? [];
    const medians = await Promise.all(
      configurations.map(
        async (configuration) => [configuration.key, await medianOf(db, configuration)] as const,
      ),
    );
    return new Map(medians.flatMap(([key, median]) => (median === null ? [] : [[key, median]])));
  },
);

/** By key; configurations that nobody measured are absent. */
export const boardMedians = (
  db: Database,
  { id }: Claim,
): Promise<ReadonlyMap<string, BoardMedian>> => mediansOf(db, id);
