// The figures of the measurements of one run, from its raw samples: the one way to them, for the page before anything is
// sent, for the server that stores them and for the command line. How well each is known depends on the whole run, because
// what passes differ by is seen in all of its measurements.
import { driftOf, type Summary, summarise } from '../bench/stats';
import { estimateOf, type PassedSeries, type PassSpread, passesIn, passSpread } from '../bench/uncertainty';
import type { Backend } from '../core/backend';
import type { Measurement } from './schema';

type Measured = Extract<Measurement, { outcome: 'measured' }>;

/** The spread between passes on each backend that was measured. */
export type PassSpreads = ReadonlyMap<Backend, PassSpread>;

export function passSpreads(measurements: readonly Measurement[]): PassSpreads {
  const measured = measurements.filter((one): one is Measured => one.outcome === 'measured');
  const backends = new Set(measured.map(({ backend }) => backend));
  return new Map(
    [...backends].map((backend) => {
      const own = measured.filter((one) => one.backend === backend);
      return [backend, passSpread(own.map(seriesOf))] as const;
    }),
  );
}

/**
 * Summary of one measurement among those of its run, with the time and the interval that are shown of it. The drift is that of
 * the pass that drifted more: what two passes differ by is in the interval.
 */
export function figuresOf(measurement: Measured, spreads: PassSpreads): Summary {
  const spread = spreads.get(measurement.backend) ?? passSpread([]);
  const series = seriesOf(measurement);
  const drifts = passesIn(series).map(driftOf);
  const drift = drifts.reduce((most, one) => (Math.abs(one.score) > Math.abs(most.score) ? one : most));
  return { ...summarise(measurement.samples), ...estimateOf(series, spread), drift };
}

function seriesOf({ samples, options }: Measured): PassedSeries {
  const firstPass = options?.firstPass;
  return { samples, firstPass: typeof firstPass === 'number' && Number.isInteger(firstPass) ? firstPass : null };
}
