// What a workload is called where several forms of one network stand beside each other.
import type { ManifestEntry } from './workload';

/** Its title, which batches of one network have in common, and the batch where it is not one. */
export const nameOf = ({ title, batch }: Pick<ManifestEntry, 'title' | 'batch'>): string =>
  batch === 1 ? title : `${title}, batch ${batch}`;
