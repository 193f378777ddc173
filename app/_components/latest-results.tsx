// The newest published runs, one line each: what, on what, how fast, when. Dates are absolute, because pages are cached.
import Link from 'next/link';
import type { ShownBackend } from '@/lib/core/backend';
import { BackendMark } from './backend-mark';
import { DateTime } from './date-time';
import { Quantity } from './quantity';

export interface LatestResult {
  readonly runId: string;
  readonly device: string;
  readonly publishedAt: Date;
  /** The headline measurement; null where the run has no measured one. */
  readonly headline: { readonly title: string; readonly backend: ShownBackend; readonly medianMs: number } | null;
}

export function LatestResults({ results }: { results: readonly LatestResult[] }) {
  return (
    <ol className="border-grey-3 border-t">
      {results.map(({ runId, device, publishedAt, headline }) => (
        <li
          key={runId}
          className="grid grid-cols-[1fr_auto] items-baseline gap-x-5 gap-y-0.5 border-grey-2 border-b py-2.5 text-sm sm:grid-cols-[3fr_3fr_7rem_8rem]"
        >
          <Link href={`/runs/${runId}`} prefetch={false} className="hover:underline">
            {device}
          </Link>
          {headline === null ? (
            <span className="text-grey-4 max-sm:order-3 sm:col-span-2">nothing measured</span>
          ) : (
            <>
              <span className="flex flex-wrap gap-x-4 max-sm:order-3">
                <span>{headline.title}</span>
                <BackendMark backend={headline.backend} />
              </span>
              <Quantity value={headline.medianMs / 1000} unit="s" prefixed className="text-right" />
            </>
          )}
          <DateTime at={publishedAt} className="text-right text-grey-4 max-sm:order-4" />
        </li>
      ))}
    </ol>
  );
}
