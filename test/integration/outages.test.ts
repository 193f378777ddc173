// What may happen to a database and to the process in front of it, one after the other, on a real
// Postgres: whoever asks meanwhile is told to come again, in a sentence; what was acknowledged is
// there afterwards; and nobody has to do anything.
import { connect as connectSocket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import type { RunSubmission } from '@/lib/submission/schema';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { postRun, prepareRun } from '@/scripts/client/api';
import { startPostgres, type TestPostgres } from '@/scripts/database/postgres';
import { freePort } from '@/scripts/site/free-port';
import { type Site, startSite } from '@/scripts/site/site';
import { LONG } from '../support/extent';
import { expectUnavailable } from '../support/unavailable';

/** Each start has a data folder of its own. */
const KEYS = {
  FLOPMARK_SECRET: 'kZ3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA',
  FLOPMARK_NETWORK_KEY: 'nK3vQ9xT1mB7nL5sR2wY8cD4fG6hJ0pA',
};
const ENTRIES = [...MANIFEST.values()].slice(0, 2);

let postgres: TestPostgres;
let site: Site;
let port: number;
const start = (seconds = 2): Promise<Site> =>
  startSite({
    port,
    env: { POSTGRES_URL: postgres.url, FLOPMARK_DATABASE_SECONDS: String(seconds), ...KEYS },
  });
beforeAll(async () => {
  postgres = await startPostgres();
  port = await freePort();
  site = await start();
});
// What one test leaves down is no fault of the next.
beforeEach(async () => {
  if (site.process.exitCode !== null || site.process.signalCode !== null) site = await start();
});
afterAll(async () => {
  await site.stop();
  await postgres.stop();
});

const prepared = (): Promise<RunSubmission> => prepareRun(site.url, ENTRIES);
const idIn = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { id: string }).id;
const recovered = (): Promise<void> =>
  vi.waitFor(async () => expect((await fetch(`${site.url}/api/ready`)).status).toBe(200), {
    timeout: PATIENCE_MS,
    interval: 100,
  });

/** What nobody has kept, so that the database is needed for it. */
const freshPage = (): Promise<Response> =>
  fetch(`${site.url}/runs/${String(Math.floor(Math.random() * 1e16)).padStart(16, '0')}`);

const own = async (): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: postgres.url });
  // Its connection ends with the database, and nobody may wait for it then.
  client.on('error', () => {});
  await client.connect();
  return client;
};

