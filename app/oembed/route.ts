// /oembed?url=…: the card that stands for a page of this site, as JSON.
import { settings } from '@/lib/config/current';
import { err } from '@/lib/core/result';
import { oembedOf } from '@/lib/edge/oembed';
import { foundJson, openRead } from '@/lib/edge/read';
import { reject } from '@/lib/submission/rejection';

export const runtime = 'edge';

export const GET = (request: Request): Promise<Response> =>
  openRead(request, 'read', async () => {
    const query = new URL(request.url).searchParams;
    const format = (query.get('format') ?? 'json').toLowerCase();
    if (format !== 'json') return err(reject('invalid-query', '`format` must be json'));
    const found = oembedOf(query.get('url') ?? '', settings().origin);
    return found.ok ? foundJson(found.value) : err(reject('not-found', found.error));
  });
