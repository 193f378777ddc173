// On every page. Links are plain everywhere: pages are documents, and /run and /analyze must be
// entered by a full load, because a soft navigation would keep the old document, which is not
// cross-origin isolated, and one thread.
import { Search } from 'lucide-react';
import { Logo } from './logo';
import { SearchBox } from './search-box';
import { ThemeSwitch } from './theme-switch';

const item = 'inline-flex min-h-9 items-center text-grey-4 hover:text-ink';

export function SiteHeader() {
  return (
    <header className="no-print border-grey-2 border-b">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:bg-paper focus:p-3 focus:text-sm"
      >
        Skip to content
      </a>
      <div className="page flex flex-wrap items-center gap-x-5 py-2 text-sm">
        <a
          href="/"
          className="mr-3 inline-flex min-h-9 items-center gap-2 font-semibold text-base tracking-tight"
        >
          <Logo className="size-5" />
          Flopmark
        </a>
        <nav
          aria-label="Main"
          className="order-last flex basis-full gap-x-5 sm:order-none sm:basis-auto"
        >
          <a href="/models" className={item}>
            Models
          </a>
          <a href="/devices" className={item}>
            Devices
          </a>
          <a href="/analyze" className={item}>
            Analyze
          </a>
          <a href="/learn" className={item}>
            Learn
          </a>
        </nav>
        <div className="ml-auto flex items-center gap-3">
          <SearchBox id="search" className="w-44 max-sm:hidden lg:w-60" />
          <a
            href="/search"
            aria-label="Search"
            className="grid size-9 place-items-center rounded-sm text-grey-4 hover:text-ink sm:hidden"
          >
            <Search className="size-4" aria-hidden="true" />
          </a>
          <a
            href="/run"
            className="inline-flex min-h-9 items-center font-medium text-accent hover:underline"
          >
            Run
          </a>
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
