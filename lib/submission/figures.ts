// The figures of the measurements of one run, from its raw samples: the one way to them, for the page before anything is
// sent, for the server that stores them and for the command line. How well each is known depends on the whole run, because
// what passes differ by is seen in all of its measurements.
import { describe, type Summary, summarise } from '../bench/stats';
import { estimateOf, passesIn, passSpread } from '../bench/uncertainty';
import type { Measurement } from './schema';

type Measured = Extract<Measurement, { outcome: 'measured' }>;

/** The summary of a measurement among those of its run. Throws for one that is not of this run. */
export type Figures = (measurement: Measured) => Summary;

/**
 * Summaries with the time and the interval that are shown of a measurement. The drift is that of the pass that drifted more:
 * what two passes differ by is in the interval.
 */
export function figuresOf(measurements: readonly Measurement[]): Figures {
  const measured = measurements
    .filter((one): one is Measured => one.outcome === 'measured')
    .map((one) => ({ one, passes: passesOf(one).map(summarise) }));
  const spreads = new Map(
    [...new Set(measured.map(({ one }) => one.backend))].map((backend) => {
      const own = measured.filter(({ one }) => one.backend === backend);
      return [backend, passSpread(own.map(({ passes }) => passes))] as const;
    }),
  );
  const summaries = new Map(
    measured.map(({ one, passes }) => {
      const drifts = passes.map(({ drift }) => drift);
      const drift = drifts.reduce((most, other) => (Math.abs(other.score) > Math.abs(most.score) ? other : most));
      const whole = passes.length === 1 ? passes[0] : describe(one.samples);
      return [one, { ...whole, ...estimateOf(passes, spreads.get(one.backend) ?? passSpread([])), drift }];
    }),
  );
  return (measurement) => {
    const summary = summaries.get(measurement);
    if (summary === undefined) throw new RangeError(`${measurement.workload} is not of this run`);
    return summary;
  };
}

function passesOf({ samples, options }: Measured): readonly (readonly Measured['samples'][number][])[] {
  const firstPass = options?.firstPass;
  return passesIn({
    samples,
    firstPass: typeof firstPass === 'number' && Number.isInteger(firstPass) ? firstPass : null,
  });
}
