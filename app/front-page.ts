// What the front page shows of the board: a few workloads, each with its fastest rows.
import { duration, quantity } from '@/lib/core/format';
import { type BoardRow, getBoard } from '@/lib/db/board';
import type { Database } from '@/lib/db/client';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import { rankWords } from '@/lib/standings/standing';
import { boardUnit, leadOf, rateOf, rateUnitOf } from '@/lib/views/lead';
import type { RankingRow } from './_components/ranking';

/**
 * A classic CNN, a mobile net, a transformer; then what small suites measure. The first few with
 * results are shown.
 */
const FEATURED = [
  'resnet50-fp32',
  'mobilenet-v2-fp32',
  'vit-b-16-fp32',
  'gemm-1024-fp32',
  'gemm-512-fp32',
];
const BOARDS_SHOWN = 3;
const ROWS_SHOWN = 5;

export interface BoardPreview {
  readonly workload: ManifestEntry;
  readonly rows: readonly RankingRow[];
}

export function rankingRow(row: BoardRow, workload: ManifestEntry): RankingRow {
  const byRate = leadOf(workload) === 'rate';
  const { of } = boardUnit(workload);
  return {
    key: `${row.backend}/${row.deviceSlug}`,
    href: `/devices/${row.deviceSlug}`,
    rank: row.rank && rankWords(row.rank),
    device: row.deviceName,
    backend: row.backend,
    // A short time is a high rate: the 10th percentile of one is the 90th of the other.
    ...(byRate
      ? { p10: of(row.p90Ms), p50: of(row.p50Ms), p90: of(row.p10Ms) }
      : { p10: of(row.p10Ms), p50: of(row.p50Ms), p90: of(row.p90Ms) }),
    backing: row,
    evidence: row.evidence,
    disputed: row.disputed,
    ...(byRate
      ? { note: duration(row.p50Ms) }
      : workload.flops > 0 && {
          note: quantity(rateOf(workload.flops, row.p50Ms), rateUnitOf(workload.precision)),
        }),
  };
}

export async function boardPreviews(db: Database): Promise<BoardPreview[]> {
  const workloads = FEATURED.flatMap((id) => MANIFEST.get(id) ?? []);
  const boards = await Promise.all(
    workloads.map(async (workload) => {
      const { id, version } = workload;
      const query = {
        workload: id,
        version,
        backend: null,
        threads: 'max',
        limit: ROWS_SHOWN,
      } as const;
      return { workload, rows: (await getBoard(db, query)).rows };
    }),
  );
  return boards
    .filter(({ rows }) => rows.length > 0)
    .slice(0, BOARDS_SHOWN)
    .map(({ workload, rows }) => ({
      workload,
      rows: rows.map((row) => rankingRow(row, workload)),
    }));
}
