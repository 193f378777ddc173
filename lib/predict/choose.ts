// Which share of a mix of devices runs a model within a budget. Every device has a time, measured
// or predicted, that is known so well; what is not known of a device counts as neither fast nor
// slow, and widens the interval by its whole share. Weighted by the mix alone.
import { createPrng, type Prng } from '@/lib/core/prng';

export interface MixTime {
  /** Of the mix. */
  readonly share: number;
  /**
   * The time that three of four people there stay below, milliseconds; null where nothing is known.
   */
  readonly ms: number | null;
  /** One standard deviation of the logarithm of that time. */
  readonly deviation: number;
  readonly measured: boolean;
}

export interface Within {
  /** Of what is known. */
  readonly share: number;
  /** 95 % interval of the share of the whole mix. */
  readonly low: number;
  readonly high: number;
  /** Share of the mix of which nothing is known, and of which the time was measured. */
  readonly unknown: number;
  readonly measured: number;
}

const DRAWS = 1000;
const SEED = 17;
/**
 * Of a prediction's variance, what is the same on all devices: the units' own faults
 * (docs/prediction.md).
 */
const COMMON = 0.5;

/** Two standard normal numbers (Box and Muller 1958). */
function normals(prng: Prng): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(1 - prng.unit()));
  const angle = 2 * Math.PI * prng.unit();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/**
 * The share of a mix of devices that stays within a budget of milliseconds, with a 95 % interval
 * from what predictions are off by.
 * @throws RangeError for a budget that is not positive.
 */
export function shareWithin(mix: readonly MixTime[], budgetMs: number): Within {
  if (!(budgetMs > 0)) throw new RangeError(`a budget of ${budgetMs} ms`);
  const total = mix.reduce((sum, { share }) => sum + share, 0);
  const known = mix.flatMap(({ share, ms, ...rest }) =>
    ms === null ? [] : [{ ...rest, ms, share: share / total }],
  );
  const knownShare = known.reduce((sum, { share }) => sum + share, 0);
  const unknown = Math.max(0, 1 - knownShare);
  const prng = createPrng(SEED);
  const shares: number[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const [common] = normals(prng);
    let within = 0;
    for (const { share, ms, deviation, measured } of known) {
      const [own] = normals(prng);
      const error = measured ? own : Math.sqrt(COMMON) * common + Math.sqrt(1 - COMMON) * own;
      if (ms * Math.exp(deviation * error) <= budgetMs) within += share;
    }
    shares.push(within);
  }
  shares.sort((a, b) => a - b);
  const at = (quantile: number): number => shares[Math.round(quantile * (DRAWS - 1))] ?? 0;
  const mean = shares.reduce((sum, share) => sum + share, 0) / DRAWS;
  return {
    share: knownShare === 0 ? 0 : Math.min(1, mean / knownShare),
    low: Math.min(1, at(0.025)),
    high: Math.min(1, at(0.975) + unknown),
    unknown,
    measured: known.reduce((sum, { share, measured }) => sum + (measured ? share : 0), 0),
  };
}

/**
 * The time of three of four people, where the median and the 90 % quantile are known: logarithms
 * are about normal.
 */
export function upperQuartile(p50Ms: number, p90Ms: number): number {
  const spread = Math.log(Math.max(1, p90Ms / p50Ms)) / 1.2816;
  return p50Ms * Math.exp(0.6745 * spread);
}
