// The counter is fetched when somebody turns to the calculator: what stands there was counted by
// the server, so reading it needs no script.

const isChanged = (form: HTMLFormElement): boolean =>
  [...form.querySelectorAll('input')].some(
    ({ value, defaultValue, checked, defaultChecked }) =>
      value !== defaultValue || checked !== defaultChecked,
  );

export function countOnDemand(form: HTMLFormElement): void {
  let fetched = false;
  const fetchCounter = async (): Promise<void> => {
    if (fetched) return;
    fetched = true;
    try {
      const { countLayersIn } = await import('./counting-in-browser');
      countLayersIn(form, isChanged(form));
    } catch {
      // The next change asks again.
      fetched = false;
    }
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const type of ['pointerenter', 'focusin', 'input'])
    form.addEventListener(type, () => void fetchCounter());
  // A browser may give a form back as it was left.
  if (isChanged(form)) void fetchCounter();
}
