// The prices that a device's own are drawn towards: those of one thread of one machine on which
// every kernel of the suite `predict` was measured (`npm run -s bench:predict --
// --write-reference`). A unit that a device's kernels say nothing of costs there what it costs
// here, as much dearer as its kind is.
import type { Prices } from './calibrate';
import reference from './reference.json';

interface Reference {
  readonly machine: string;
  readonly date: string;
  readonly prices: Prices;
}

export const REFERENCE = reference as Reference;
