// Slugs of an address → devices to compare: measured ones with their results, known ones without
// any, and unknown ones.
import type { Database } from '@/lib/db/client';
import { type DeviceResults, deviceResults } from '@/lib/db/device-results';
import { isSlug, routeOf } from '@/lib/device/page';

export type LoadedDevice =
  | { readonly found: 'measured'; readonly slug: string; readonly device: DeviceResults }
  | { readonly found: 'unmeasured'; readonly slug: string; readonly name: string }
  | { readonly found: 'nothing'; readonly slug: string };

export async function loadDevice(db: Database, slug: string): Promise<LoadedDevice> {
  const device = isSlug(slug) ? await deviceResults(db, slug) : null;
  if (device !== null) return { found: 'measured', slug, device };
  const route = routeOf(slug, false);
  if (route.to === 'redirect') return loadDevice(db, route.slug);
  return route.to === 'empty'
    ? { found: 'unmeasured', slug, name: route.title }
    : { found: 'nothing', slug };
}
