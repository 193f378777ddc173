// The figures of the measurements of one run, from its raw samples: the one way to them, for the
// page before anything is sent, for the server that stores them and for the command line. How well
// each is known depends on the whole run, because what passes differ by is seen in all of its
// measurements.
import type { Sample } from '../bench/samples';
import { describe, type Summary, summarise } from '../bench/stats';
import { estimateOf, passesIn, passSpread } from '../bench/uncertainty';
import { groupBy } from '../core/group';
import type { Measurement } from './schema';

export type Measured = Extract<Measurement, { outcome: 'measured' }>;

/** The measurements that have a time. */
export const measuredOf = (measurements: readonly Measurement[]): Measured[] =>
  measurements.filter((one): one is Measured => one.outcome === 'measured');

/** The summary of a measurement among those of its run. Throws for one that is not of this run. */
export type ShownTimes = (measurement: Measured) => Summary;

/**
 * Summaries with the time and the interval that are shown of a measurement. The drift is that of
 * the pass that drifted more: what two passes differ by is in the interval, and counts as spread of
 * the fast samples.
 */
export function shownTimesOf(measurements: readonly Measurement[]): ShownTimes {
  const measured = measuredOf(measurements).map((one) => ({
    one,
    passes: passesOf(one).map(summarise),
  }));
  const summaries = new Map<Measurement, Summary>();
  for (const own of groupBy(measured, ({ one }) => one.backend).values()) {
    const spread = passSpread(own.map(({ passes }) => passes));
    for (const { one, passes } of own) {
      const [first, second] = passes;
      const whole = first !== undefined && second === undefined ? first : describe(one.samples);
      const { drift } = passes.reduce((most, pass) =>
        Math.abs(pass.drift.score) > Math.abs(most.drift.score) ? pass : most,
      );
      const times = passes.map(({ timeMs }) => timeMs);
      const apart = Math.max(...times) / Math.min(...times) - 1;
      const fastSpread = Math.max(apart, ...passes.map((pass) => pass.fastSpread));
      summaries.set(one, { ...whole, ...estimateOf(passes, spread), drift, fastSpread });
    }
  }
  return (measurement) => {
    const summary = summaries.get(measurement);
    if (summary === undefined) throw new RangeError(`${measurement.workload} is not of this run`);
    return summary;
  };
}

function passesOf({ samples, options }: Measured): (readonly Sample[])[] {
  const firstPass = options?.firstPass;
  return passesIn({
    samples,
    firstPass: typeof firstPass === 'number' && Number.isInteger(firstPass) ? firstPass : null,
  });
}