describe('a run that is sent again', () => {
  it('is answered with the run that is stored; another body with its challenge is refused', async () => {
    const submission = await prepared();
    const answers = await Promise.all([1, 2, 3].map(() => postRun(site.url, submission)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const ids = await Promise.all(answers.map(idIn));
    expect(new Set(ids).size).toBe(1);
    const [measurement] = submission.measurements;
    const other = { ...submission, measurements: [measurement] };
    expect((await postRun(site.url, other)).status).toBe(409);
    const stored = (await (await fetch(`${site.url}/api/v1/runs/${ids[0]}`)).json()) as {
      measurements: unknown[];
    };
    expect(stored.measurements).toHaveLength(ENTRIES.length);
  });

  it('stays withdrawn', async () => {
    const submission = await prepared();
    const id = await idIn(await postRun(site.url, submission));
    const { submitterKey } = submission;
    const headers = { 'Content-Type': 'application/json' };
    const taken = await fetch(`${site.url}/api/v1/runs/${id}`, {
      method: 'DELETE',
      headers,
      body: JSON.stringify({ submitterKey }),
    });
    expect(taken.status).toBe(204);
    expect((await postRun(site.url, submission)).status).toBe(409);
  });
});

describe('a database that', () => {
  it('sets its clock back: what is stored is known again, and nothing is judged by it', async () => {
    const submission = await prepared();
    const id = await idIn(await postRun(site.url, submission));
    const owner = await own();
    try {
      // An hour back is the same as challenges that were issued an hour later.
      await owner.query(`update challenges set issued_at = issued_at + interval '1 hour',
        expires_at = expires_at + interval '1 hour'`);
    } finally {
      await owner.end();
    }
    const again = await postRun(site.url, submission);
    expect([again.status, await idIn(again)]).toEqual([201, id]);
    const fresh = await postRun(site.url, await prepared());
    expect(fresh.status).toBe(201);
  });

  it('is killed: 503 for whoever asks, nothing acknowledged lost, and all as before when it is back', async () => {
    const acknowledged = await idIn(await postRun(site.url, await prepared()));
    const waiting = await prepared();
    await postgres.kill();
    await expectUnavailable(await postRun(site.url, waiting));
    await expectUnavailable(await fetch(`${site.url}/api/v1/board`));
    const ready = await fetch(`${site.url}/api/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      status: 'not-ready',
      faults: [expect.stringMatching(/^the database /)],
    });
    expect((await fetch(`${site.url}/api/health`)).status).toBe(200);
    const page = await freshPage();
    const html = await page.text();
    expect(page.status).toBe(503);
    expect(Number(page.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(html).toContain('The database does not answer');
    expect(html).toContain(page.headers.get('X-Request-Id'));

    await postgres.startAgain();
    await recovered();
    expect((await fetch(`${site.url}/api/v1/runs/${acknowledged}`)).status).toBe(200);
    expect((await postRun(site.url, waiting)).status).toBe(201);
    expect((await freshPage()).status).toBe(404);
  });

  it('is slow: 503 after as long as was set, and the same run is stored when it is not', async () => {
    const submission = await prepared();
    const client = await own();
    await client.query('begin; lock table measurements in access exclusive mode');
    const begun = performance.now();
    await expectUnavailable(await postRun(site.url, submission));
    expect(performance.now() - begun).toBeGreaterThan(1_500);
    await client.query('rollback');
    await client.end();
    expect((await postRun(site.url, submission)).status).toBe(201);
  });

  it('is at its limit of connections: those that are open serve, and who finds none free is told to come again', async () => {
    const clients: pg.Client[] = [];
    // A pool of this process that has one connection, and no more to be had.
    await site.stop();
    site = await start();
    await (await fetch(`${site.url}/api/v1/board`)).text();
    for (;;) {
      const client = new pg.Client({ connectionString: postgres.url });
      client.on('error', () => {});
      try {
        await client.connect();
        clients.push(client);
      } catch {
        break;
      }
    }
    expect(clients.length).toBeGreaterThan(10);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => fetch(`${site.url}/api/v1/board`)),
    );
    for (const client of clients) await client.end();
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeLessThan(answers.length);
    for (const answer of refused) await expectUnavailable(answer);
    await recovered();
  });

  it('has no room left: 503 for whoever writes, and readers read on', async () => {
    const submission = await prepared();
    const client = await own();
    // As Postgres fails where its disk is full, at the moment when a row is to be written.
    await client.query(`
      create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`);
    await client.query(
      'create trigger full_disk before insert on measurements execute function full_disk()',
    );
    await expectUnavailable(await postRun(site.url, submission));
    expect((await fetch(`${site.url}/api/v1/board`)).status).toBe(200);
    await client.query('drop trigger full_disk on measurements; drop function full_disk()');
    await client.end();
    expect((await postRun(site.url, submission)).status).toBe(201);
  });
});

describe('a process that is killed while a run is published', () => {
  /** Each holds the run up there; null: the body is sent in part. */
  const STEPS: Readonly<Record<string, string | null>> = {
    'while the body is sent': null,
    'when its rows are written': 'measurements',
    ...(LONG && {
      'when the request is counted': 'rate_counts',
      'when its evidence is read': 'proofs',
      'when it is counted on the board': 'voices',
    }),
  };

  const killed = async (): Promise<void> => {
    site.process.kill('SIGKILL');
    await site.stop();
  };

  it.each(Object.entries(STEPS))(
    '%s keeps it whole or not at all, and takes it when it is sent again',
    async (_, table) => {
      const submission = await prepared();
      const client = await own();
      const body = JSON.stringify(submission);
      let answer: Promise<Response | null> = Promise.resolve(null);
      if (table === null) {
        const socket = connectSocket(port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write(
          `POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 500)}`,
        );
        await new Promise((resolve) => setTimeout(resolve, 200));
        await killed();
        socket.destroy();
      } else {
        await client.query(`begin; lock table ${table} in access exclusive mode`);
        answer = postRun(site.url, body).catch(() => null);
        await vi.waitFor(
          async () => {
            const { rows } = await client.query<{ n: number }>(
              `select count(*)::int as n from pg_locks where not granted and relation = '${table}'::regclass`,
            );
            expect(rows[0]?.n).toBeGreaterThan(0);
          },
          { timeout: PATIENCE_MS, interval: 10 },
        );
        await killed();
        await client.query('rollback');
      }
      // The web server may notice that its database is gone before it ends itself.
      const answered = await answer;
      if (answered !== null) await expectUnavailable(answered);
      site = await vi.waitFor(() => start(), { timeout: PATIENCE_MS, interval: 200 });
      const again = await postRun(site.url, body);
      expect(again.status).toBe(201);
      const id = await idIn(again);
      const { rows } = await client.query<{ runs: number; rows: number }>(
        `select count(distinct r.id)::int as runs, count(m.id)::int as rows
         from runs r left join measurements m on m.run = r.id where r.id = $1`,
        [id],
      );
      await client.end();
      expect(rows).toEqual([{ runs: 1, rows: ENTRIES.length }]);
    },
  );

  it('before it could answer for what is stored, too', async () => {
    const submission = await prepared();
    const client = await own();
    const before = await client.query<{ n: number }>('select count(*)::int as n from runs');
    const wanted = (before.rows[0]?.n ?? 0) + 1;
    void postRun(site.url, submission).catch(() => null);
    await vi.waitFor(
      async () => {
        const { rows } = await client.query<{ n: number }>('select count(*)::int as n from runs');
        expect(rows[0]?.n).toBe(wanted);
      },
      { timeout: PATIENCE_MS, interval: 1 },
    );
    await killed();
    site = await vi.waitFor(() => start(), { timeout: PATIENCE_MS, interval: 200 });
    expect((await postRun(site.url, submission)).status).toBe(201);
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from runs');
    await client.end();
    expect(rows[0]?.n).toBe(wanted);
  });
});

describe('a server that is stopped', () => {
  it('answers whoever it has let in, and lets nobody in', async () => {
    // Longer than the table is locked.
    await site.stop();
    site = await start(PATIENCE_MS / 1000);
    const client = await own();
    await client.query('begin; lock table measurements in access exclusive mode');
    const submission = await prepared();
    const answer = postRun(site.url, submission);
    await vi.waitFor(
      async () => {
        const { rows } = await client.query<{ n: number }>(
          'select count(*)::int as n from pg_locks where not granted',
        );
        expect(rows[0]?.n).toBeGreaterThan(0);
      },
      { timeout: PATIENCE_MS, interval: 10 },
    );
    const stopped = site.stop();
    await vi.waitFor(() => expect(fetch(site.url)).rejects.toThrow(), {
      timeout: PATIENCE_MS,
      interval: 20,
    });
    await client.query('rollback');
    await client.end();
    expect((await answer).status).toBe(201);
    await stopped;
    site = await start();
  });
});
