// Copies a text and says so, also to a screen reader. Where the clipboard is closed it says that
// instead of pretending.

const WORDS = { copied: 'Copied', failed: 'Select and copy' } as const;
const SHOWN_MS = 2500;

/** A browser may have no clipboard, or not lend it. */
async function copied(text: string): Promise<keyof typeof WORDS> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'failed';
  }
}

async function copy(button: HTMLElement): Promise<void> {
  const label = button.querySelector<HTMLElement>('[aria-live]');
  // A second press while the answer still stands copies nothing new.
  if (label === null || button.dataset.said !== undefined) return;
  const said = await copied(button.dataset.copy ?? '');
  const before = label.textContent;
  button.dataset.said = said;
  label.textContent = WORDS[said];
  setTimeout(() => {
    delete button.dataset.said;
    label.textContent = before;
  }, SHOWN_MS);
}

export function listenForCopying(): void {
  document.addEventListener('click', ({ target }) => {
    const button =
      target instanceof Element ? target.closest<HTMLElement>('button[data-copy]') : null;
    if (button !== null) void copy(button);
  });
}
