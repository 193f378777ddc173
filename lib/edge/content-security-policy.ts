// What a page may load: everything from here, nothing from elsewhere. With a nonce only scripts
// that carry it, what this origin serves and two constant scripts in the page itself may run, and
// WebAssembly may be compiled (the pages that measure).

import { START_WATCH_HASH } from './start-watch-script';
import { THEME_SCRIPT_HASH } from './theme-script';

export interface PolicyOptions {
  /** null: a page that the CDN caches, whose inline scripts cannot be told apart. */
  readonly nonce: string | null;
  /** Next's development server evaluates code and keeps a WebSocket. */
  readonly dev: boolean;
}

/**
 * The policy of a page: with a nonce for the applications, without one for pages that a CDN keeps.
 */
export function contentSecurityPolicy({ nonce, dev }: PolicyOptions): string {
  const script =
    nonce === null
      ? ["'unsafe-inline'"]
      : [
          `'nonce-${nonce}'`,
          `'${THEME_SCRIPT_HASH}'`,
          `'${START_WATCH_HASH}'`,
          "'wasm-unsafe-eval'",
        ];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", ...script, ...(dev ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(dev ? ['ws:'] : [])],
    'worker-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
