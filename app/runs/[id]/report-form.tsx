// For readers who think that a result is none. No account and no script: a form, and moderators
// look at the run.
import type { ReportReason } from '@/lib/db/schema';

const WORDS: Readonly<Record<ReportReason, string>> = {
  'wrong-device': 'It is not this device',
  'impossible-time': 'The times cannot be right',
  offensive: 'It is offensive or advertises',
  other: 'Something else',
};

export function ReportForm({ runId }: { readonly runId: string }) {
  return (
    <details className="no-print mt-6 text-sm">
      <summary className="text-grey-4">Report this result</summary>
      <form method="post" action="/reports" className="mt-3 flex flex-wrap items-end gap-3">
        <input type="hidden" name="run" value={runId} />
        <label className="flex flex-col gap-1">
          Why
          <select name="reason" className="field">
            {Object.entries(WORDS).map(([reason, words]) => (
              <option key={reason} value={reason}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button-quiet">
          Report
        </button>
      </form>
    </details>
  );
}
