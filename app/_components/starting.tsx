// What stands where a script has yet to begin, and what is read there instead where it never does:
// without JavaScript at once, and when it does not start after a while
// (lib/edge/start-watch-script.ts).
import type { ReactNode } from 'react';
import { SUPPORTED_BROWSERS } from '@/lib/runner/obstacle';

interface StartingProps {
  /** What the page does with JavaScript: "measures". */
  readonly does: string;
  /** While it is awaited. */
  readonly children?: ReactNode;
}

export function Starting({ does, children }: StartingProps) {
  return (
    <>
      <noscript>
        <p className="max-w-[60ch]">
          This page {does} in your browser, with JavaScript, which is turned off here. Turn it on
          for this site and reload the page; the results of others can be read without it.
        </p>
      </noscript>
      <p data-starting className="text-grey-4 text-sm">
        {children}
      </p>
      <p data-late hidden role="alert" className="mt-4 max-w-[60ch]">
        The scripts of this page have not started. On a slow network they may still be on the way.
        If this stays, reload the page; they may be blocked, or this browser may be too old: it
        takes {SUPPORTED_BROWSERS}.
      </p>
    </>
  );
}
