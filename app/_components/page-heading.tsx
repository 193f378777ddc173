// The head of a page: what it is about, its title, one sentence.
import type { ReactNode } from 'react';

interface PageHeadingProps {
  readonly eyebrow?: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
}

export function PageHeading({ eyebrow, title, children }: PageHeadingProps) {
  return (
    <div className="mb-8 sm:mb-10">
      {eyebrow !== undefined && <p className="eyebrow mb-1">{eyebrow}</p>}
      <h1 className="text-xl sm:text-2xl">{title}</h1>
      {children !== undefined && <p className="mt-3 max-w-[68ch] text-grey-4">{children}</p>}
    </div>
  );
}
