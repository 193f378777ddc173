// The manifest as the pages of models list it: nets with their variants (precision, batch, pruning)
// under one stem, kernels by family.
import { groupBy } from '@/lib/core/group';
import { MANIFEST } from '@/lib/models/manifest';
import { stemOf } from '@/lib/models/pairs';
import type { ManifestEntry, Precision } from '@/lib/models/workload';

/** All workloads of the same stem, itself included, in the manifest's order. */
export function variantsOf(entry: ManifestEntry): readonly ManifestEntry[] {
  const stem = stemOf(entry);
  return [...MANIFEST.values()].filter(
    (other) => other.kind === entry.kind && stemOf(other) === stem,
  );
}

/** The first variant of every net: fp32 at batch 1, nothing pruned. */
export function nets(): readonly ManifestEntry[] {
  const first = new Map<string, ManifestEntry>();
  for (const entry of MANIFEST.values()) {
    const stem = stemOf(entry);
    if (entry.kind === 'model' && !first.has(stem)) first.set(stem, entry);
  }
  return [...first.values()].toSorted((a, b) => a.title.localeCompare(b.title, 'en'));
}

/** Every net at one precision: batch 1, nothing pruned. */
export function netsIn(precision: Precision): readonly ManifestEntry[] {
  return [...MANIFEST.values()].filter(
    (entry) =>
      entry.kind === 'model' &&
      entry.precision === precision &&
      entry.batch === 1 &&
      entry.id === `${stemOf(entry)}-${precision}`,
  );
}

export interface Family {
  readonly name: string;
  readonly entries: readonly ManifestEntry[];
}

export function kernelFamilies(): readonly Family[] {
  const kernels = [...MANIFEST.values()].filter(({ kind }) => kind === 'kernel');
  return [...groupBy(kernels, ({ family }) => family)].map(([name, entries]) => ({
    name,
    entries,
  }));
}
