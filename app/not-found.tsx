// An address that names nothing, or a run that its submitter took back: the page does not say
// which.
import type { Metadata } from 'next';
import { PageHeading } from './_components/page-heading';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <>
      <PageHeading eyebrow="404" title="There is nothing at this address">
        The link may be mistyped, or what it named is no longer shown.
      </PageHeading>
      <a href="/" className="button-quiet">
        To the board
      </a>
    </>
  );
}
