// The same build on a Postgres of one's own: one variable, no code change. SCRAM is on, and 16
// clients submit at once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { postRun, prepareRun } from '@/scripts/client/api';
import { startPostgres, type TestPostgres } from '@/scripts/database/postgres';
import { type Site, startSite } from '@/scripts/site/site';

const entries = [...MANIFEST.values()].slice(0, 2);

let postgres: TestPostgres;
let site: Site;
beforeAll(async () => {
  postgres = await startPostgres();
  site = await startSite({ env: { POSTGRES_URL: postgres.url } });
});
afterAll(async () => {
  await site.stop();
  await postgres.stop();
});

it('accepts runs from 16 clients at once and shows them', async () => {
  const answers = await Promise.all(
    Array.from({ length: 16 }, async () => postRun(site.url, await prepareRun(site.url, entries))),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(201));
  for (const answer of answers) {
    const { id } = (await answer.json()) as { id: string };
    const read = (await (await fetch(`${site.url}/api/v1/runs/${id}`)).json()) as {
      measurements: unknown[];
    };
    expect(read.measurements).toHaveLength(entries.length);
  }
  expect((await fetch(site.url)).status).toBe(200);
});
