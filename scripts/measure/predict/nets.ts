// The nets that predictions are judged by, in two halves by a hash of the id: what a change of
// kernels or units does is looked at in the first, and the second judges it (docs/prediction.md
// says how far that was kept).
import { seedOf } from '@/lib/core/prng';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry, Precision } from '@/lib/models/workload';

/** More than this a run is longer than a judgement is worth. */
const MACS_AT_MOST = 20e9;

const inReach = ({ kind, batch, family, macs }: ManifestEntry): boolean =>
  kind === 'model' && batch === 1 && family !== 'Training step' && macs <= MACS_AT_MOST;

const netsIn = (precision: Precision): readonly string[] =>
  [...MANIFEST.values()]
    .filter((entry) => entry.precision === precision && inReach(entry))
    .map(({ id }) => id);

export const NETS = netsIn('fp32');
/** On integers, for information: no limit is set for them. */
export const INTEGER_NETS = netsIn('w8a8');

export type Half = 'choosing' | 'judging';

/** One bit of the hash: an id keeps its half whatever else comes to the zoo. */
export const halfOf = (id: string): Half => ((seedOf(id) >>> 16) & 1 ? 'judging' : 'choosing');

export const CHOOSING: readonly string[] = NETS.filter((id) => halfOf(id) === 'choosing');
export const JUDGING: readonly string[] = NETS.filter((id) => halfOf(id) === 'judging');
