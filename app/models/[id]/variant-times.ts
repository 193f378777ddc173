// How long variants take against the first of them: the median over devices of ratios that were
// measured within one run.
import type { Backend } from '@/lib/core/backend';
import { groupBy } from '@/lib/core/group';
import type { Gain } from '@/lib/db/gains';
import { type Ratio, ratioOverVotes } from '@/lib/standings/ratio';

export interface VariantTime {
  /**
   * Time over the base's time; below 1 is faster. The interval, where there is one, is over
   * devices.
   */
  readonly ratio: Ratio;
  readonly devices: number;
}

export type VariantTimes = ReadonlyMap<string, VariantTime>;

export const timeKey = (variant: string, backend: Backend): string => `${variant} ${backend}`;

/** By `timeKey`; what nobody measured is absent. */
export function variantTimes(gains: readonly Gain[]): VariantTimes {
  const groups = groupBy(gains, ({ variant, backend }) => timeKey(variant, backend));
  return new Map(
    [...groups].map(([key, members]) => [
      key,
      { ratio: ratioOverVotes(members.map(({ ratio }) => 1 / ratio)), devices: members.length },
    ]),
  );
}
