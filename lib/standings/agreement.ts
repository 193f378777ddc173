// Agreeing submissions (DESIGN section 6): people who know nothing of each other got the same. It is what stands behind
// arithmetic that cannot be proved. Who agrees is counted by network, because keys are free and networks are not, and over
// more than one day, because a borrowed network is dear for long.

export const AGREEMENT = {
  /** People, each from a network of their own. */
  people: 3,
  /** Days, UTC, on which their runs came. */
  days: 2,
  /** How far from the cell's median a vote may be to agree with it, as a share of the median. */
  spread: 0.15,
} as const;

/** Whether a single time is no better than what others confirm: a record can be far from the median that they agree on. */
export const isConfirmed = (ms: number, medianMs: number): boolean => ms >= (1 - AGREEMENT.spread) * medianMs;
