// What every answer tells the browser: which pages are isolated, which scripts may run, what may be embedded where.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '@/lib/edge/content-security-policy';
import { ORT_PATH } from '@/lib/ort/version';
import { type Site, startSite } from '../support/site';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

const headersOf = async (path: string): Promise<Headers> => (await fetch(`${site.url}${path}`)).headers;

describe('pages', () => {
  it.each(['/', '/privacy', '/methodology', '/runs/0000000000000000'])('%s carries the cached policy', async (path) => {
    const headers = await headersOf(path);
    expect(headers.get('Content-Security-Policy')).toBe(contentSecurityPolicy({ nonce: null, dev: false }));
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('X-Powered-By')).toBeNull();
    expect(headers.get('Cross-Origin-Embedder-Policy')).toBeNull();
  });

  it('/run is isolated and has a fresh nonce on each of its scripts', async () => {
    const answers = await Promise.all([fetch(`${site.url}/run`), fetch(`${site.url}/run`)]);
    const nonces = answers.map(
      ({ headers }) => /'nonce-([^']+)'/.exec(headers.get('Content-Security-Policy') ?? '')?.[1],
    );
    expect(nonces[0]).toBeDefined();
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(answers[0].headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(answers[0].headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    const scripts = (await answers[0].text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonces[0]}"`) && !tag.includes('src='))).toEqual([]);
  });
});

describe('what pages load', () => {
  it('serves the runtime for good and for isolated pages', async () => {
    const headers = await headersOf(`${ORT_PATH}ort-wasm-simd-threaded.mjs`);
    expect(headers.get('Cache-Control')).toContain('immutable');
    expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  });

  it('lets any page show a badge', async () => {
    const response = await fetch(`${site.url}/badge/run/0000000000000000.svg`);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toContain('image/svg+xml');
    expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
    expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBeNull();
  });
});
