'use client';

// Copies a text and says so, also to a screen reader. Where the clipboard is closed it says that instead of pretending.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

type State = 'idle' | 'copied' | 'failed';

const WORDS = { copied: 'Copied', failed: 'Select and copy' } as const satisfies Record<Exclude<State, 'idle'>, string>;

interface CopyButtonProps {
  readonly text: string;
  /** Names the text for those who cannot see where the button stands: "Markdown". */
  readonly what: string;
  readonly label?: string;
}

export function CopyButton({ text, what, label = 'Copy' }: CopyButtonProps) {
  const [state, setState] = useState<State>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2500);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
  };
  const Icon = state === 'copied' ? Check : Copy;
  return (
    <button type="button" onClick={copy} className="no-print button-quiet">
      <Icon className="size-4" aria-hidden="true" />
      <span aria-live="polite">{state === 'idle' ? label : WORDS[state]}</span>
      <span className="sr-only"> {what}</span>
    </button>
  );
}
