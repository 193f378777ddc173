// Of plain numbers, as the commands of the attested kernel print it.
import { quantile, sortValues } from '@/lib/bench/samples';

export const median = (values: readonly number[]): number => quantile(sortValues(values), 0.5);
