// An answer that any page may show, in an <img> or a frame: cross-origin readable, free of COEP, with a strong ETag over
// its bytes, cached as badges are. Its own CSP, because someone will open it as a document.
import { CACHE_POLICIES, cacheControl } from './cache-policy';

async function etagOf(body: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body)));
  return `"${Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}

/** RFC 9110, 13.1.2: weak comparison against a list of tags, or `*`. */
function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}

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
  if (matches(request.headers.get('If-None-Match'), etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'Content-Type': `${type}; charset=utf-8` } });
}
