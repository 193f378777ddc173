// The pinned manifest: what the server, the pages and the worker know about every workload. Written
// by `npm run -s zoo -- pin` from the built bytes, verified by a test that builds them again; holds
// no builder.
import entries from './manifest.json';
import type { ManifestEntry } from './workload';

export const MANIFEST: ReadonlyMap<string, ManifestEntry> = new Map(
  (entries as unknown as readonly ManifestEntry[]).map((entry) => [entry.id, entry]),
);
