// The address of a comparison: ?a=…&b=…&c=…&d=… are devices, `backend` one backend for all, `q`
// what is searched for. Read leniently, written canonically: gaps close up, doubles go.
import { BACKENDS, type Backend } from '@/lib/core/backend';
import { oneOf, taken } from '@/lib/edge/parameters';
import { SEARCH_LENGTH } from '@/lib/edge/search-length';

/** Up to four: more columns than that nobody can read. */
export const LETTERS = ['A', 'B', 'C', 'D'] as const;
export type Letter = (typeof LETTERS)[number];

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Chosen {
  readonly slugs: readonly string[];
  /** Null: each device on its fastest. */
  readonly backend: Backend | null;
  readonly search: string;
}

export function readChosen(query: Query): Chosen {
  const one = (name: string): string => {
    const value = query[name];
    return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim();
  };
  const slugs = LETTERS.map((letter) => one(letter.toLowerCase())).filter((slug) => slug !== '');
  return {
    slugs: [...new Set(slugs)],
    backend: taken(oneOf(BACKENDS, one('backend'))),
    search: one('q').slice(0, SEARCH_LENGTH),
  };
}

/** Field names and values of the devices, for an address or a form. */
export function slugFields(slugs: readonly string[]): [name: string, slug: string][] {
  return slugs
    .slice(0, LETTERS.length)
    .map((slug, index) => [LETTERS[index]?.toLowerCase() ?? '', slug]);
}

export function compareHref(slugs: readonly string[], backend: Backend | null = null): string {
  const fields = [...slugFields(slugs), ...(backend === null ? [] : [['backend', backend]])];
  return fields.length === 0 ? '/compare' : `/compare?${new URLSearchParams(fields)}`;
}
