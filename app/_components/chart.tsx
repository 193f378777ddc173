// A server-drawn figure: the picture for a phone or a desk, whichever fits, a caption, and the same
// numbers as a table.

import type { ReactNode } from 'react';
import { TableScroll } from './table-scroll';

interface ChartProps {
  /** SVG text of lib/charts, whose serialiser has escaped every name. */
  readonly narrow: string;
  readonly wide: string;
  readonly caption: ReactNode;
  /** The table alternative. */
  readonly children: ReactNode;
}

export function Chart({ narrow, wide, caption, children }: ChartProps) {
  return (
    <figure className="chart">
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own SVG, escaped by its serialiser */}
      <div className="md:hidden" dangerouslySetInnerHTML={{ __html: narrow }} />
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own SVG, escaped by its serialiser */}
      <div className="max-md:hidden" dangerouslySetInnerHTML={{ __html: wide }} />
      <figcaption className="mt-2 text-grey-4 text-sm">{caption}</figcaption>
      <details className="mt-2 text-sm">
        <summary className="text-grey-4">The numbers as a table</summary>
        <TableScroll className="mt-3">{children}</TableScroll>
      </details>
    </figure>
  );
}
