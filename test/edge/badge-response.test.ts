// What a badge's answer promises to the pages that embed it, and to those who withdraw a run.
import { describe, expect, it } from 'vitest';
import { renderBadge } from '@/lib/badge/badge';
import { UNKNOWN_RUN_BADGE } from '@/lib/badge/run-badge';
import { badgeResponse } from '@/lib/edge/badge-response';
import { CACHE_POLICIES, reachSeconds } from '@/lib/edge/cache-policy';

const svg = renderBadge(UNKNOWN_RUN_BADGE);
const request = (headers: Record<string, string> = {}) =>
  new Request('https://flopmark.test/badge/run/x.svg', { headers });

describe('badgeResponse', () => {
  it('is a cacheable, cross-origin picture without COEP', async () => {
    const response = await badgeResponse(request(), svg);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(response.headers.get('cache-control')).toMatch(/s-maxage=\d+, stale-while-revalidate=\d+/);
    expect(response.headers.has('cross-origin-embedder-policy')).toBe(false);
    expect(await response.text()).toBe(svg);
  });

  it('answers 304 to its own tag, also weak or in a list, and 200 to another', async () => {
    const etag = (await badgeResponse(request(), svg)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{24}"$/);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await badgeResponse(request({ 'If-None-Match': tag }), svg);
      expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await badgeResponse(request({ 'If-None-Match': '"other"' }), svg)).status).toBe(200);
  });
});

describe('cache policies', () => {
  it('let go of a withdrawn run within 60 s (pages) and 300 s (badges)', () => {
    expect(reachSeconds(CACHE_POLICIES.page)).toBeLessThanOrEqual(60);
    expect(reachSeconds(CACHE_POLICIES.badge)).toBeLessThanOrEqual(300);
  });
});
