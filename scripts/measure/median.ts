// The middle of plain numbers, as the commands that measure print it.
import { quantile, sortValues } from '@/lib/bench/samples';

/** @throws RangeError where there is none. */
export const median = (values: readonly number[]): number => quantile(sortValues(values), 0.5);
