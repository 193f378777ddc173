// After a reader has reported a result.
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';

export const metadata: Metadata = { title: 'Reported', robots: { index: false } };

export default function ReportedPage() {
  return (
    <PageHeading title="Thank you">
      The result is shown to the moderators of this site, with the number of networks that reported
      it. Nothing else was kept.{' '}
      <a href="/" className="link">
        Back to the board
      </a>
    </PageHeading>
  );
}
