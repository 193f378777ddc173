// Limits as visitors meet them: a site without the laboratory's wider ones.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite } from '../support/site';

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

it('lets a person ask for sixty challenges an hour, and others still ask', async () => {
  // A full hour may begin in between, and the count again: twice the limit is refused in any case.
  let granted = 0;
  let answer = await ask('k'.repeat(43));
  for (; answer.status === 201 && granted <= 120; granted += 1) answer = await ask('k'.repeat(43));
  expect(granted).toBeGreaterThanOrEqual(60);
  expect(answer.status).toBe(429);
  expect(answer.headers.get('Retry-After')).toBe('3600');
  expect(await answer.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
  expect((await ask('o'.repeat(43))).status).toBe(201);
});
