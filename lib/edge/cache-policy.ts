// How long answers may be reused, once for all routes. A withdrawn run must be gone from caches
// within 60 s (pages) and 300 s (badges) (docs/data.md, "Withdrawal"), so the sum of all that a
// policy allows stays within its reach. Documents and files have theirs from next.config.mjs; what
// our own server keeps is scripts/front/kept-answers.ts.

export interface CachePolicy {
  /** Seconds a browser may reuse the answer unasked. */
  readonly browser: number;
  /** Seconds a shared cache may. */
  readonly shared: number;
  /** Seconds more a shared cache may serve it while it fetches a new one. */
  readonly stale: number;
}

export const CACHE_POLICIES = {
  // Nothing stale: Firefox heeds stale-while-revalidate in a visitor's own cache, and showed who
  // had just published the page of before.
  page: { browser: 0, shared: 30, stale: 0 },
  badge: { browser: 60, shared: 120, stale: 120 },
} as const satisfies Record<string, CachePolicy>;

/** The longest time after which nobody is given the old answer any more. */
export const reachSeconds = ({ browser, shared, stale }: CachePolicy): number =>
  browser + shared + stale;

/**
 * The header of a policy: how long a browser and a shared cache may keep an answer, and serve it
 * while they ask again.
 */
export const cacheControl = ({ browser, shared, stale }: CachePolicy): string =>
  `public, max-age=${browser}, s-maxage=${shared}${stale > 0 ? `, stale-while-revalidate=${stale}` : ''}`;
