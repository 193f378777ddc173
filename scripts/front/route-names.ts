// The route that an address belongs to, by the name that the build gives it (`/runs/[id]`): what
// logs and meters tell requests apart by. Addresses themselves are as many as there are runs, and
// may hold anything.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface RoutesManifest {
  readonly staticRoutes: readonly { readonly page: string }[];
  readonly dynamicRoutes: readonly { readonly page: string; readonly regex: string }[];
}

/** Files, which have no route. */
const FILES = /^\/(_next|ort)\//;
const NO_ROUTE = 'none';

export function routeNamesOf({
  staticRoutes,
  dynamicRoutes,
}: RoutesManifest): (url: string) => string {
  const names = new Set(staticRoutes.map(({ page }) => page));
  const patterns = dynamicRoutes.map(({ page, regex }) => ({ page, pattern: new RegExp(regex) }));
  return (url) => {
    const path = url.split('?', 1)[0] ?? '';
    const [, folder] = FILES.exec(path) ?? [];
    if (folder !== undefined) return `/${folder}`;
    if (names.has(path)) return path;
    return patterns.find(({ pattern }) => pattern.test(path))?.page ?? NO_ROUTE;
  };
}

/** @throws Error where the folder holds no build. */
export const routeNames = (folder: string): ((url: string) => string) =>
  routeNamesOf(
    JSON.parse(readFileSync(join(folder, 'routes-manifest.json'), 'utf8')) as RoutesManifest,
  );
