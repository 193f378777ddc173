// Agreeing networks: people who know nothing of each other got the same. It is what stands behind
// work that no proof speaks of. Keys are free and networks are not, so networks are counted, and
// only once of a block of addresses that one provider may hand out whole; over more than one day,
// because a borrowed network is dear for long. And what was agreed on does not move unseen.

export const AGREEMENT = {
  /** Networks, each in a block of addresses of its own: /16, or /32 of IPv6. */
  networks: 3,
  /** Days, UTC, on which their runs came. */
  days: 2,
  /** How far from the cell's median a vote may be to agree with it, as a share of the median. */
  spread: 0.15,
} as const;

/** An agreed median that moves by this share within so many days is shown as disputed. */
export const DISPUTE = { moved: 0.15, days: 7 } as const;

/** Keys of one network that count in its vote, the newest. */
export const KEYS_OF_A_NETWORK = 64;

/**
 * Whether a single time is no better than what others confirm: a record can be far from the median
 * that they agree on.
 */
export const isConfirmed = (ms: number, medianMs: number): boolean =>
  ms >= (1 - AGREEMENT.spread) * medianMs;
