// The combobox of app/_components/search-box.tsx: asks for results as one types, moves through them
// by the arrow keys, and takes the slash key. What was typed before this script came is searched
// for, too.
import type { Found } from '@/lib/edge/search';

/** Between the last key and the question. */
const PAUSE_MS = 150;

type Answer =
  | { readonly status: 'idle' | 'asking' | 'failed' }
  | { readonly status: 'found'; readonly results: readonly Found[] };

async function ask(query: string, signal: AbortSignal): Promise<readonly Found[]> {
  const response = await fetch(`/api/v1/search?${new URLSearchParams({ q: query })}`, { signal });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  const { results }: { readonly results: readonly Found[] } = await response.json();
  return results;
}

function wordsOf(answer: Answer): string {
  if (answer.status === 'failed') return 'The search does not answer.';
  if (answer.status !== 'found') return '';
  const count = answer.results.length;
  return count === 0 ? 'Nothing found.' : count === 1 ? 'One result.' : `${count} results.`;
}

function enhance(box: Element): void {
  const input = box.querySelector('input');
  const list = box.querySelector<HTMLElement>('[role=listbox]');
  const status = box.querySelector('[aria-live]');
  if (input === null || list === null || status === null) return;
  const optionId = (index: number): string => `${list.id}-${index}`;

  let answer: Answer = { status: 'idle' };
  let open = false;
  let active: number | null = null;
  let asked = '';
  let question = new AbortController();
  let pause: ReturnType<typeof setTimeout> | undefined;

  const resultsShown = (): readonly Found[] => (answer.status === 'found' ? answer.results : []);
  const isShown = (): boolean => open && input.value.trim() !== '' && answer.status !== 'idle';

  const show = (): void => {
    const shown = isShown();
    input.setAttribute('aria-expanded', String(shown));
    if (active === null) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', optionId(active));
    list.hidden = !shown || resultsShown().length === 0;
    for (const option of list.querySelectorAll('[role=option]'))
      option.setAttribute(
        'aria-selected',
        String(active !== null && option.id === optionId(active)),
      );
    status.textContent = shown ? wordsOf(answer) : '';
  };
  const take = (next: Answer): void => {
    answer = next;
    show();
  };
  /** Only the newest question's answer counts; until it comes the last one stands. */
  const search = (): void => {
    const query = input.value.trim();
    show();
    if (query === asked) return;
    asked = query;
    clearTimeout(pause);
    question.abort();
    if (query === '') {
      take({ status: 'idle' });
      return;
    }
    question = new AbortController();
    const { signal } = question;
    pause = setTimeout(() => {
      if (answer.status !== 'found') take({ status: 'asking' });
      Promise.all([ask(query, signal), import('./search-results')]).then(
        ([results, { drawResults }]) => {
          if (signal.aborted) return;
          drawResults(list, { results, optionId });
          take({ status: 'found', results });
        },
        () => {
          if (!signal.aborted) take({ status: 'failed' });
        },
      );
    }, PAUSE_MS);
  };
  const move = (step: 1 | -1): void => {
    const { length } = resultsShown();
    if (length === 0) return;
    // One place more than results: from the last down, or the first up, back to the text itself.
    const next = ((active ?? length) + step + length + 1) % (length + 1);
    active = next === length ? null : next;
  };

  input.addEventListener('input', () => {
    open = true;
    active = null;
    search();
  });
  input.addEventListener('focus', () => {
    open = true;
    show();
  });
  input.addEventListener('blur', () => {
    open = false;
    show();
  });
  input.addEventListener('keydown', (event) => {
    const chosen = active === null ? undefined : resultsShown()[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      open = true;
      move(event.key === 'ArrowDown' ? 1 : -1);
      search();
    } else if (event.key === 'Escape') {
      // The browser's own answer would empty the field at once: the first press closes the list.
      if (isShown()) event.preventDefault();
      open = false;
      active = null;
      show();
    } else if (event.key === 'Enter' && isShown() && chosen !== undefined) {
      event.preventDefault();
      location.assign(chosen.href);
    }
  });
  // Before the input loses the cursor, which would close the list.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', ({ target }) => {
    const href =
      target instanceof Element
        ? target.closest<HTMLElement>('[role=option]')?.dataset.href
        : undefined;
    if (href !== undefined) location.assign(href);
  });
  if (input.value !== input.defaultValue) {
    open = document.activeElement === input;
    search();
  }
}

/**
 * As on many sites: / searches, unless one is typing somewhere. Only a box that is seen takes it.
 */
function focusBySlash(event: KeyboardEvent): void {
  const { target } = event;
  const typing =
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  const seen = [...document.querySelectorAll<HTMLInputElement>('[data-search] input')].find(
    (input) => input.offsetParent !== null,
  );
  if (seen === undefined) return;
  event.preventDefault();
  seen.focus();
}

export function enhanceSearchBoxes(): void {
  document.addEventListener('keydown', focusBySlash);
  for (const box of document.querySelectorAll('[data-search]')) enhance(box);
}
