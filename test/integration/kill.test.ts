// The server is killed outright while 16 clients submit. After a restart every acknowledged run is
// there with all its measurements, and no run is there in part.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { postRun, prepareRun } from '@/scripts/client/api';
import { openEmbedded } from '@/scripts/database/embedded';
import { freePort } from '@/scripts/site/free-port';
import { startSite } from '@/scripts/site/site';

const CLIENTS = 16;
/** Each takes as long as its measurements say, so a second round is rarely needed. */
const SUBMISSIONS = 32;

const data = mkdtempSync(join(tmpdir(), 'flopmark-kill-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

it('loses no acknowledged run and keeps none in part', async () => {
  const entries = [...MANIFEST.values()].slice(0, 2);
  const port = await freePort();
  const site = await startSite({ data, port });
  const acknowledged: string[] = [];
  let sent = 0;
  let killed = false;

  const client = async (): Promise<void> => {
    while (sent < SUBMISSIONS && !killed) {
      sent += 1;
      const response = await prepareRun(site.url, entries)
        .then((submission) => postRun(site.url, submission))
        .catch(() => null);
      if (response?.status !== 201) continue;
      const body = (await response.json().catch(() => null)) as { id: string } | null;
      if (body !== null) acknowledged.push(body.id);
      if (acknowledged.length >= SUBMISSIONS / 2 && !killed) {
        killed = true;
        site.process.kill('SIGKILL');
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  expect(killed).toBe(true);
  expect(acknowledged.length).toBeGreaterThanOrEqual(SUBMISSIONS / 2);

  const again = await vi.waitFor(() => startSite({ data, port }), {
    timeout: PATIENCE_MS,
    interval: 200,
  });
  const missing = [];
  for (const id of acknowledged) {
    const response = await fetch(`${again.url}/api/v1/runs/${id}`);
    const { measurements } = (await response.json()) as { measurements?: unknown[] };
    if (response.status !== 200 || measurements?.length !== entries.length) missing.push(id);
  }
  await again.stop();
  expect(missing).toEqual([]);

  const { database, close } = await openEmbedded(join(data, 'db'));
  const { rows } = await database.query<{ whole: number; runs: number }>(
    `select count(*)::int as runs, count(*) filter (where n = ${entries.length})::int as whole
       from (select r.id, count(m.id) as n from runs r left join measurements m on m.run = r.id
         group by r.id) counted`,
  );
  await close();
  expect(rows[0].whole).toBe(rows[0].runs);
  expect(rows[0].runs).toBeGreaterThanOrEqual(acknowledged.length);
});
