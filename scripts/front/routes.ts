// What an answer costs that is not kept yet, and which parameters of its address mean anything: one
// table. All others are taken out, so that nobody makes the same page anew by adding words to its
// address.

export interface Route {
  readonly pattern: RegExp;
  readonly parameters: readonly string[];
  /** In badges: what drawing one takes, a few milliseconds. */
  readonly cost: number;
  /** Parameters that raw rows are read for, where else a summary is kept: four times the cost. */
  readonly fromRows?: readonly string[];
}

const BADGE = ['style', 'backend', 'at'] as const;
const SOFTWARE = ['browser', 'os', 'form', 'ort'] as const;
const BOARD = [
  'view',
  'backend',
  'threads',
  'trust',
  ...SOFTWARE,
  'sort',
  'after',
  'layers',
] as const;

/** What the calculator asks for, whatever it counts. */
const CALCULATOR =
  `kind gflops gigabytes rows in out batch extent kernel stride groups tokens width heads kept steps hidden
  vocabulary channels narrow expansion inner past experts active`.split(/\s+/);

/** The first that matches counts. */
const ROUTES: readonly Route[] = [
  { pattern: /\/opengraph-image[^/]*$/, parameters: [], cost: 20 },
  { pattern: /^\/badge\//, parameters: BADGE, cost: 1 },
  { pattern: /^\/embed\//, parameters: BADGE, cost: 1 },
  { pattern: /^\/models\/[^/]+$/, parameters: BOARD, cost: 5, fromRows: SOFTWARE },
  { pattern: /^\/models$/, parameters: ['precision', 'sort'], cost: 5 },
  { pattern: /^\/devices\/[^/]+$/, parameters: ['cell', 'results'], cost: 5 },
  { pattern: /^\/(?:devices|search)$/, parameters: ['q'], cost: 5 },
  { pattern: /^\/compare$/, parameters: ['a', 'b', 'c', 'd', 'backend', 'q'], cost: 5 },
  { pattern: /^\/runs\/[^/]+$/, parameters: ['samples'], cost: 5 },
  { pattern: /^\/badges$/, parameters: ['about', 'workload', 'device', 'run', ...BADGE], cost: 5 },
  { pattern: /^\/oembed$/, parameters: ['url', 'format'], cost: 1 },
  { pattern: /^\/(?:feed|sitemap)\.xml$/, parameters: [], cost: 10 },
  { pattern: /^\/choose$/, parameters: ['model', 'budget', 'mix'], cost: 5 },
  { pattern: /^\/learn\/calculator$/, parameters: CALCULATOR, cost: 5 },
  { pattern: /^\/insights(?:\/gains\.csv)?$/, parameters: [], cost: 10 },
];

/**
 * Files that a build or `public/` holds, the API, which counts by itself, and pages with a nonce or
 * a session.
 */
const ELSEWHERE =
  /^\/(?:_next|ort|api|admin|run|analyze)(?:\/|$)|^\/icon\.svg$|\.(?:js|mjs|css|wasm|woff2|png|ico|txt|webmanifest)$/;
const PICTURE = /\/opengraph-image/;
const UNNAMED: Omit<Route, 'pattern'> = { parameters: [], cost: 5 };

/** What takes a form besides what ELSEWHERE leaves to itself; it counts by itself, too. */
const FORMS = /^\/reports(?:\?|$)/;

/**
 * Whether nothing at this address takes what is sent: Next would make the page all the same, and
 * nobody would count it.
 */
export const isOnlyRead = (url: string): boolean => askedOf(url) !== null && !FORMS.test(url);

export interface Asked {
  /** The address with what means something, in one order. */
  readonly url: string;
  readonly cost: number;
}

/** Null for what is neither kept nor counted here. */
export function askedOf(url: string): Asked | null {
  const [path = '', query = ''] = url.split('?', 2);
  if (!path.startsWith('/') || (ELSEWHERE.test(path) && !PICTURE.test(path))) return null;
  const {
    parameters,
    cost,
    fromRows = [],
  } = ROUTES.find(({ pattern }) => pattern.test(path)) ?? UNNAMED;
  const given = new URLSearchParams(query);
  const kept = new URLSearchParams();
  for (const name of parameters) for (const value of given.getAll(name)) kept.append(name, value);
  const canonical = kept.toString();
  return {
    url: canonical === '' ? path : `${path}?${canonical}`,
    cost: fromRows.some((name) => kept.has(name)) ? 4 * cost : cost,
  };
}
