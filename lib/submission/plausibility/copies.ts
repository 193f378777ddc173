// Samples that were measured once and sent twice. How the steps from sample to sample rank is kept by scaling, and no two
// long series share it by chance, not even those of devices that only grow slower: it is the fingerprint of a series.
import { perIterationMs, type Sample } from '../../bench/samples';
import { type Facts, firstOf, type Measured, named } from './facts';

const ENOUGH_SAMPLES = 12;
/** Of a coarse clock's few steps many series are alike: 8 different ones in 12 places are 36 bits. */
const ENOUGH_VALUES = 8;
/** Shorter ones have too few orders (of 20,000 series of 12, two agreed), so their proportions count instead. */
const ENOUGH_FOR_ORDER = 16;
/** Irrational, so that no proportion of two multiples of a step lies between two integers. */
const PROPORTION = 1e6 * Math.SQRT2;

/** FNV-1a, 64 bits as two halves with different offsets: a name, not a secret. */
function hash64(values: Iterable<number>): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (const value of values) {
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b ^ value ^ (b >>> 15), 0x85ebca6b);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Each value's place among the different values. */
function ranksOf(values: readonly number[]): { readonly ranks: number[]; readonly different: number } {
  const places = new Map([...new Set(values)].toSorted((x, y) => x - y).map((value, rank) => [value, rank]));
  return { ranks: values.map((value) => places.get(value) ?? 0), different: places.size };
}

/** The fingerprint of a series as 16 hex digits; null where too few different steps make none. */
export function orderOf(samples: readonly Sample[]): string | null {
  if (samples.length < ENOUGH_SAMPLES) return null;
  const values = perIterationMs(samples);
  const [first = Number.NaN] = values;
  const proportions = values.map((value) => Math.round((value / first) * PROPORTION));
  const steps = proportions.slice(1).map((value, i) => value - (proportions[i] ?? Number.NaN));
  const { ranks, different } = ranksOf(steps);
  if (different < ENOUGH_VALUES) return null;
  return hash64(samples.length >= ENOUGH_FOR_ORDER ? ranks : proportions);
}

export function copiedWithin({ measured }: Facts): string | null {
  const seen = new Map<string, Measured>();
  return firstOf(measured, (one) => {
    const { sampleOrder } = one.row;
    if (sampleOrder === null) return null;
    const other = seen.get(sampleOrder);
    seen.set(sampleOrder, one);
    return other === undefined ? null : `the samples are those of ${named(other)}`;
  });
}

export const copiedFromEarlier = ({ row: { sampleOrder } }: Measured, { evidence }: Facts): string | null =>
  sampleOrder === null || !evidence.knownOrders.has(sampleOrder) ? null : 'the samples are those of an earlier run';

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
