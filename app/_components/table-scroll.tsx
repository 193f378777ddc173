// A table wider than a phone scrolls in a frame of its own; the keyboard reaches the frame.
import type { ReactNode } from 'react';

interface TableScrollProps {
  readonly className?: string;
  readonly children: ReactNode;
}

export function TableScroll({ className = '', children }: TableScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div className={`table-scroll ${className}`} tabIndex={0}>
      {children}
    </div>
  );
}
