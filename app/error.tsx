'use client';

// A page that could not be drawn. The digest is what the server's log calls the failure; nothing
// else is shown.
import { PageHeading } from './_components/page-heading';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <>
      <PageHeading eyebrow="Error" title="This page could not be drawn">
        The fault is on our side; no result is lost.
        {error.digest !== undefined && (
          <>
            {' '}
            In the server&rsquo;s log it is{' '}
            <code className="font-mono text-ink">{error.digest}</code>.
          </>
        )}
      </PageHeading>
      <button type="button" className="button-quiet" onClick={reset}>
        Try again
      </button>
    </>
  );
}
