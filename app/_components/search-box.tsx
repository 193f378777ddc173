// Finds devices, models and explained words as one types: the combobox of the ARIA patterns over a
// plain form, which leads to /search where there are no scripts. The list is filled by
// app/_behaviours/search-box.ts.
import { SEARCH_LENGTH } from '@/lib/edge/search-length';

/** React neither looks into what a script fills nor minds what it finds there. */
const FILLED_BY_SCRIPT = {
  suppressHydrationWarning: true,
  dangerouslySetInnerHTML: { __html: '' },
} as const;

interface SearchBoxProps {
  /** Of this box among those of the page. */
  readonly id: string;
  readonly initial?: string;
  readonly className?: string;
}

export function SearchBox({ id, initial = '', className = '' }: SearchBoxProps) {
  return (
    <search data-search className={`no-print relative ${className}`}>
      <form action="/search">
        <input
          suppressHydrationWarning
          type="search"
          name="q"
          role="combobox"
          aria-label="Search devices, models and words"
          aria-autocomplete="list"
          aria-expanded={false}
          aria-controls={`${id}-list`}
          autoComplete="off"
          spellCheck={false}
          maxLength={SEARCH_LENGTH}
          placeholder="Search  /"
          className="field min-h-9 w-full py-1"
          defaultValue={initial}
        />
      </form>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Devices, models and words"
        hidden
        className="absolute right-0 z-20 mt-1 max-h-[70dvh] w-full min-w-80 overflow-y-auto rounded-md border border-grey-3 bg-raised py-2 max-sm:min-w-0"
        {...FILLED_BY_SCRIPT}
      />
      <p className="sr-only" aria-live="polite" {...FILLED_BY_SCRIPT} />
    </search>
  );
}
