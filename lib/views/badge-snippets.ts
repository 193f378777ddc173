// Lines to paste elsewhere: full addresses, text escaped for the language that it stands in.
import { CARD_SIZE } from '@/lib/badge/card';

/** Paths on this site. */
export interface BadgeAddresses {
  readonly picture: string;
  readonly endpoint: string;
  readonly card: string;
  readonly page: string;
}

/**
 * `subject`: "run/abc", "device/<slug>/<workload>", "model/<id>" or "browser/<id>"; `query` begins
 * with "?" or is empty.
 */
export const addressesOf = (subject: string, page: string, query = ''): BadgeAddresses => ({
  picture: `/badge/${subject}.svg${query}`,
  endpoint: `/badge/${subject}.json${query}`,
  card: `/embed/${subject}${query}`,
  page,
});

export interface Snippets {
  readonly markdown: string;
  readonly html: string;
  readonly frame: string;
  readonly endpoint: string;
}

const escapeHtml = (value: string): string =>
  value.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const escapeMarkdown = (value: string): string => value.replace(/[\\[\]`*_<>&]/g, '\\$&');

/** `alt`: what the picture says to those who do not see it. */
export function snippetsOf(
  origin: string,
  { picture, endpoint, card, page }: BadgeAddresses,
  alt: string,
): Snippets {
  const full = (path: string): string => escapeHtml(`${origin}${path}`);
  const { width, height } = CARD_SIZE;
  return {
    markdown: `[![${escapeMarkdown(alt)}](${origin}${picture})](${origin}${page})`,
    html: `<a href="${full(page)}"><img src="${full(picture)}" alt="${escapeHtml(alt)}"></a>`,
    frame: `<iframe src="${full(card)}" width="${width}" height="${height}" title="${escapeHtml(alt)}" style="border:0"></iframe>`,
    endpoint: `https://img.shields.io/endpoint?url=${encodeURIComponent(`${origin}${endpoint}`)}`,
  };
}
