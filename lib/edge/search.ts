// What the search box finds: devices that somebody has measured and workloads of the manifest, by words of their names in
// any order and case. Used by the JSON endpoint and by the page that works without scripts.
import type { Database } from '../db/client';
import { listDevices } from '../db/devices';
import type { ManifestEntry } from '../models/workload';
import { SEARCH_LENGTH } from './search-length';

export interface Found {
  readonly kind: 'device' | 'model';
  readonly title: string;
  /** What tells it from others of like name. */
  readonly note: string;
  readonly href: string;
}

/** Id and title hold every word; whole titles first, then nets before kernels, then the shortest id, else
 * the manifest's order. */
export function findWorkloads(manifest: Iterable<ManifestEntry>, query: string, limit: number): ManifestEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ id, title, family }: ManifestEntry): string => `${id} ${title} ${family}`.toLowerCase();
  const exact = ({ title }: ManifestEntry): number => Number(title.toLowerCase().startsWith(query.toLowerCase()));
  const found = [...manifest].filter((entry) => words.every((word) => text(entry).includes(word)));
  return found
    .toSorted(
      (a, b) =>
        exact(b) - exact(a) || Number(b.kind === 'model') - Number(a.kind === 'model') || a.id.length - b.id.length,
    )
    .slice(0, limit);
}

/** At most `limit` of each kind, devices first; nothing for an empty query. */
export async function findAll(
  db: Database,
  manifest: Iterable<ManifestEntry>,
  query: string,
  limit: number,
): Promise<Found[]> {
  const search = query.trim().slice(0, SEARCH_LENGTH);
  if (search === '') return [];
  const devices = await listDevices(db, { search, limit });
  return [
    ...devices.map(({ slug, name, people }) => ({
      kind: 'device' as const,
      title: name,
      note: people === 1 ? '1 person' : `${people} people`,
      href: `/devices/${slug}`,
    })),
    ...findWorkloads(manifest, search, limit).map(({ id, title }) => ({
      kind: 'model' as const,
      title,
      note: id,
      href: `/models/${id}`,
    })),
  ];
}
