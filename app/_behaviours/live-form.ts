// A form whose address follows every change, so that what stands beside it is always what is
// chosen: the page of the new address is asked for, and its part takes the place of this one's.
// Without scripts the form's button does the same.

let newest = new AbortController();

/** What is written, without empty fields. */
function addressOf(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  );
  return `${form.action}?${new URLSearchParams(fields)}`;
}

/** Takes the part over from the page that was fetched; the field that had the cursor keeps it. */
function replacePart(from: Document, name: string): void {
  const part = document.querySelector(`[data-live-part="${name}"]`);
  const next = from.querySelector(`[data-live-part="${name}"]`);
  if (part === null || next === null) return;
  const field = part.contains(document.activeElement)
    ? document.activeElement?.getAttribute('name')
    : null;
  part.replaceWith(next);
  if (field !== null) next.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
}

async function follow(form: HTMLFormElement): Promise<void> {
  newest.abort();
  newest = new AbortController();
  const { signal } = newest;
  const address = addressOf(form);
  try {
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(`the page answered ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (signal.aborted) return;
    history.replaceState(null, '', address);
    // The fields that stand are what was chosen; other fields come with another subject.
    const fields = page.querySelector<HTMLFormElement>('form[data-live]');
    if (fields?.dataset.live !== form.dataset.live) replacePart(page, 'fields');
    replacePart(page, 'result');
  } catch {
    // Loading the page says better what is wrong than a form that does nothing.
    if (!signal.aborted) location.assign(address);
  }
}

export function listenToLiveForms(): void {
  document.addEventListener('input', ({ target }) => {
    const form =
      target instanceof Element ? target.closest<HTMLFormElement>('form[data-live]') : null;
    if (form !== null) void follow(form);
  });
}
