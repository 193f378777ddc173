// Light or dark, kept in the browser. Choosing what the system already says forgets the choice, so
// that the page follows the system again.

type Theme = 'light' | 'dark';

function systemTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function switchTheme(): void {
  const { dataset } = document.documentElement;
  const now = dataset.theme === 'light' || dataset.theme === 'dark' ? dataset.theme : systemTheme();
  const next: Theme = now === 'dark' ? 'light' : 'dark';
  const chosen = next === systemTheme() ? null : next;
  if (chosen === null) delete dataset.theme;
  else dataset.theme = chosen;
  try {
    if (chosen === null) localStorage.removeItem('theme');
    else localStorage.setItem('theme', chosen);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

export function listenForTheme(): void {
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-theme-switch]') !== null) switchTheme();
  });
}
