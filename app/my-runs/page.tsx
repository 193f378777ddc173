// What this browser published. The server cannot know: the list and the key are kept in the browser
// alone.
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { StartWatch } from '@/app/_components/start-watch';
import { Starting } from '@/app/_components/starting';

export const metadata: Metadata = {
  title: 'My runs',
  description: 'The runs that this browser published, and how to take them back.',
  robots: { index: false },
};

export default function MyRunsPage() {
  return (
    <>
      <PageHeading title="My runs">
        What this browser published, by device. The list and the key that proves the runs are yours
        are kept in this browser alone.
      </PageHeading>
      <div data-my-runs className="min-h-32">
        <Starting does="lists the runs of this browser">
          Looking into this browser’s storage…
        </Starting>
      </div>
      <StartWatch />
    </>
  );
}
