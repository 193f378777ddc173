'use client';

// Light or dark, kept in the browser. Choosing what the system already says forgets the choice, so that the page follows
// the system again. The icon is chosen by CSS: the server cannot know the theme, and a guess would flash.
import { Moon, Sun } from 'lucide-react';

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

export function ThemeSwitch() {
  return (
    <button
      type="button"
      onClick={switchTheme}
      aria-label="Switch between light and dark theme"
      title="Switch between light and dark theme"
      className="grid size-9 place-items-center rounded-sm text-grey-4 hover:text-ink"
    >
      <Sun className="only-dark size-4" aria-hidden="true" />
      <Moon className="only-light size-4" aria-hidden="true" />
    </button>
  );
}
