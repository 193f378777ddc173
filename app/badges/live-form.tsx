// The form of app/_behaviours/live-form.ts. Without scripts its button does the same.
import type { ReactNode } from 'react';

interface LiveFormProps {
  readonly action: string;
  /** Names the set of fields: where it changes, the fields change too. */
  readonly fields: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function LiveForm({ action, fields, className, children }: LiveFormProps) {
  return (
    <form action={action} data-live={fields} data-live-part="fields" className={className}>
      {children}
      <noscript>
        <button type="submit" className="button-quiet">
          Show
        </button>
      </noscript>
    </form>
  );
}
