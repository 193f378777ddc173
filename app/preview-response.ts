// The answer to a request for a preview picture: drawn where there is something to show, and for an
// address that stands for nothing a short answer that caches keep, because drawing takes a hundred
// times as long as finding that out.
import type { Badge } from '@/lib/badge/badge';
import { noted } from '@/lib/edge/badge-response';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { errorFields, logLine } from '@/lib/watch/log';
import { previewImage } from './preview-image';

const NOTHING = {
  status: 404,
  headers: {
    'Cache-Control': cacheControl(CACHE_POLICIES.page),
    'Content-Type': 'text/plain; charset=utf-8',
  },
};
const UNREADABLE = { status: 503, headers: { 'Cache-Control': 'no-store', 'Retry-After': '5' } };

/** `find` gives null for what is not there. */
export async function previewResponse(find: () => Promise<Badge | null>): Promise<Response> {
  try {
    const badge = await find();
    return badge === null
      ? new Response('Nothing is here.\n', NOTHING)
      : previewImage(noted(badge));
  } catch (error) {
    logLine('error', 'preview', errorFields(error));
    return new Response(null, UNREADABLE);
  }
}
