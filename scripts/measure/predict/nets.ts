// The nets that predictions are judged by, in two halves by a hash of the id: what a change of
// kernels or units does is looked at in the first, and the second judges it (docs/prediction.md
// says how far that was kept).
import { seedOf } from '@/lib/core/prng';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';

/** More than this a run is longer than a judgement is worth. */
const MACS_AT_MOST = 20e9;

const judged = ({ kind, precision, batch, family, macs }: ManifestEntry): boolean =>
  kind === 'model' &&
  precision === 'fp32' &&
  batch === 1 &&
  family !== 'Training step' &&
  macs <= MACS_AT_MOST;

export const NETS: readonly string[] = [...MANIFEST.values()].filter(judged).map(({ id }) => id);

export type Half = 'choosing' | 'judging';

/** One bit of the hash: an id keeps its half whatever else comes to the zoo. */
export const halfOf = (id: string): Half => ((seedOf(id) >>> 16) & 1 ? 'judging' : 'choosing');

export const CHOOSING: readonly string[] = NETS.filter((id) => halfOf(id) === 'choosing');
export const JUDGING: readonly string[] = NETS.filter((id) => halfOf(id) === 'judging');
