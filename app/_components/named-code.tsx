// Lines to copy: their name, beside it the button that copies them, and the text itself, which can
// be selected without scripts.
import type { ReactNode } from 'react';

interface NamedCodeProps {
  readonly name: string;
  readonly text: string;
  /** The button. */
  readonly children: ReactNode;
}

export function NamedCode({ name, text, children }: NamedCodeProps) {
  return (
    <div className="min-w-0">
      <div className="flex items-center justify-between gap-4 pb-2">
        <span className="font-medium text-sm">{name}</span>
        {children}
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it
        tabIndex={0}
        className="overflow-x-auto rounded-md bg-grey-1 px-3 py-2 font-mono text-xs leading-5"
      >
        <code>{text}</code>
      </pre>
    </div>
  );
}
