// A badge as an HTTP answer that any page may show: always 200 (a broken picture in a README helps nobody), cross-origin
// readable, free of COEP, with a strong ETag over its bytes. Its own CSP, because someone will open the SVG as a document.
import type { Svg } from '@/lib/badge/svg';
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

export async function badgeResponse(request: Request, svg: Svg): Promise<Response> {
  const etag = await etagOf(svg);
  const headers = {
    'Cache-Control': cacheControl(CACHE_POLICIES.badge),
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    ETag: etag,
  };
  if (matches(request.headers.get('If-None-Match'), etag)) return new Response(null, { status: 304, headers });
  return new Response(svg, { headers: { ...headers, 'Content-Type': 'image/svg+xml; charset=utf-8' } });
}
