// What a badge's answer promises to the pages that embed it, and to those who withdraw a run.
import { describe, expect, it, vi } from 'vitest';
import { messageOf, renderBadge, UNREADABLE_BADGE } from '@/lib/badge/badge';
import { UNKNOWN_RUN_BADGE } from '@/lib/badge/run-badge';
import { badgeQuery, beforeOf, PLAIN_BADGE, readBadgeOptions } from '@/lib/edge/badge-options';
import { badgeResponse } from '@/lib/edge/badge-response';
import { CACHE_POLICIES, reachSeconds } from '@/lib/edge/cache-policy';
import { cardResponse } from '@/lib/edge/card-response';

const unknown = async () => UNKNOWN_RUN_BADGE;
const request = (headers: Record<string, string> = {}, query = '') =>
  new Request(`https://flopmark.test/badge/run/x.svg${query}`, { headers });

describe('badgeResponse', () => {
  it('is a cacheable, cross-origin picture without COEP', async () => {
    const response = await badgeResponse(request(), 'x.svg', unknown);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(response.headers.get('cache-control')).toMatch(
      /s-maxage=\d+, stale-while-revalidate=\d+/,
    );
    expect(response.headers.has('cross-origin-embedder-policy')).toBe(false);
    expect(await response.text()).toBe(renderBadge(UNKNOWN_RUN_BADGE));
  });

  it('draws the style that is asked for, of the subject without its extension', async () => {
    const seen: string[] = [];
    const load = async (subject: string) => {
      seen.push(subject);
      return UNKNOWN_RUN_BADGE;
    };
    const response = await badgeResponse(request({}, '?style=for-the-badge'), 'x.svg', load);
    expect(await response.text()).toBe(renderBadge(UNKNOWN_RUN_BADGE, 'for-the-badge'));
    await badgeResponse(request(), 'x.json', load);
    expect(seen).toEqual(['x', 'x']);
  });

  it('speaks to shields.io as JSON', async () => {
    const response = await badgeResponse(request(), 'x.json', unknown);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      schemaVersion: 1,
      message: messageOf(UNKNOWN_RUN_BADGE),
    });
  });

  it('draws a badge when the store fails', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const response = await badgeResponse(request(), 'x.svg', () =>
      Promise.reject(new Error('no database')),
    );
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('not available');
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('answers 304 to its own tag, also weak or in a list, and 200 to another', async () => {
    const etag = (await badgeResponse(request(), 'x.svg', unknown)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{24}"$/);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await badgeResponse(request({ 'If-None-Match': tag }), 'x.svg', unknown);
      expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([
        304,
        '',
        etag,
      ]);
    }
    expect(
      (await badgeResponse(request({ 'If-None-Match': '"other"' }), 'x.svg', unknown)).status,
    ).toBe(200);
  });
});

describe('cardResponse', () => {
  const card = (headers: Record<string, string> = {}) =>
    cardResponse(request(headers), {
      subject: 'x',
      load: unknown,
      path: '/runs/x',
      origin: 'https://named.example',
    });

  it('may be framed by anyone and leads to this instance', async () => {
    const response = await card();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(await response.text()).toContain('href="https://named.example/runs/x"');
  });

  it.each<Record<string, string>>([
    { host: 'evil.example', 'x-forwarded-proto': 'https' },
    { 'x-forwarded-host': 'evil.example' },
    { host: '"><script>', 'x-forwarded-proto': 'javascript' },
  ])('leads nowhere else, whatever a request claims: %j', async (headers) => {
    const html = await (await card(headers)).text();
    expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://named.example/runs/x"']);
  });
});

describe('badge options', () => {
  const now = new Date('2026-11-24T15:00:00Z');
  const read = (query: string) => readBadgeOptions(new URLSearchParams(query), now);

  it('reads what it knows in any case, and leaves alone what is nobody’s', () => {
    expect(read('style=For-The-Badge&backend=WEBGPU&at=2026-11-20&cache=1')).toEqual({
      ok: true,
      value: { style: 'for-the-badge', backend: 'webgpu', at: '2026-11-20' },
    });
    expect(read('style=&at=')).toEqual({ ok: true, value: PLAIN_BADGE });
  });

  it.each([
    ['style=plastic', '`style` must be one of flat, for-the-badge'],
    ['style=__proto__', '`style` must be one of flat, for-the-badge'],
    ['backend=cuda', '`backend` must be one of wasm, webgpu, webnn-cpu, webnn-gpu, webnn-npu'],
    ['at=yesterday', '`at` must be a day of the calendar, such as 2026-11-01'],
    ['at=2026-13-45', '`at` must be a day of the calendar, such as 2026-11-01'],
    ['at=2026-02-30', '`at` must be a day of the calendar, such as 2026-11-01'],
    ['at=2026-11-23T00:00', '`at` must be a day of the calendar, such as 2026-11-01'],
    ['at=2026-11-24', '`at` must be a day that is over (UTC)'],
    ['at=9999-12-31', '`at` must be a day that is over (UTC)'],
    ['at=2026-11-20&at=2026-11-21', '`at` must be given once'],
  ])('refuses %s with the reason', (query, error) => {
    expect(read(query)).toEqual({ ok: false, error });
  });

  it('freezes at the end of the day', () => {
    expect(beforeOf({ at: '2026-11-23' })?.toISOString()).toBe('2026-11-24T00:00:00.000Z');
    expect(beforeOf({ at: null })).toBeNull();
  });

  it('answers 400 with a badge that says why', async () => {
    const request = new Request('http://localhost/badge/run/x.svg?at=2026-13-45');
    const response = await badgeResponse(request, 'x.svg', async () => UNREADABLE_BADGE);
    expect(response.status).toBe(400);
    expect(response.headers.get('Content-Type')).toMatch(/^image\/svg/);
    expect(await response.text()).toContain('at must be a day of the calendar');
  });

  it('is written as it is read', () => {
    for (const query of ['', '?style=for-the-badge&backend=wasm&at=2026-11-20', '?at=2026-01-01']) {
      const options = read(query.slice(1));
      expect(options.ok && badgeQuery(options.value)).toBe(query);
    }
  });
});

describe('cache policies', () => {
  it('let go of a withdrawn run within 60 s (pages) and 300 s (badges)', () => {
    expect(reachSeconds(CACHE_POLICIES.page)).toBeLessThanOrEqual(60);
    expect(reachSeconds(CACHE_POLICIES.badge)).toBeLessThanOrEqual(300);
  });
});
