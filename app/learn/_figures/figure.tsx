// A figure of a chapter: its one finding as a sentence above, the drawing at the column's width
// (drawn apart for a phone and for a desk, so that letters keep their size), and the same numbers
// as a table. Drawings are plain SVG made on the server; they use the site's colours.
import type { ReactNode } from 'react';
import { TableScroll } from '@/app/_components/table-scroll';

export const FIGURE_WIDTHS = { narrow: 358, wide: 760 } as const;
export type FigureWidth = keyof typeof FIGURE_WIDTHS;

interface FigureProps {
  readonly id: string;
  /** The one thing that it shows. */
  readonly finding: ReactNode;
  readonly draw: (width: FigureWidth) => ReactNode;
  /** How it was made, or how it is to be read. */
  readonly note?: ReactNode;
  /** The table alternative. */
  readonly children: ReactNode;
}

export function Figure({ id, finding, draw, note, children }: FigureProps) {
  return (
    <figure id={id} className="chart my-8 scroll-mt-4">
      <p className="mb-3 max-w-[68ch] font-medium">{finding}</p>
      <div className="md:hidden print:hidden!">{draw('narrow')}</div>
      <div className="max-md:hidden print:block!">{draw('wide')}</div>
      {note !== undefined && <figcaption className="mt-2 text-grey-4 text-sm">{note}</figcaption>}
      <details className="mt-2 text-sm">
        <summary className="text-grey-4">The numbers as a table</summary>
        <TableScroll className="mt-3">{children}</TableScroll>
      </details>
    </figure>
  );
}

interface DrawingProps {
  readonly width: FigureWidth;
  readonly height: number;
  /** What the picture says to those who do not see it. */
  readonly label: string;
  readonly children: ReactNode;
}

export function Drawing({ width, height, label, children }: DrawingProps) {
  return (
    <svg
      viewBox={`0 0 ${FIGURE_WIDTHS[width]} ${height}`}
      width={FIGURE_WIDTHS[width]}
      height={height}
      role="img"
      aria-label={label}
      fontFamily="inherit"
      fontSize={12}
      fill="currentColor"
    >
      {children}
    </svg>
  );
}
