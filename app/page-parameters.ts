// The parameters of the pages, by path: what the proxy refuses with 400 before a page reads them.

import { BACKENDS, THREADS_CLASSES } from '@/lib/core/backend';
import { FORMS } from '@/lib/device/forms';
import { BADGE_PARAMETERS, BADGE_SUBJECTS } from '@/lib/edge/badge-options';
import { cursor, name, oneOf, type Parameters } from '@/lib/edge/parameters';
import { SORTS, TRUSTS } from '@/lib/views/board-choice';
import { LIST_SORTS, PRECISIONS } from '@/lib/views/list-choice';

export const PAGE_PARAMETERS: readonly (readonly [path: RegExp, parameters: Parameters])[] = [
  [
    /^\/models$/,
    { precision: (text) => oneOf(PRECISIONS, text), sort: (text) => oneOf(LIST_SORTS, text) },
  ],
  [
    /^\/models\/[^/]+$/,
    {
      view: (text) => oneOf(['board', 'records'], text),
      backend: (text) => oneOf(BACKENDS, text),
      threads: (text) => oneOf(THREADS_CLASSES, text),
      trust: (text) => oneOf(TRUSTS.map(String), text),
      browser: name,
      os: name,
      form: (text) => oneOf(FORMS, text),
      ort: name,
      sort: (text) => oneOf(SORTS, text),
      after: cursor,
      layers: (text) => oneOf(['all'], text),
    },
  ],
  [/^\/devices\/[^/]+$/, { results: (text) => oneOf(['all'], text) }],
  [/^\/compare$/, { backend: (text) => oneOf(BACKENDS, text) }],
  [/^\/badges$/, { ...BADGE_PARAMETERS, about: (text) => oneOf(BADGE_SUBJECTS, text) }],
  [/^\/runs\/[^/]+$/, { samples: (text) => oneOf(['all'], text) }],
];

/** The parameters of the page at `pathname`; null where it has none to check. */
export function parametersOf(pathname: string): Parameters | null {
  return PAGE_PARAMETERS.find(([path]) => path.test(pathname))?.[1] ?? null;
}
