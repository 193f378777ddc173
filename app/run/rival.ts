// A run to beat (/run?vs=<run>): what of it can be compared with a run made here, read from storage
// as plain facts.
import type { Backend } from '@/lib/core/backend';
import type { RunWithMeasurements } from '@/lib/db/runs';
import { type Ratio, speedRatio } from '@/lib/standings/ratio';
import {
  headlineOf,
  type MeasurementView,
  type RunView,
  resultWords,
  speaks,
} from '@/lib/views/run-view';

export interface RivalResult {
  readonly workload: string;
  readonly backend: Backend;
  /** Threads that WASM got; null elsewhere. */
  readonly threads: number | null;
  readonly medianMs: number;
  readonly intervalMs: readonly [low: number, high: number] | null;
}

export interface Rival {
  readonly run: string;
  readonly device: string;
  readonly suite: string;
  /** "MobileNetV2: 18.2 ms, 33.0 GFLOPS on WebGPU". */
  readonly words: string;
  readonly results: readonly RivalResult[];
}

/** Null where nothing was measured: there is nothing to beat. */
export function rivalOf(view: RunView, { measurements }: RunWithMeasurements): Rival | null {
  if (headlineOf(view.measurements) === null) return null;
  const results = measurements.flatMap((row): RivalResult[] =>
    row.outcome !== 'measured' ||
    row.medianMs === null ||
    row.qualityGrade === 'poor' ||
    row.fellBack ||
    row.mode !== 'run'
      ? []
      : [
          {
            workload: row.workload,
            backend: row.backend,
            threads: row.backend === 'wasm' ? row.threadsGot : null,
            medianMs: row.medianMs,
            intervalMs:
              row.ciLowMs === null || row.ciHighMs === null ? null : [row.ciLowMs, row.ciHighMs],
          },
        ],
  );
  return {
    run: view.id,
    device: view.device.name,
    suite: view.suite,
    words: resultWords(view),
    results,
  };
}

export interface Duel {
  readonly title: string;
  readonly backend: Backend;
  readonly mineMs: number;
  readonly theirsMs: number;
  /** How many times as fast this run was. */
  readonly ratio: Ratio;
  readonly winner: 'mine' | 'theirs' | 'nobody';
}

/**
 * Workload by workload on the same backend; nobody wins where the interval of the ratio holds 1.
 */
export function duelsOf(mine: readonly MeasurementView[], rival: Rival): Duel[] {
  return mine
    .filter(speaks)
    .flatMap(({ workload, backend, mode, medianMs, intervalMs, threads }): Duel[] => {
      if (backend === 'mixed' || mode !== 'run') return [];
      const same = rival.results.filter(
        (other) => other.workload === workload.id && other.backend === backend,
      );
      // One thread against one, many against many, whatever their number: that is the machine's
      // own.
      const theirs = same.find(
        (other) => other.threads === null || (other.threads === 1) === (threads.got === 1),
      );
      if (theirs === undefined) return [];
      const ratio = speedRatio(
        { p50: medianMs, interval: intervalMs },
        { p50: theirs.medianMs, interval: theirs.intervalMs },
      );
      const [low, high] = ratio.interval ?? [ratio.value, ratio.value];
      const winner = low > 1 ? 'mine' : high < 1 ? 'theirs' : 'nobody';
      return [
        {
          title: workload.title,
          backend,
          mineMs: medianMs,
          theirsMs: theirs.medianMs,
          ratio,
          winner,
        },
      ];
    });
}

/** "Against Apple M3 Pro: faster in 3 of 5, even in 1, slower in 1." */
export function duelWords(duels: readonly Duel[], device: string): string {
  const [first] = duels;
  if (first === undefined) return `Nothing here was measured in the run on ${device} too.`;
  const won = duels.filter(({ winner }) => winner === 'mine').length;
  const lost = duels.filter(({ winner }) => winner === 'theirs').length;
  const even = duels.length - won - lost;
  const parts = [
    `faster in ${won} of ${duels.length}`,
    ...(even > 0 ? [`even in ${even}`] : []),
    `slower in ${lost}`,
  ];
  return `Against ${device}: ${parts.join(', ')}.`;
}
