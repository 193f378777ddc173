// /feed.xml: new records and devices, as Atom.
import { settings } from '@/lib/config/current';
import { ok } from '@/lib/core/result';
import { database } from '@/lib/db/client';
import { boardNews } from '@/lib/db/news';
import { atomFeed } from '@/lib/edge/feed';
import { openRead } from '@/lib/edge/read';
import { MANIFEST } from '@/lib/models/manifest';

export const runtime = 'edge';

const ENTRIES = 50;

export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'read', async () => {
    const news = await boardNews(database(), ENTRIES);
    const origin = settings().origin;
    const titleOf = (workload: string): string => MANIFEST.get(workload)?.title ?? workload;
    const body = atomFeed(news, { origin, titleOf, now: new Date() });
    return ok({ body, type: 'application/atom+xml; charset=utf-8' });
  });
