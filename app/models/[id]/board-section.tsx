// The ranking of one workload: filters, the rule in one line, rows or records, a link to the next
// page.
import { EmptyState } from '@/app/_components/empty-state';
import { Ranking } from '@/app/_components/ranking';
import { RankingRule } from '@/app/_components/ranking-rule';
import { Section } from '@/app/_components/section';
import { rankingRow } from '@/app/front-page';
import { integer } from '@/lib/core/format';
import {
  type BoardPage,
  type BoardQuery,
  type BoardTrust,
  getBoard,
  getRecords,
} from '@/lib/db/board';
import { boardFacets } from '@/lib/db/board-facets';
import { database } from '@/lib/db/client';
import { unverifiedResults } from '@/lib/db/unverified';
import type { ManifestEntry } from '@/lib/models/workload';
import { type BoardChoice, boardHref, isFiltered } from '@/lib/views/board-choice';
import { variantsOf } from '@/lib/views/catalogue';
import { boardUnit, isPerNode, leadOf } from '@/lib/views/lead';
import { BoardForm } from './board-form';
import { RecordTable } from './record-table';
import { UnverifiedTable } from './unverified-table';

interface BoardSectionProps {
  readonly entry: ManifestEntry;
  readonly choice: BoardChoice;
}

const ROWS_SHOWN = 50;
/** Orders other than by time are of this many rows at most, on one page. */
const ROWS_SORTED = 500;

function queryOf({ id, version }: ManifestEntry, choice: BoardChoice): BoardQuery {
  const { backend, threads, software, sort, after } = choice;
  const limit = sort === 'time' ? ROWS_SHOWN : ROWS_SORTED;
  return {
    workload: id,
    version,
    backend,
    threads,
    software,
    after: sort === 'time' ? after : null,
    limit,
  };
}

function sorted({ rows, ...page }: BoardPage, { sort }: BoardChoice): BoardPage {
  switch (sort) {
    case 'time':
      return { rows, ...page };
    case 'networks':
      return { ...page, rows: rows.toSorted((a, b) => b.networks - a.networks) };
    case 'spread':
      // One network cannot differ.
      return {
        ...page,
        rows: rows.toSorted(
          (a, b) =>
            Number(a.networks < 2) - Number(b.networks < 2) ||
            a.p90Ms / a.p10Ms - b.p90Ms / b.p10Ms,
        ),
      };
  }
}

function asideOf(entry: ManifestEntry): string {
  if (isPerNode(entry))
    return 'what one more node costs, by chains of 1, 10 and 100; shorter is faster';
  return leadOf(entry) === 'rate'
    ? 'median rate, longer is faster'
    : 'median time, shorter is faster';
}

export async function BoardSection({ entry, choice }: BoardSectionProps) {
  const facets = await boardFacets(database(), entry.id, entry.version);
  const precisions = variantsOf(entry).filter(
    (other) =>
      other.batch === entry.batch && other.id.includes('-pruned') === entry.id.includes('-pruned'),
  );
  return (
    <Section id="board" title="Board" aside={asideOf(entry)}>
      <nav aria-label="View" className="no-print mb-4 flex gap-5 border-grey-2 border-b text-sm">
        {(['board', 'records'] as const).map((view) => (
          <a
            key={view}
            href={`${boardHref(entry.id, choice, { view })}#board`}
            aria-current={view === choice.view ? 'true' : undefined}
            className="-mb-px inline-flex min-h-10 items-center border-transparent border-b-2 text-grey-4 hover:text-ink aria-[current]:border-ink aria-[current]:text-ink"
          >
            {view === 'board' ? 'Ranking' : 'Records'}
          </a>
        ))}
      </nav>
      <BoardForm entry={entry} precisions={precisions} choice={choice} facets={facets} />
      <Results entry={entry} choice={choice} />
    </Section>
  );
}

async function Results({ entry, choice }: BoardSectionProps) {
  const { trust, view } = choice;
  const query = queryOf(entry, choice);
  if (trust === 'unverified') {
    return <UnverifiedTable entry={entry} results={await unverifiedResults(database(), query)} />;
  }
  if (view === 'records') {
    return <RecordTable entry={entry} records={await getRecords(database(), query)} />;
  }
  const page = sorted(await getBoard(database(), { ...query, trust }), choice);
  return page.rows.length === 0 ? (
    <Nothing entry={entry} choice={choice} />
  ) : (
    <Rows entry={entry} choice={choice} trust={trust} page={page} />
  );
}

interface RowsProps extends BoardSectionProps {
  readonly trust: BoardTrust;
  readonly page: BoardPage;
}

function Rows({ entry, choice, trust, page: { rows, total, next } }: RowsProps) {
  const { unit } = boardUnit(entry);
  return (
    <>
      <RankingRule trust={trust} threads={choice.threads} />
      <Ranking
        rows={rows.map((row) => rankingRow(row, entry))}
        unit={unit}
        label={`${entry.title}, median in ${unit}`}
      />
      <div className="mt-4 flex flex-wrap gap-x-6 gap-y-2 text-sm">
        <span className="text-grey-4">
          {rows.length === total ? integer(total) : `${integer(rows.length)} of ${integer(total)}`}{' '}
          {total === 1 ? 'row' : 'rows'}
        </span>
        {choice.after !== null && (
          <a href={`${boardHref(entry.id, choice)}#board`} className="link">
            First page
          </a>
        )}
        {choice.sort === 'time' && next !== null && (
          <a
            href={`${boardHref(entry.id, choice, { after: next })}#board`}
            rel="next"
            className="link"
          >
            Next page
          </a>
        )}
      </div>
    </>
  );
}

function Nothing({ entry, choice }: BoardSectionProps) {
  const filtered = isFiltered(choice);
  return (
    <EmptyState
      title={
        filtered ? 'Nobody has a result with these filters' : 'Nobody has published a run of it yet'
      }
      action={
        <a href={`/run?workloads=${entry.id}`} className="button-quiet">
          Run it on this device
        </a>
      }
    >
      {filtered ? 'Clear them to see all results.' : 'Yours would be the first.'}
    </EmptyState>
  );
}
