// How much a network may have made anew for it: a bucket that fills steadily and holds a reserve
// (the token bucket of RFC 2697). Kept answers cost nothing. It protects this process alone and is
// therefore kept in it; what the API counts stands in the database.

export interface BudgetLimits {
  readonly reserve: number;
  readonly perSecond: number;
}

/** Forty pages at once, and two a second for as long as one likes; a person reads fewer. */
export const BUDGET: BudgetLimits = { reserve: 200, perSecond: 10 };

/**
 * Bytes that a network may send: sixteen openings of a proof of the heaviest kind at once, and one
 * a second for as long as it likes. They are taken in before anybody can tell what they are.
 */
export const UPLOADS: BudgetLimits = { reserve: 48 * 2 ** 20, perSecond: 3 * 2 ** 20 };

/**
 * Bytes that a request brings, by what its headers say (RFC 9112, 6.3): none where they announce no
 * body, `most` where they do not say how long it is.
 */
export const bytesOf = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
  most: number,
): number =>
  Number(headers['content-length'] ?? (headers['transfer-encoding'] === undefined ? 0 : most));

/** Networks remembered: beyond them the one longest unseen has its whole reserve again. */
const MOST_NETWORKS = 10_000;

interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

export interface Budget {
  /** Takes `cost` from the network; the seconds to wait where it has too little left, else null. */
  spend(network: string, cost: number, nowMs: number): number | null;
}

export function createBudget({ reserve, perSecond }: BudgetLimits): Budget {
  const buckets = new Map<string, Bucket>();
  return {
    spend(network, cost, nowMs) {
      const { left, atMs } = buckets.get(network) ?? { left: reserve, atMs: nowMs };
      const filled = Math.min(reserve, left + (perSecond * Math.max(0, nowMs - atMs)) / 1000);
      buckets.delete(network);
      const enough = filled >= cost;
      buckets.set(network, { left: enough ? filled - cost : filled, atMs: nowMs });
      const oldest = buckets.size > MOST_NETWORKS ? buckets.keys().next().value : undefined;
      if (oldest !== undefined) buckets.delete(oldest);
      return enough ? null : Math.ceil((cost - filled) / perSecond);
    },
  };
}
