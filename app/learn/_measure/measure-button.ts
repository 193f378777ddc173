// The button of a chapter before it is pressed: it is enabled, and fetches the code that measures
// with the first press and not before, because most readers only read.

export function offerMeasuring(section: HTMLElement): void {
  const button = section.querySelector<HTMLButtonElement>('[data-measure-button]');
  if (button === null) return;
  let isFetching = false;
  const fetchAndMeasure = async (): Promise<void> => {
    if (isFetching) return;
    isFetching = true;
    try {
      const { measureIn } = await import('./measure-in-browser');
      button.removeEventListener('click', press);
      measureIn(section);
    } catch {
      const answer = section.querySelector('[data-answer]');
      if (answer !== null)
        answer.textContent =
          'The code that measures could not be fetched. Are you offline? Try again.';
      isFetching = false;
    }
  };
  const press = (): void => void fetchAndMeasure();
  button.disabled = false;
  button.addEventListener('click', press);
}
