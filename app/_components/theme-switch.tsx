// The button of app/_behaviours/theme-switch.ts. The icon is chosen by CSS: the server cannot know
// the theme, and a guess would flash.
import { Moon, Sun } from 'lucide-react';

export function ThemeSwitch() {
  return (
    <button
      type="button"
      data-theme-switch
      aria-label="Switch between light and dark theme"
      title="Switch between light and dark theme"
      className="grid size-9 place-items-center rounded-sm text-grey-4 hover:text-ink"
    >
      <Sun className="only-dark size-4" aria-hidden="true" />
      <Moon className="only-light size-4" aria-hidden="true" />
    </button>
  );
}
