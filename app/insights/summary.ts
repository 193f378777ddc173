// Gains of single devices → rows of a figure: per group and backend the median over devices, each
// device once, with the interval of that median. Below three devices a group is not drawn: it would
// say more of one machine than of the idea.
import type { Backend } from '@/lib/core/backend';
import { groupBy } from '@/lib/core/group';
import type { Gain } from '@/lib/db/gains';
import { geometricMean, type Ratio, ratioOverVotes } from '@/lib/standings/ratio';

export const FEWEST_DEVICES = 3;

export interface GainRow {
  readonly group: string;
  readonly backend: Backend;
  readonly devices: number;
  /** Votes, summed over devices. */
  readonly networks: number;
  readonly ratio: Ratio;
}

export interface GainSummary {
  readonly rows: readonly GainRow[];
  /** The most devices that any group has so far. */
  readonly mostDevices: number;
}

/** `groupOf` null: the gain is none of this figure's. */
export function summariseGains(
  gains: readonly Gain[],
  groupOf: (gain: Gain) => string | null,
): GainSummary {
  const placed = gains.flatMap((gain) => {
    const group = groupOf(gain);
    return group === null ? [] : [{ group, gain }];
  });
  const all = [
    ...groupBy(placed, ({ group, gain }) => `${group} ${gain.backend}`).values(),
  ].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const devices = groupBy(members, ({ gain }) => gain.deviceSlug);
    // Several workloads of one device in a group: one voice.
    const perDevice = [...devices.values()].flatMap(
      (own) =>
        geometricMean(own.map(({ gain }) => ({ value: gain.ratio, interval: null })))?.value ?? [],
    );
    const networks = [...devices.values()].reduce(
      (sum, own) => sum + Math.max(...own.map(({ gain }) => gain.networks)),
      0,
    );
    return [
      {
        group: first.group,
        backend: first.gain.backend,
        devices: devices.size,
        networks,
        ratio: ratioOverVotes(perDevice),
      },
    ];
  });
  return {
    rows: all.filter(({ devices }) => devices >= FEWEST_DEVICES),
    mostDevices: Math.max(0, ...all.map(({ devices }) => devices)),
  };
}
