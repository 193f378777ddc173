// An answer that any page may show, in an <img> or a frame, isolated pages too: cross-origin
// readable, with a strong ETag over its bytes, cached as badges are. Its own CSP, because someone
// will open it as a document.
import { CACHE_POLICIES, cacheControl } from './cache-policy';
import { etagOf, isKnown } from './etag';

export interface Embeddable {
  readonly body: string;
  readonly type: string;
  /** 400 where the address asks for what there is not: shown all the same. */
  readonly status: 200 | 400;
  /** Drawn because the database did not answer: nobody keeps it. */
  readonly fleeting: boolean;
  /** Besides loading nothing and its own styles. */
  readonly policy?: readonly string[];
}

/** An answer that other sites may show: with a tag, a lifetime, and nothing that isolates it. */
export async function embeddable(
  request: Request,
  { body, type, status, fleeting, policy = [] }: Embeddable,
): Promise<Response> {
  const etag = await etagOf(body);
  const headers = {
    'Cache-Control': fleeting ? 'no-store' : cacheControl(CACHE_POLICIES.badge),
    'Content-Security-Policy': ["default-src 'none'", "style-src 'unsafe-inline'", ...policy].join(
      '; ',
    ),
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Access-Control-Allow-Origin': '*',
    // A frame in an isolated page must have an embedder policy of its own, too.
    ...(type === 'text/html' && { 'Cross-Origin-Embedder-Policy': 'require-corp' }),
    'X-Content-Type-Options': 'nosniff',
    ETag: etag,
  };
  if (status === 200 && isKnown(request, etag)) return new Response(null, { status: 304, headers });
  return new Response(body, {
    status,
    headers: { ...headers, 'Content-Type': `${type}; charset=utf-8` },
  });
}
