// /sitemap.xml: the pages that stand, every workload, every device with results. Runs are their
// people's own.

import { settings } from '@/lib/config/current';
import { ok } from '@/lib/core/result';
import { database } from '@/lib/db/client';
import { listDevices } from '@/lib/db/devices';
import { openRead } from '@/lib/edge/read';
import { MOST_ADDRESSES, sitemap } from '@/lib/edge/sitemap';
import { MANIFEST } from '@/lib/models/manifest';
import { CHAPTERS, chapterHref } from '@/lib/views/chapters';

export const runtime = 'edge';

const PAGES = [
  '/',
  '/run',
  '/models',
  '/devices',
  '/compare',
  '/insights',
  '/analyze',
  '/choose',
  '/badges',
  '/learn',
  ...CHAPTERS.map(({ slug }) => chapterHref(slug)),
  '/learn/calculator',
  '/learn/glossary',
  '/methodology',
  '/docs/api',
  '/data',
  '/privacy',
];

export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'read', async () => {
    const devices = await listDevices(database(), MOST_ADDRESSES - PAGES.length - MANIFEST.size);
    const paths = [
      ...PAGES,
      ...[...MANIFEST.keys()].map((id) => `/models/${id}`),
      ...devices.map(({ slug }) => `/devices/${slug}`),
    ];
    const body = sitemap(settings().origin, paths);
    return ok({ body, type: 'application/xml; charset=utf-8' });
  });
