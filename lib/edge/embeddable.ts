// An answer that any page may show, in an <img> or a frame: cross-origin readable, free of COEP, with a strong ETag over
// its bytes, cached as badges are. Its own CSP, because someone will open it as a document.
import { CACHE_POLICIES, cacheControl } from './cache-policy';
import { etagOf, isKnown } from './etag';

export interface Embeddable {
  readonly body: string;
  readonly type: string;
  /** Besides loading nothing and its own styles. */
  readonly policy?: readonly string[];
}

export async function embeddable(request: Request, { body, type, policy = [] }: Embeddable): Promise<Response> {
  const etag = await etagOf(body);
  const headers = {
    'Cache-Control': cacheControl(CACHE_POLICIES.badge),
    'Content-Security-Policy': ["default-src 'none'", "style-src 'unsafe-inline'", ...policy].join('; '),
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    ETag: etag,
  };
  if (isKnown(request, etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'Content-Type': `${type}; charset=utf-8` } });
}
