// Every page that a search engine may show, as https://www.sitemaps.org/protocol.html has it.
import { element, text } from '../badge/svg';

/** The protocol's bound on one file. */
export const MOST_ADDRESSES = 50_000;

/** The sitemap of these paths (sitemaps.org 0.9), as many as one may hold. */
export function sitemap(origin: string, paths: readonly string[]): string {
  const urls = paths
    .slice(0, MOST_ADDRESSES)
    .map((path) => element('url', {}, element('loc', {}, text(origin + path))));
  return `<?xml version="1.0" encoding="utf-8"?>\n${element('urlset', { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }, ...urls)}\n`;
}
