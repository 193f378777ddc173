// Limits as visitors meet them: a site without the laboratory's wider ones.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite } from '@/scripts/site/site';

let site: Site;
beforeAll(async () => {
  site = await startSite({ limits: true });
});
afterAll(() => site.stop());

const ask = (submitterKey: string): Promise<Response> =>
  fetch(`${site.url}/api/v1/challenges`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ suite: 'smoke', submitterKey }),
  });

/** How long to wait, and that nothing is left. */
function expectToldWhen({ headers }: Response): void {
  const wait = Number(headers.get('Retry-After'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(3600);
  expect(headers.get('RateLimit')).toContain(`;r=0;t=${wait}`);
}

it('lets a person ask for sixty challenges an hour, and others still ask', async () => {
  // A full hour may begin in between, and the count again: twice the limit is refused in any case.
  let granted = 0;
  let answer = await ask('k'.repeat(43));
  for (; answer.status === 201 && granted <= 120; granted += 1) answer = await ask('k'.repeat(43));
  expect(granted).toBeGreaterThanOrEqual(60);
  expect(answer.status).toBe(429);
  expectToldWhen(answer);
  expect(await answer.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
  expect((await ask('o'.repeat(43))).status).toBe(201);
});

it('counts down, and lets a network read all data sixty times an hour', async () => {
  const read = (): Promise<Response> => fetch(`${site.url}/api/v1/export/measurements.csv`);
  let given = 0;
  let answer = await read();
  expect(answer.headers.get('RateLimit-Policy')).toBe('"network";q=60;w=3600');
  expect(answer.headers.get('RateLimit')).toMatch(/^"network";r=59;t=\d+$/);
  for (; answer.status === 200 && given <= 120; given += 1) answer = await read();
  expect(given).toBeGreaterThanOrEqual(60);
  expect(answer.status).toBe(429);
  expectToldWhen(answer);
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(await answer.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
  const board = await fetch(`${site.url}/api/v1/board`);
  expect(board.status).toBe(200);
});
