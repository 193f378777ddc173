// What whoever runs an instance sees of it: whether it lives and can answer, what it counts, and a
// log in which a visitor's error can be found by its id, and no visitor.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { postRun, prepareRun } from '@/scripts/client/api';
import { type Site, startSite } from '@/scripts/site/site';

const TOKEN = 'the-token-of-the-meters';
const ADDRESS = '203.0.113.77';
const AGENT = 'an-agent-that-nobody-else-has';

let site: Site;
let log = '';
beforeAll(async () => {
  // A laboratory trusts what a client says of proxies.
  site = await startSite({
    limits: true,
    env: { FLOPMARK_METRICS_TOKEN: TOKEN, FLOPMARK_LOG: 'requests' },
  });
  site.process.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
});
afterAll(() => site.stop());

const metrics = (token = TOKEN): Promise<Response> =>
  fetch(`${site.url}/api/metrics`, { headers: { Authorization: `Bearer ${token}` } });

/** The value of a line of the meters; 0 where there is no such line. */
async function meterOf(line: string): Promise<number> {
  const text = await (await metrics()).text();
  return Number(
    text
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.slice(line.length + 1) ?? 0,
  );
}

interface Line {
  readonly [field: string]: unknown;
}
const lines = (): Line[] =>
  log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

describe('health and readiness', () => {
  it.each(['/api/health', '/api/ready'])('%s answers 200 and is kept by nobody', async (path) => {
    const answer = await fetch(`${site.url}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Cache-Control')).toContain('no-store');
  });
});

describe('/api/metrics', () => {
  it('is there for whoever has the token alone', async () => {
    expect((await metrics('the-token-of-somebody')).status).toBe(401);
    expect((await fetch(`${site.url}/api/metrics`)).status).toBe(401);
    const answer = await metrics();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toContain('text/plain; version=0.0.4');
  });

  it('counts requests by route and status, what was published by backend and outcome, and the database', async () => {
    const board =
      'flopmark_http_request_duration_seconds_count{route="/api/v1/board",method="GET",status="200"}';
    const rows = 'flopmark_measurements_stored_total{backend="wasm",outcome="measured"}';
    const statements = 'flopmark_database_duration_seconds_count';
    const before = {
      board: await meterOf(board),
      rows: await meterOf(rows),
      statements: await meterOf(statements),
    };
    await (await fetch(`${site.url}/api/v1/board`)).text();
    const entries = [...MANIFEST.values()].slice(0, 2);
    const stored = await postRun(site.url, await prepareRun(site.url, entries));
    expect(stored.status).toBe(201);
    expect([...stored.headers.keys()].filter((name) => name.includes('facts'))).toEqual([]);
    await stored.text();
    await expect.poll(() => meterOf(board)).toBe(before.board + 1);
    expect(await meterOf(rows)).toBe(before.rows + entries.length);
    expect(await meterOf('flopmark_runs_stored_total')).toBeGreaterThan(0);
    await expect.poll(() => meterOf(statements)).toBeGreaterThan(before.statements);
    expect(await meterOf('flopmark_database_up')).toBe(1);
    expect(await meterOf('flopmark_database_schema_current')).toBe(1);
  });

  it('has one form: names and labels, a number, nothing else', async () => {
    const text = await (await metrics()).text();
    const form =
      /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="(?:[^"\\]|\\.)*"(?:,\w+="(?:[^"\\]|\\.)*")*\})? -?(?:[\d.]+(?:e[+-]?\d+)?|\+?Inf|[Nn]a[Nn]))?$/;
    expect(text.split('\n').filter((line) => !form.test(line))).toEqual([]);
  });
});

describe('the log', () => {
  it('has a line for each request, with its id, route, status and time, and no visitor', async () => {
    const answer = await fetch(`${site.url}/runs/0000000000000000?samples=1`, {
      headers: {
        'X-Forwarded-For': ADDRESS,
        'User-Agent': AGENT,
        'X-Request-Id': 'chosen-by-a-client',
      },
    });
    await answer.text();
    const id = answer.headers.get('X-Request-Id');
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    const mine = (): Line[] => lines().filter((line) => line.id === id);
    await expect.poll(() => mine().length).toBe(1);
    expect(mine()[0]).toMatchObject({
      event: 'request',
      method: 'GET',
      route: '/runs/[id]',
      status: 400,
      level: 'info',
    });
    expect(mine()[0]?.ms).toBeGreaterThan(0);
    expect(log).not.toContain(ADDRESS);
    expect(log).not.toContain(AGENT);
    expect(log).not.toContain('0000000000000000?');
  });

  it('gives an answer that was kept the id of who asks for it', async () => {
    const ids = [];
    for (let i = 0; i < 3; i += 1) {
      const answer = await fetch(`${site.url}/methodology`);
      await answer.text();
      ids.push(answer.headers.get('X-Request-Id'));
    }
    expect(new Set(ids).size).toBe(3);
  });
});
