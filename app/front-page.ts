// Queries' rows → what the front page shows: a few boards, each ranked by median time, and the newest results.

import { BACKENDS, type Backend, type ShownBackend } from '@/lib/core/backend';
import { quantity } from '@/lib/core/format';
import type { CellVotes, LatestRow } from '@/lib/db/published';
import type { ManifestEntry } from '@/lib/models/workload';
import { rankByTime, rankWords, standingOf } from '@/lib/standings/standing';
import type { LatestResult } from './_components/latest-results';
import type { RankingRow } from './_components/ranking';

type Manifest = ReadonlyMap<string, ManifestEntry>;

/** A classic CNN, a mobile net, a transformer; then what small suites measure. The first few with results are shown. */
export const FEATURED = ['resnet50-fp32', 'mobilenet-v2-fp32', 'vit-b-16-fp32', 'gemm-1024-fp32', 'gemm-512-fp32'];
const BOARDS_SHOWN = 3;
const ROWS_SHOWN = 5;

export interface BoardView {
  readonly workload: string;
  readonly title: string;
  /** Rows of the whole board. */
  readonly cells: number;
  readonly rows: readonly RankingRow[];
}

const isBackend = (name: string): name is Backend => BACKENDS.some((backend) => backend === name);
const shown = (backend: string, fellBack: boolean): ShownBackend =>
  isBackend(backend) && !fellBack ? backend : 'mixed';

export const titleOf = (workload: string, manifest: Manifest): string => manifest.get(workload)?.title ?? workload;

export function rankingRows(cells: readonly CellVotes[]): RankingRow[] {
  return rankByTime(cells.map((cell) => ({ ...cell, standing: standingOf(cell.votesMs) }))).map((cell) => ({
    key: `${cell.backend}/${cell.deviceSlug}/${cell.singleThread}`,
    href: `/runs/${cell.bestRun}`,
    rank: cell.rank && rankWords(cell.rank),
    device: cell.deviceName,
    backend: shown(cell.backend, false),
    p50: cell.standing.p50,
    p10: cell.standing.p10,
    p90: cell.standing.p90,
    people: cell.standing.people,
    note: cell.singleThread ? '1 thread' : quantity(cell.flops / (cell.standing.p50 * 1e6), 'GFLOPS'),
  }));
}

export function boardViews(votes: readonly CellVotes[], manifest: Manifest): BoardView[] {
  return FEATURED.map((workload) => ({ workload, cells: votes.filter((cell) => cell.workload === workload) }))
    .filter(({ cells }) => cells.length > 0)
    .slice(0, BOARDS_SHOWN)
    .map(({ workload, cells }) => ({
      workload,
      title: titleOf(workload, manifest),
      cells: cells.length,
      rows: rankingRows(cells).slice(0, ROWS_SHOWN),
    }));
}

/** One line per run: its measured model with the most FLOPs, else such a kernel; of several backends the fastest. */
export function latestResults(rows: readonly LatestRow[], manifest: Manifest): LatestResult[] {
  const byRun = new Map<string, LatestRow[]>();
  for (const row of rows) byRun.set(row.id, [...(byRun.get(row.id) ?? []), row]);
  return [...byRun.values()].flatMap((ofRun) => {
    const first = ofRun[0];
    if (first === undefined) return [];
    const best = ofRun
      .filter(({ medianMs }) => medianMs !== null)
      .toSorted(
        (a, b) =>
          Number(b.params > 0) - Number(a.params > 0) || b.flops - a.flops || (a.medianMs ?? 0) - (b.medianMs ?? 0),
      )[0];
    return [
      {
        runId: first.id,
        device: (best ?? first).deviceName,
        publishedAt: first.createdAt,
        headline:
          best === undefined || best.medianMs === null
            ? null
            : {
                title: titleOf(best.workload, manifest),
                backend: shown(best.backend, best.fellBack),
                medianMs: best.medianMs,
              },
      },
    ];
  });
}
