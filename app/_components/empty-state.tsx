// What a page says where there is nothing yet: why, and what to do about it.
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div data-testid="empty" className="rounded-md border border-grey-3 border-dashed px-5 py-8">
      <p className="font-medium">{title}</p>
      <p className="mt-1 max-w-[60ch] text-grey-4 text-sm">{children}</p>
      {action !== undefined && <div className="mt-4">{action}</div>}
    </div>
  );
}
