// The front page: one sentence, one button, what will run; then live boards and the latest results.
import { EmptyState } from './_components/empty-state';
import { RunPitch } from './_components/run-pitch';
import { Section } from './_components/section';

export default function HomePage() {
  return (
    <>
      <RunPitch />
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
    </>
  );
}
