// All gains that the page and its CSV show, by the same two queries.
import type { Database } from '@/lib/db/client';
import { backendGains, type Gain, variantGains } from '@/lib/db/gains';
import { MANIFEST } from '@/lib/models/manifest';
import { designPairs, precisionPairs, pruningPairs } from '@/lib/models/pairs';

export interface AllGains {
  readonly variants: readonly Gain[];
  readonly backends: readonly Gain[];
}

export async function gainsOfAll(db: Database): Promise<AllGains> {
  const pairs = [...precisionPairs(MANIFEST), ...pruningPairs(MANIFEST), ...designPairs(MANIFEST)];
  const [variants, backends] = await Promise.all([variantGains(db, pairs), backendGains(db)]);
  return { variants, backends };
}
