// A line to copy into a README: its name, the text itself (selectable without scripts), a copy
// button.
import { CopyButton } from './copy-button';

export function Snippet({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <div className="flex items-center justify-between gap-4 pb-2">
        <span className="font-medium text-sm">{name}</span>
        <CopyButton text={text} what={name} />
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
