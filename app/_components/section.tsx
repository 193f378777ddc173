// A part of a page: heading with an anchor, a link or a note beside it, content.
import type { ReactNode } from 'react';

interface SectionProps {
  readonly id: string;
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ id, title, aside, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="mt-12">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="scroll-mt-4 text-lg">
          {title}
        </h2>
        {aside !== undefined && <div className="text-grey-4 text-sm">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
