// What every answer tells the browser: which pages are isolated, which scripts may run, what may be
// embedded where.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { contentSecurityPolicy } from '@/lib/edge/content-security-policy';
import { START_WATCH_HASH, START_WATCH_SCRIPT } from '@/lib/edge/start-watch-script';
import { THEME_SCRIPT, THEME_SCRIPT_HASH } from '@/lib/edge/theme-script';
import { ORT_PATH } from '@/lib/ort/version';
import { type Site, startSite } from '@/scripts/site/site';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

const headersOf = async (path: string): Promise<Headers> =>
  (await fetch(`${site.url}${path}`)).headers;

describe('pages', () => {
  it.each(['/', '/privacy', '/methodology', '/runs/0000000000000000'])(
    '%s carries the cached policy',
    async (path) => {
      const headers = await headersOf(path);
      expect(headers.get('Content-Security-Policy')).toBe(
        contentSecurityPolicy({ nonce: null, dev: false }),
      );
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('X-Powered-By')).toBeNull();
      expect(headers.get('Cross-Origin-Embedder-Policy')).toBeNull();
    },
  );

  it('/run is isolated and has a fresh nonce on each of its scripts', async () => {
    const answers = await Promise.all([fetch(`${site.url}/run`), fetch(`${site.url}/run`)]);
    const nonces = answers.map(
      ({ headers }) => /'nonce-([^']+)'/.exec(headers.get('Content-Security-Policy') ?? '')?.[1],
    );
    expect(nonces[0]).toBeDefined();
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(answers[0].headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(answers[0].headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    const text = await answers[0].text();
    const [theme, watch] = [THEME_SCRIPT, START_WATCH_SCRIPT].map(
      (constant) => `<script>${constant}</script>`,
    );
    const scripts =
      text
        .replace(theme, '')
        .replace(watch, '')
        .match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonces[0]}"`) && !tag.includes('src=')),
    ).toEqual([]);
  });
});

it('nothing is fetched and resized for whoever asks', async () => {
  const query = new URLSearchParams({ url: '/insights', w: '640', q: '75' });
  expect((await fetch(`${site.url}/_next/image?${query}`)).status).toBe(404);
});

it('a page is read: what is sent to it is refused', async () => {
  for (const path of ['/insights', '/models/mobilenet-v2-fp32', '/badge/model/resnet50-fp32.svg']) {
    const response = await fetch(`${site.url}${path}`, { method: 'POST', body: 'x=1' });
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  }
});

it.each([
  [THEME_SCRIPT_HASH, THEME_SCRIPT],
  [START_WATCH_HASH, START_WATCH_SCRIPT],
])('%s is the hash of a constant script, as the policy names it', (hash, script) => {
  expect(hash).toBe(`sha256-${createHash('sha256').update(script).digest('base64')}`);
});

describe('beside the pages', () => {
  it.each([
    ['/oembed?url=nonsense', 'no-store, no-transform'],
    ['/feed.xml', cacheControl(CACHE_POLICIES.page)],
    ['/insights/gains.csv', cacheControl(CACHE_POLICIES.page)],
  ])('%s is kept as its own route says, and not as pages are', async (path, kept) => {
    expect((await headersOf(path)).get('Cache-Control')).toBe(kept);
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

describe('the API', () => {
  const preflight = (path: string): Promise<Response> =>
    fetch(`${site.url}${path}`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://elsewhere.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      },
    });

  it.each(['/api/v1/board', '/api/v1/openapi.json', '/api/v1/runs/0000000000000000'])(
    '%s may be read from anywhere',
    async (path) => {
      const headers = await headersOf(path);
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    },
  );

  const READS = [
    '/api/v1/board',
    '/api/v1/search?q=net',
    '/api/v1/openapi.json',
    '/api/v1/export/measurements.csv',
    '/api/v1/export/measurements.ndjson',
  ];

  it.each(READS)(
    '%s says what is left of the limits, and is not sent again to who has it',
    async (path) => {
      const first = await fetch(`${site.url}${path}`);
      const etag = first.headers.get('ETag') ?? '';
      expect(etag).toMatch(/^(W\/)?"[0-9a-f]{24}"$/);
      expect(first.headers.get('RateLimit-Policy')).toMatch(/^"network";q=\d+;w=3600$/);
      expect(first.headers.get('RateLimit')).toMatch(/^"network";r=\d+;t=\d+$/);
      expect(first.headers.get('Access-Control-Expose-Headers')).toContain('RateLimit');
      const again = await fetch(`${site.url}${path}`, { headers: { 'If-None-Match': etag } });
      expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([
        304,
        '',
        etag,
      ]);
      const other = await fetch(`${site.url}${path}`, {
        headers: { 'If-None-Match': '"another"' },
      });
      expect(other.status).toBe(200);
      expect(await other.text()).toBe(await first.text());
    },
  );

  it('lets a page elsewhere read with a validator', async () => {
    const answer = await fetch(`${site.url}/api/v1/board`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://elsewhere.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'if-none-match',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(answer.headers.get('Access-Control-Allow-Headers')).toBe('If-None-Match');
    expect(answer.headers.get('Access-Control-Allow-Methods')).not.toMatch(/POST|DELETE/);
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE'])(
    '%s of what the API has not is refused as a problem',
    async (method) => {
      const answer = await fetch(`${site.url}/api/v1/none/such`, { method });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'not-found', status: 404 });
    },
  );

  it.each([
    '/api/v1/challenges',
    '/api/v1/runs',
    '/api/v1/proofs',
    '/admin/session',
    '/admin/actions',
  ])('%s may be written to from this site alone', async (path) => {
    expect((await preflight(path)).headers.get('Access-Control-Allow-Origin')).toBeNull();
    const answer = await fetch(`${site.url}${path}`, {
      method: 'POST',
      headers: { Origin: 'https://elsewhere.example', 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull();
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(answer.headers.get('Cache-Control')).toContain('no-store');
  });
});

describe('/admin', () => {
  it('does not exist where no token is set, and has a nonce where it does', async () => {
    const page = await fetch(`${site.url}/admin`);
    expect(page.status).toBe(404);
    expect(page.headers.get('Content-Security-Policy')).toMatch(/'nonce-[^']+'/);
    expect((await fetch(`${site.url}/admin/session`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${site.url}/admin/actions`, { method: 'POST' })).status).toBe(404);
  });
});

describe('what the browser is given', () => {
  function files(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((found) =>
      found.isDirectory() ? files(join(folder, found.name)) : [join(folder, found.name)],
    );
  }

  it('holds no secret and no name of one', () => {
    const dist = join(
      resolve(import.meta.dirname, '../..'),
      process.env.FLOPMARK_DIST ?? '.next',
      'static',
    );
    const secret = readFileSync(join(site.data, 'secret'), 'utf8').trim();
    const marks = [
      secret,
      'FLOPMARK_SECRET',
      'FLOPMARK_ADMIN_TOKEN',
      'POSTGRES_URL',
      'DATABASE_BRIDGE',
    ];
    const texts = files(dist).filter((path) => /\.(js|mjs|css|json|map)$/.test(path));
    expect(texts.length).toBeGreaterThan(10);
    const found = texts.flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      return marks.filter((mark) => text.includes(mark)).map((mark) => `${path}: ${mark}`);
    });
    expect(found).toEqual([]);
  });
});
