// What a moderator may do to one run or key, with the reason that goes into the trail.
import type { Moderation } from '@/lib/db/moderation';
import { ReasonField } from './reason-field';

interface ActionFormProps {
  /** null: the moderator names it. */
  readonly subject: string | null;
  readonly choices: Readonly<Partial<Record<Moderation['action'], string>>>;
}

export function ActionForm({ subject, choices }: ActionFormProps) {
  return (
    <form method="post" action="/admin/actions" className="flex flex-wrap items-end gap-3 text-sm">
      {subject === null ? (
        <label className="flex min-w-0 basis-full flex-col gap-1 sm:basis-60">
          Id
          <input
            name="subject"
            required
            maxLength={64}
            autoComplete="off"
            className="field font-mono"
          />
        </label>
      ) : (
        <input type="hidden" name="subject" value={subject} />
      )}
      <ReasonField label="Reason" />
      {Object.entries(choices).map(([action, words]) => (
        <button key={action} type="submit" name="action" value={action} className="button-quiet">
          {words}
        </button>
      ))}
    </form>
  );
}
