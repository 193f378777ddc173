// The newest published runs, one line each: on what, what, how fast, when. Dates are absolute,
// because pages are cached.
import type { LatestResult } from '@/lib/db/runs';
import { MANIFEST } from '@/lib/models/manifest';
import { BackendMark } from './backend-mark';
import { DateTime } from './date-time';
import { Quantity } from './quantity';

export function LatestResults({ results }: { results: readonly LatestResult[] }) {
  return (
    <ol className="border-grey-3 border-t">
      {results.map(({ runId, createdAt, workload, backend, fellBack, deviceName, medianMs }) => (
        <li
          key={runId}
          className="grid grid-cols-[1fr_auto] items-baseline gap-x-5 gap-y-0.5 border-grey-2 border-b py-2.5 text-sm sm:grid-cols-[3fr_3fr_7rem_8rem]"
        >
          <a href={`/runs/${runId}`} className="hover:underline">
            {deviceName}
          </a>
          <span className="flex flex-wrap gap-x-4 max-sm:order-3">
            <span>{MANIFEST.get(workload)?.title ?? workload}</span>
            <BackendMark backend={fellBack ? 'mixed' : backend} />
          </span>
          <Quantity value={medianMs / 1000} unit="s" prefixed className="text-right" />
          <DateTime at={createdAt} className="text-right text-grey-4 max-sm:order-4" />
        </li>
      ))}
    </ol>
  );
}
