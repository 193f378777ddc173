// A device's letter, in tables as in the figure: shape and letter, no colour, because colours
// belong to backends.
import type { Letter } from './chosen';

export function LetterMark({ letter }: { readonly letter: Letter }) {
  return (
    <span className="inline-grid size-5 shrink-0 place-items-center rounded-full bg-ink font-semibold text-paper text-xs">
      {letter}
    </span>
  );
}
