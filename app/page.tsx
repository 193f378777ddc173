// The front page: one sentence, one button, what will run; then live boards and the latest results.
import { connection } from 'next/server';
import { boardTotals } from '@/lib/db/board-totals';
import { database } from '@/lib/db/client';
import { nearlyRanked } from '@/lib/db/nearly-ranked';
import { latestRuns } from '@/lib/db/runs';
import { EmptyState } from './_components/empty-state';
import { LatestResults } from './_components/latest-results';
import { NearlyRanked } from './_components/nearly-ranked';
import { RankingRule } from './_components/ranking-rule';
import { RunPitch } from './_components/run-pitch';
import { Section } from './_components/section';
import { BoardNumbers } from './board-numbers';
import { BoardSection } from './board-section';
import { boardPreviews } from './front-page';
import { WorkAndTimeSection, workAndTime } from './work-and-time';

const LATEST_SHOWN = 10;
const NEARLY_SHOWN = 6;

export default async function HomePage() {
  await connection();
  const [totals, boards, points, nearly, latest] = await Promise.all([
    boardTotals(database()),
    boardPreviews(database()),
    workAndTime(database()),
    nearlyRanked(database(), NEARLY_SHOWN),
    latestRuns(database(), LATEST_SHOWN),
  ]);
  return (
    <>
      <RunPitch />
      {totals.measurements > 0 && latest[0] !== undefined && (
        <BoardNumbers totals={totals} newest={latest[0].createdAt} />
      )}
      {boards.map(({ workload, rows }) => (
        <BoardSection key={workload.id} workload={workload} rows={rows} />
      ))}
      {boards.length > 0 && <RankingRule />}
      <NearlyRanked rows={nearly} />
      {points.length > 0 && <WorkAndTimeSection points={points} />}
      {latest.length === 0 ? (
        <Section id="board" title="Board">
          <EmptyState
            title="No results yet"
            action={
              <a className="button-quiet" href="/run">
                Run and publish the first
              </a>
            }
          >
            The board ranks devices by the median time of each network, with its spread and the
            number of networks behind it. It fills as people publish their runs.
          </EmptyState>
        </Section>
      ) : (
        <Section id="latest" title="Latest results">
          <LatestResults results={latest} />
        </Section>
      )}
    </>
  );
}
