// What of the queue is shown: by rule or report, by device, by the networks of a run. A plain form,
// answered by the address.
import type { QueueChoice } from '@/lib/db/moderation-queue';
import { QUEUE_REASONS } from './queue-choice';

export function QueueFilter({ choice }: { readonly choice: QueueChoice }) {
  return (
    <form method="get" action="/admin" className="mb-4 flex flex-wrap items-end gap-3 text-sm">
      <label className="flex flex-col gap-1">
        Reason
        <select name="reason" defaultValue={choice.reason ?? ''} className="field">
          <option value="">any</option>
          {QUEUE_REASONS.map((reason) => (
            <option key={reason}>{reason}</option>
          ))}
        </select>
      </label>
      <label className="flex flex-col gap-1">
        Device
        <input name="device" defaultValue={choice.device ?? ''} maxLength={80} className="field" />
      </label>
      <label className="flex flex-col gap-1">
        From a network of run
        <input
          name="network"
          defaultValue={choice.network ?? ''}
          maxLength={40}
          className="field font-mono"
        />
      </label>
      <button type="submit" className="button-quiet">
        Show
      </button>
      <a href="/admin" className="link">
        All
      </a>
    </form>
  );
}
