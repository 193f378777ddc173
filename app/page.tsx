// The front page: one sentence, one button, what will run; then live boards and the latest results.
import Link from 'next/link';
import { connection } from 'next/server';
import { database } from '@/lib/db/client';
import { latestRuns } from '@/lib/db/runs';
import { EmptyState } from './_components/empty-state';
import { LatestResults } from './_components/latest-results';
import { Ranking } from './_components/ranking';
import { RankingRule } from './_components/ranking-rule';
import { RunPitch } from './_components/run-pitch';
import { Section } from './_components/section';
import { boardPreviews } from './front-page';

const LATEST_SHOWN = 10;

export default async function HomePage() {
  await connection();
  const [boards, latest] = await Promise.all([boardPreviews(database()), latestRuns(database(), LATEST_SHOWN)]);
  return (
    <>
      <RunPitch />
      {boards.map(({ workload: { id, title }, rows }) => (
        <Section
          key={id}
          id={id}
          title={
            <Link href={`/models/${id}`} prefetch={false} className="hover:underline">
              {title}
            </Link>
          }
          aside="median time, shorter is faster"
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
          <LatestResults results={latest} />
        </Section>
      )}
    </>
  );
}
