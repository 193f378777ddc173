// The front page: one sentence, one button, what will run; then live boards and the latest results.
import Link from 'next/link';
import { connection } from 'next/server';
import { database } from '@/lib/db/client';
import { boardVotes, latestMeasurements } from '@/lib/db/published';
import { MANIFEST } from '@/lib/models/manifest';
import { EmptyState } from './_components/empty-state';
import { LatestResults } from './_components/latest-results';
import { Ranking } from './_components/ranking';
import { RankingRule } from './_components/ranking-rule';
import { RunPitch } from './_components/run-pitch';
import { Section } from './_components/section';
import { boardViews, FEATURED, latestResults } from './front-page';

const LATEST_SHOWN = 10;

export default async function HomePage() {
  await connection();
  const [votes, latest] = await Promise.all([
    boardVotes(database(), FEATURED),
    latestMeasurements(database(), LATEST_SHOWN),
  ]);
  const boards = boardViews(votes, MANIFEST);
  return (
    <>
      <RunPitch />
      {boards.map(({ workload, title, cells, rows }) => (
        <Section
          key={workload}
          id={workload}
          title={
            MANIFEST.has(workload) ? (
              <Link href={`/models/${workload}`} prefetch={false} className="hover:underline">
                {title}
              </Link>
            ) : (
              title
            )
          }
          aside={`median time, shorter is faster${cells > rows.length ? `, ${rows.length} of ${cells}` : ''}`}
        >
          <Ranking rows={rows} unit="ms" label={`${title}, median time in milliseconds`} />
        </Section>
      ))}
      {boards.length > 0 && <RankingRule />}
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
            The board ranks devices by the median time of each network, with its spread and the number of people behind
            it. It fills as people publish their runs.
          </EmptyState>
        </Section>
      ) : (
        <Section id="latest" title="Latest results">
          <LatestResults results={latestResults(latest, MANIFEST)} />
        </Section>
      )}
    </>
  );
}
