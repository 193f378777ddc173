// A published run as the API tells it: what every other surface is held against.
import type { QualityCode } from '@/lib/bench/quality';
import type { Backend } from '@/lib/core/backend';
import { duration, quantity } from '@/lib/core/format';
import { MANIFEST } from '@/lib/models/manifest';
import { titleOf } from '@/lib/models/workload';

export interface StoredRow {
  readonly workload: string;
  readonly backend: Backend;
  readonly mode: string;
  readonly threadsWanted: number;
  readonly threadsGot: number | null;
  readonly deviceSlug: string;
  readonly outcome: string;
  readonly medianMs: number | null;
  readonly gflops: number | null;
  /** Of the run's chains of tiny nodes, on their rows. */
  readonly dispatchSlopeUs?: number | null;
  readonly provenGflops: number | null;
  /** Of the proven rate, what this class of work can claim; null where no proof speaks of it. */
  readonly provenShare?: number | null;
  readonly trustLevel: number;
  readonly quality: readonly QualityCode[];
}

export interface StoredRun {
  readonly id: string;
  readonly rows: readonly MeasuredRow[];
}

export interface MeasuredRow extends StoredRow {
  readonly medianMs: number;
}

/** The text behind a path of the site. */
export type Read = (path: string) => Promise<string>;

export function readerOf(site: string): Read {
  return async (path) => {
    const response = await fetch(`${site}${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.text();
  };
}

export async function readStored(read: Read, id: string): Promise<StoredRun> {
  const { measurements } = JSON.parse(await read(`/api/v1/runs/${id}`)) as {
    readonly measurements: readonly StoredRow[];
  };
  return {
    id,
    rows: measurements.filter(
      (row): row is MeasuredRow => row.outcome === 'measured' && row.medianMs !== null,
    ),
  };
}

export const titleOfRow = ({ workload }: StoredRow): string => {
  const entry = MANIFEST.get(workload);
  return entry === undefined ? workload : titleOf(entry);
};

export const nameOfRow = ({ workload, backend, threadsGot, mode }: StoredRow): string =>
  [
    workload,
    backend,
    ...(threadsGot === null ? [] : [threadsGot]),
    ...(mode === 'run' ? [] : [mode]),
  ].join('/');

/** In the units in which surfaces tell a row: what they must say, to the last bit. */
export function expectedOf(row: MeasuredRow): Readonly<Partial<Record<string, number>>> {
  return {
    s: row.medianMs / 1000,
    ms: row.medianMs,
    ...(row.gflops !== null && { GFLOPS: row.gflops, GOPS: row.gflops }),
    ...(typeof row.dispatchSlopeUs === 'number' && { µs: row.dispatchSlopeUs }),
  };
}

/**
 * What boards and devices show: of a chain of tiny nodes, what one more node costs, and everything
 * else as it is.
 */
export function expectedOnBoards(row: MeasuredRow): Readonly<Partial<Record<string, number>>> {
  const slopeUs = row.dispatchSlopeUs;
  return typeof slopeUs === 'number'
    ? { s: slopeUs / 1e6, ms: slopeUs / 1000, µs: slopeUs }
    : expectedOf(row);
}

/** As a person reads it: every text that may stand for the row's number. */
export const wordsOf = ({ medianMs, gflops }: MeasuredRow): readonly string[] => [
  duration(medianMs),
  ...(gflops === null ? [] : [quantity(gflops, 'GFLOPS'), quantity(gflops, 'GOPS')]),
];
