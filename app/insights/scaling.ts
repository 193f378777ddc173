// How time grows with FLOPs on one device: the exponent e of time ∝ FLOPs^e over its models, by
// least squares of the logarithms. 1 where FLOPs are all that counts; below 1 where small models
// cost more than their FLOPs say.
import { quantile, sortValues } from '@/lib/bench/samples';
import type { WorkAndTime } from '@/lib/charts/work-and-time';
import { groupBy } from '@/lib/core/group';

/** Two points always make a line; three begin to say something. */
const FEWEST_MODELS = 3;

export interface Scaling {
  /** Devices, once per backend, that the exponent was taken on. */
  readonly series: number;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Null while no device has enough models. */
export function scalingOf(points: readonly WorkAndTime[]): Scaling | null {
  const series = [...groupBy(points, ({ device, backend }) => `${device} ${backend}`).values()];
  const exponents = sortValues(series.flatMap((own) => exponentOf(own) ?? []));
  if (exponents.length === 0) return null;
  return {
    series: exponents.length,
    median: quantile(exponents, 0.5),
    lowest: quantile(exponents, 0),
    highest: quantile(exponents, 1),
  };
}

function exponentOf(points: readonly WorkAndTime[]): number | null {
  if (points.length < FEWEST_MODELS) return null;
  const x = points.map(({ flops }) => Math.log(flops));
  const y = points.map(({ medianMs }) => Math.log(medianMs));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const spread = mean(x.map((value) => (value - meanX) ** 2));
  return spread === 0
    ? null
    : mean(x.map((value, i) => (value - meanX) * ((y[i] ?? meanY) - meanY))) / spread;
}
