// The button of app/_behaviours/copy-button.ts.
import { Check, Copy } from 'lucide-react';

interface CopyButtonProps {
  readonly text: string;
  /** Names the text for those who cannot see where the button stands: "Markdown". */
  readonly what: string;
  readonly label?: string;
}

export function CopyButton({ text, what, label = 'Copy' }: CopyButtonProps) {
  return (
    <button type="button" data-copy={text} className="no-print button-quiet group">
      <Copy className="size-4 group-data-[said=copied]:hidden" aria-hidden="true" />
      <Check className="hidden size-4 group-data-[said=copied]:block" aria-hidden="true" />
      <span aria-live="polite">{label}</span>
      <span className="sr-only"> {what}</span>
    </button>
  );
}
