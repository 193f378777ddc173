// What stands in front of the site: whose request it is, where links lead, and what a client may
// claim of both.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';
import { type Site, startSite } from '@/scripts/site/site';

const ORIGIN = 'https://flopmark.example';
const TOKEN = 'the-token-of-the-moderators';
const limit = { env: { FLOPMARK_ORIGIN: ORIGIN }, limits: true } as const;

let direct: Site;
let behindProxy: Site;
beforeAll(async () => {
  direct = await startSite(limit);
  const env = { ...limit.env, FLOPMARK_TRUSTED_PROXIES: '1', FLOPMARK_ADMIN_TOKEN: TOKEN };
  behindProxy = await startSite({ ...limit, env });
});
afterAll(() => Promise.all([direct.stop(), behindProxy.stop()]));

/** With headers that `fetch` does not let anybody send. */
function get(
  site: Site,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(`${site.url}${path}`, { headers }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .once('error', reject)
      .end();
  });
}

/** How many reads are left to whoever asks with these headers. */
async function leftTo({ url }: Site, forwarded: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/board`, { headers: { 'X-Forwarded-For': forwarded } });
  return Number(/r=(\d+)/.exec(answer.headers.get('RateLimit') ?? '')?.[1]);
}

describe('whose request it is', () => {
  it('is the socket’s where no proxy is trusted, whatever a client claims', async () => {
    const first = await leftTo(direct, '198.51.100.1');
    expect(await leftTo(direct, '203.0.113.1')).toBe(first - 1);
    expect(await leftTo(direct, '203.0.113.1, 198.51.100.77')).toBe(first - 2);
  });

  it('is what the trusted proxy says, not what stands left of it', async () => {
    const first = await leftTo(behindProxy, '198.51.100.1');
    expect(await leftTo(behindProxy, 'forged, 203.0.113.1')).toBe(first);
    expect(await leftTo(behindProxy, '203.0.113.1, 198.51.100.1:4711')).toBe(first - 1);
    expect(await leftTo(behindProxy, '[2001:db8:1::1]:4711')).toBe(first);
    expect(await leftTo(behindProxy, '[2001:db8:2::1]:4711')).toBe(first);
    expect(await leftTo(behindProxy, '2001:db8:2::2')).toBe(first - 1);
  });
});

describe('who guesses the token', () => {
  const signIn = (token: string, address: string): Promise<Response> =>
    fetch(`${behindProxy.url}/admin/session`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Origin: ORIGIN,
        'X-Forwarded-For': address,
      },
      body: new URLSearchParams({ token }).toString(),
    });

  it('is slowed, and keeps nobody out', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 30; i += 1)
      statuses.push((await signIn(`wrong ${i}`, '203.0.113.9')).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(15);
    const wait = Number((await signIn('wrong', '203.0.113.9')).headers.get('Retry-After') ?? 1);
    expect(wait).toBeLessThanOrEqual(60);
    const right = await signIn(TOKEN, '198.51.100.9');
    expect(right.headers.get('Set-Cookie')).toContain('Secure');
  });
});

describe('a picture of what is not there', () => {
  it('costs nothing, and is kept', async () => {
    const path = '/runs/0000000000000000/opengraph-image';
    const first = await fetch(`${direct.url}${path}`);
    expect([first.status, first.headers.get('Content-Type')]).toEqual([
      404,
      'text/plain; charset=utf-8',
    ]);
    expect((await fetch(`${direct.url}${path}`)).headers.get('Age')).not.toBeNull();
    expect((await fetch(`${direct.url}/models/none/opengraph-image`)).status).toBe(404);
    expect(
      (await fetch(`${direct.url}/models/resnet50-fp32/opengraph-image`)).headers.get(
        'Content-Type',
      ),
    ).toBe('image/png');
  });
});

describe('pages', () => {
  it('come without the copy that nobody reads, and /run with what wakes it', async () => {
    const textOf = async (path: string): Promise<string> =>
      (await fetch(`${direct.url}${path}`)).text();
    for (const path of ['/models/mobilenet-v2-fp32', '/learn/roofline', '/analyze', '/nowhere']) {
      const text = await textOf(path);
      expect([path, text.includes('</html>'), text.includes('__next_f')]).toEqual([
        path,
        true,
        false,
      ]);
    }
    expect(await textOf('/run')).toContain('self.__next_f.push');
  });

  it('are kept by their canonical address, with what shared caches may do with them', async () => {
    const first = await fetch(`${direct.url}/models?sort=flops&nonsense=1`);
    expect(first.headers.get('Cache-Control')).toBe(cacheControl(CACHE_POLICIES.page));
    const again = await fetch(`${direct.url}/models?more=2&sort=flops`);
    expect(again.headers.get('Age')).not.toBeNull();
    expect(await again.text()).toBe(await first.text());
    for (const path of ['/no/such/page', '/run', '/admin']) {
      expect((await fetch(`${direct.url}${path}`)).headers.get('Cache-Control')).not.toContain(
        'public',
      );
    }
  });

  it('are made anew for one network only so often', async () => {
    const asked = (n: number, address: string): Promise<Response> =>
      fetch(`${behindProxy.url}/models/resnet50-fp32?browser=${n}`, {
        headers: { 'X-Forwarded-For': address },
      });
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, n) => asked(n, '203.0.113.77')),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(Number(refused[0]?.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect((await asked(1000, '198.51.100.77')).status).toBe(200);
  });
});

const FORGED: readonly Record<string, string>[] = [
  { Host: 'evil.example' },
  { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'javascript' },
  { 'X-Forwarded-Proto': 'javascript' },
  { 'X-Forwarded-Proto': 'https,http', 'X-Forwarded-Port': '1' },
];

describe.each(FORGED)('a request with %j', (headers) => {
  it.each([
    '/embed/model/resnet50-fp32',
    '/models/resnet50-fp32',
    '/badges',
    '/data',
    '/api/v1/openapi.json',
  ])('gets %s with links to the configured origin alone', async (path) => {
    for (const site of [direct, behindProxy]) {
      const { status, text } = await get(site, path, headers);
      expect(status).toBe(200);
      expect(text).not.toMatch(/evil\.example|javascript:/);
      expect(text).toContain(ORIGIN);
    }
  });
});

describe('a Host that is none', () => {
  it.each(['"><script>', 'a b', 'a/b'])('%j is refused', async (host) => {
    expect((await get(direct, '/', { Host: host })).status).toBe(400);
  });
});

it('tells browsers to stay with https, also on what it refuses', async () => {
  for (const path of ['/', '/no/such/page', '/badge/model/resnet50-fp32.svg']) {
    const { headers } = await fetch(`${direct.url}${path}`);
    expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000');
  }
});
