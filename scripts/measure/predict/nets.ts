// The nets that predictions are judged by, in two halves: rules and kernels are chosen with the
// first and judged on the second (docs/prediction.md says how far that was kept). Every other net
// in the order of the registry's families, so that both halves have old and new, convolutional and
// attending ones.
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

export const CHOOSING: readonly string[] = NETS.filter((_, i) => i % 2 === 0);
export const JUDGING: readonly string[] = NETS.filter((_, i) => i % 2 === 1);
