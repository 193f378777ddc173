// Two processes on one Postgres, as behind a proxy, the one built for the edge and the other for
// Node: whatever one has done holds for the other, and one may die at any time.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Runtime } from '@/lib/config/variables';
import { CACHE_POLICIES, reachSeconds } from '@/lib/edge/cache-policy';
import { MANIFEST } from '@/lib/models/manifest';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { askChallenge, postRun, prepareRun } from '@/scripts/client/api';
import { honestSubmission, SUBMITTER_KEY } from '@/scripts/client/submission';
import { startPostgres, type TestPostgres } from '@/scripts/database/postgres';
import { freePort } from '@/scripts/site/free-port';
import { type Site, startSite } from '@/scripts/site/site';

const SECRET = 'kZ3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA';
const NETWORK_KEY = 'nK3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA';
const ENTRIES = [...MANIFEST.values()].slice(0, 2);

let postgres: TestPostgres;
let one: Site;
let other: Site;
let otherPort: number;
const start = (port: number, runtime: Runtime): Promise<Site> =>
  startSite({
    port,
    limits: true,
    env: {
      POSTGRES_URL: postgres.url,
      FLOPMARK_SECRET: SECRET,
      FLOPMARK_NETWORK_KEY: NETWORK_KEY,
      FLOPMARK_RUNTIME: runtime,
    },
  });
beforeAll(async () => {
  postgres = await startPostgres();
  otherPort = await freePort();
  // At once: of two that find an empty database one makes its tables.
  [one, other] = await Promise.all([start(await freePort(), 'edge'), start(otherPort, 'nodejs')]);
});
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await postgres.stop();
});

const idIn = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { id: string }).id;
const readAt = ({ url }: Site, path: string): Promise<number> =>
  fetch(`${url}${path}`).then(({ status }) => status);

it('a challenge of the one publishes at the other, and the same run sent to both is one', async () => {
  const submission = await prepareRun(one.url, ENTRIES);
  const answers = await Promise.all(
    [one, other, one, other].map(({ url }) => postRun(url, submission)),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  const ids = await Promise.all(answers.map(idIn));
  expect(new Set(ids).size).toBe(1);
  expect(await readAt(one, `/api/v1/runs/${ids[0]}`)).toBe(200);
  expect(await readAt(other, `/api/v1/runs/${ids[0]}`)).toBe(200);
});

/** Of an answer, what names neither its request, its time nor what is left of a limit. */
const partsOf = async (answer: Response, { url }: Site): Promise<unknown> => [
  answer.status,
  ...['Content-Type', 'Cache-Control', 'Allow', 'Location', 'Content-Security-Policy'].map((name) =>
    answer.headers.get(name)?.replaceAll(url, ''),
  ),
  (await answer.text()).replaceAll(url, ''),
];

it.each([
  ['GET', '/api/v1/board?workload=gemm-512-fp32'],
  ['GET', '/api/v1/board?at=2026-13-45'],
  ['GET', '/api/v1/openapi.json'],
  ['GET', '/api/v1/search?q=rtx4090'],
  ['GET', '/api/v1/prices'],
  ['GET', '/api/v1/nowhere'],
  ['GET', '/api/v1/runs/nonsense'],
  ['GET', '/badge/model/resnet50-fp32.svg'],
  ['GET', '/badge/model/nothing.svg'],
  ['GET', '/embed/model/resnet50-fp32'],
  ['GET', '/oembed?url=nonsense'],
  ['GET', '/sitemap.xml'],
  ['POST', '/api/v1/challenges'],
  ['POST', '/api/v1/runs'],
  ['POST', '/api/v1/predict'],
  ['PUT', '/api/v1/runs'],
])('%s %s is answered alike on the edge and on Node', async (method, path) => {
  const [onEdge, onNode] = await Promise.all(
    [one, other].map(async (site) => {
      const body = method === 'GET' ? {} : { body: '{"suite":"nothing"}' };
      const headers = { 'Content-Type': 'application/json' };
      return partsOf(await fetch(`${site.url}${path}`, { method, headers, ...body }), site);
    }),
  );
  expect(onNode).toEqual(onEdge);
});

it('limits are counted together', async () => {
  const left = async ({ url }: Site): Promise<number> =>
    Number(
      /r=(\d+)/.exec((await fetch(`${url}/api/v1/board`)).headers.get('RateLimit') ?? '')?.[1],
    );
  const first = await left(one);
  expect([await left(other), await left(one), await left(other)]).toEqual([
    first - 1,
    first - 2,
    first - 3,
  ]);
});

it('what is withdrawn at the one is gone from the other: from the API at once, from kept pages when caches must have forgotten it', async () => {
  const id = await idIn(await postRun(one.url, await prepareRun(one.url, ENTRIES)));
  expect(await readAt(other, `/runs/${id}`)).toBe(200);
  const taken = await fetch(`${one.url}/api/v1/runs/${id}`, {
    method: 'DELETE',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ submitterKey: SUBMITTER_KEY }),
  });
  expect(taken.status).toBe(204);
  expect(await readAt(other, `/api/v1/runs/${id}`)).toBe(404);
  expect(await readAt(one, `/runs/${id}`)).toBe(404);
  expect(reachSeconds(CACHE_POLICIES.page)).toBeLessThanOrEqual(60);
  await vi.waitFor(async () => expect(await readAt(other, `/runs/${id}`)).toBe(404), {
    timeout: PATIENCE_MS,
    interval: 500,
  });
});

it('one may be killed and come back while runs are published: whoever sends again to the other loses nothing', async () => {
  const acknowledged: string[] = [];
  let running = true;
  let killed = 0;
  const killer = (async () => {
    while (running) {
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(killed * 3), {
        timeout: PATIENCE_MS,
      });
      if (killed === 2) return;
      killed += 1;
      other.process.kill('SIGKILL');
      await other.stop();
      other = await vi.waitFor(() => start(otherPort, 'nodejs'), {
        timeout: PATIENCE_MS,
        interval: 200,
      });
    }
  })();
  /** As a proxy does: where one does not answer, the next is asked the same. */
  const send = async (body: unknown, first: number): Promise<Response> => {
    const sites = first % 2 === 0 ? [one, other] : [other, one];
    for (const { url } of [...sites, one]) {
      const answer = await postRun(url, body).catch(() => null);
      if (answer !== null && answer.status !== 503) return answer;
    }
    throw new Error('nobody answered');
  };
  for (let index = 0; killed < 2 || index < 8; index += 1) {
    const { ticket, goldenIndex } = await askChallenge(
      one.url,
      'smoke',
      `k${index}`.padEnd(43, 'k'),
    );
    const submission = {
      ...honestSubmission(ENTRIES, ticket, goldenIndex),
      submitterKey: `k${index}`.padEnd(43, 'k'),
    };
    await new Promise((resolve) => setTimeout(resolve, 400));
    const answer = await send(submission, index);
    expect([answer.status, index]).toEqual([201, index]);
    acknowledged.push(await idIn(answer));
  }
  running = false;
  await killer;
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  for (const id of acknowledged) expect(await readAt(one, `/api/v1/runs/${id}`)).toBe(200);
});
