// Why nothing goes on, and what to do.
import type { ReactNode } from 'react';
import type { Stop } from '@/lib/runner/visit-stop';

interface StopNoteProps {
  readonly stop: Stop;
  /** Buttons. */
  readonly children?: ReactNode;
}

export function StopNote({ stop: { why, next }, children }: StopNoteProps) {
  return (
    <div role="alert" data-testid="stop" className="mb-6 rounded-md border border-grey-3 px-5 py-4">
      <p className="max-w-[60ch] font-medium [overflow-wrap:anywhere]">{why}</p>
      <p className="mt-1 max-w-[60ch] text-grey-4 text-sm">{next}</p>
      {children !== undefined && <div className="mt-4 flex flex-wrap gap-3">{children}</div>}
    </div>
  );
}
