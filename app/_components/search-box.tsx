'use client';
// Finds devices and models as one types: the combobox of the ARIA patterns over a plain form, which leads to /search where
// there are no scripts. The slash key puts the cursor here.
import { useEffect, useId, useRef, useState } from 'react';
import { SEARCH_LENGTH } from '@/lib/edge/search-length';
import { useSearch } from './use-search';

const HEADINGS = { device: 'Devices', model: 'Models' } as const;

interface SearchBoxProps {
  readonly initial?: string;
  readonly className?: string;
}

export function SearchBox({ initial = '', className = '' }: SearchBoxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(initial);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState<number | null>(null);
  // Nothing is asked before one types, and closing the list forgets nothing.
  const [touched, setTouched] = useState(false);
  const state = useSearch(touched ? text : '');
  useSlashKey(input);
  // What was typed before this script took over is searched for, too.
  useEffect(() => {
    const typed = input.current?.value ?? '';
    if (typed === initial) return;
    setText(typed);
    setTouched(true);
    setOpen(document.activeElement === input.current);
  }, [initial]);

  const results = state.status === 'found' ? state.results : [];
  const shown = open && text.trim() !== '' && state.status !== 'idle';
  const optionId = (index: number): string => `${id}-option-${index}`;
  const move = (step: 1 | -1): void => {
    if (results.length === 0) return;
    // One place more than results: from the last down, or the first up, back to the text itself.
    const places = results.length + 1;
    const next = ((active ?? results.length) + step + places) % places;
    setActive(next === results.length ? null : next);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const chosen = active === null ? undefined : results[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setTouched(true);
      setOpen(true);
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      // The browser's own answer would empty the field at once: the first press closes the list.
      if (shown) event.preventDefault();
      setOpen(false);
      setActive(null);
    } else if (event.key === 'Enter' && shown && chosen !== undefined) {
      event.preventDefault();
      location.assign(chosen.href);
    }
  };

  return (
    <search className={`no-print relative ${className}`}>
      <form action="/search">
        <input
          ref={input}
          type="search"
          name="q"
          role="combobox"
          aria-label="Search devices and models"
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-activedescendant={active === null ? undefined : optionId(active)}
          autoComplete="off"
          spellCheck={false}
          maxLength={SEARCH_LENGTH}
          placeholder="Search  /"
          className="field min-h-9 w-full py-1"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setTouched(true);
            setOpen(true);
            setActive(null);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
      </form>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Devices and models"
        hidden={!shown || results.length === 0}
        className="absolute right-0 z-20 mt-1 max-h-[70dvh] w-full min-w-80 overflow-y-auto rounded-md border border-grey-3 bg-raised py-2 max-sm:min-w-0"
      >
        {(['device', 'model'] as const).map((kind) => {
          const group = results.map((result, index) => ({ ...result, index })).filter((result) => result.kind === kind);
          if (group.length === 0) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
            <div key={kind} role="group" aria-label={HEADINGS[kind]}>
              <div className="px-3 py-1 text-grey-4 text-xs" aria-hidden="true">
                {HEADINGS[kind]}
              </div>
              {group.map(({ href, title, note, index }) => (
                // biome-ignore lint/a11y/useFocusableInteractive: the cursor stays in the input, which names the active option
                // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys
                <div
                  key={href}
                  id={optionId(index)}
                  role="option"
                  aria-selected={index === active}
                  className="flex cursor-pointer items-baseline justify-between gap-4 px-3 py-1.5 text-sm hover:bg-grey-1 aria-selected:bg-grey-2"
                  // Before the input loses the cursor, which would close the list.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => location.assign(href)}
                >
                  <span>{title}</span>
                  <span className="whitespace-nowrap text-grey-4 text-xs">{note}</span>
                </div>
              ))}
            </div>
          );
        })}
      </div>
      <p className="sr-only" aria-live="polite">
        {shown && resultWords(state.status, results.length)}
      </p>
    </search>
  );
}

function resultWords(status: 'idle' | 'asking' | 'failed' | 'found', count: number): string {
  if (status === 'failed') return 'The search does not answer.';
  if (status !== 'found') return '';
  return count === 0 ? 'Nothing found.' : count === 1 ? 'One result.' : `${count} results.`;
}

/** As on many sites: / searches, unless one is typing somewhere. Only the box that is seen takes it. */
function useSlashKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      const typing =
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      if (input.current === null || input.current.offsetParent === null) return;
      event.preventDefault();
      input.current.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [input]);
}
