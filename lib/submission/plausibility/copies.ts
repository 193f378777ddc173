// Samples that were measured once and sent twice, within one run. Those of other runs are found
// where runs are stored (lib/db/functions/arrival): of two that arrive at once, one is the first.
import { perIterationMs } from '../../bench/samples';
import { type Facts, firstOf, type Measured, named } from './facts';
import { isCopy } from './sketch';

/** Says where two measurements of a run have the same samples in the same order. */
export function copiedWithin({ measured }: Facts): string | null {
  const seen: Measured[] = [];
  return firstOf(measured, (one) => {
    const other = seen.find(({ row }) => isCopy(one.row.sketch, row.sketch));
    seen.push(one);
    return other === undefined ? null : `the samples are those of ${named(other)}`;
  });
}

/** Of a coarse clock's few steps many series are alike. */
const ENOUGH_VALUES = 8;
/** A period is seen where at least this many samples repeat those one period before. */
const REPEATED = 16;

/** One stretch of samples sent again and again as if it were a long series. */
export function repeatedSamples({ wire }: Measured): string | null {
  const values = perIterationMs(wire.samples);
  if (new Set(values).size < ENOUGH_VALUES) return null;
  for (let period = 2; period + REPEATED <= values.length; period += 1) {
    if (values.every((value, i) => i < period || value === values[i - period]))
      return `every sample is that of ${period} before`;
  }
  return null;
}
