// What looks unlikely waits for a moderator; what a moderator does is on the board at once and in
// the trail for good.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import type { RunSubmission } from '@/lib/submission/schema';
import { postRun, prepareProvenRun, prepareRun } from '@/scripts/client/api';
import { type Site, startSite } from '@/scripts/site/site';

const TOKEN = 'the-token-of-the-moderators';
const WORKLOAD = 'gemm-512-fp32';
const entry = MANIFEST.get(WORKLOAD);
if (entry === undefined) throw new Error(`${WORKLOAD} is not pinned`);

let site: Site;
let cookie: string;
beforeAll(async () => {
  site = await startSite({ env: { FLOPMARK_ADMIN_TOKEN: TOKEN } });
  cookie = (await signIn(TOKEN)).headers.get('Set-Cookie')?.split(';')[0] ?? '';
});
afterAll(() => site.stop());

const post = (
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${site.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: site.url, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
const signIn = (token: string): Promise<Response> => post('/admin/session', { token });
const act = async (action: string, subject: string, reason = 'looked at'): Promise<string> =>
  (await post('/admin/actions', { action, subject, reason }, { Cookie: cookie })).headers.get(
    'Location',
  ) ?? '';
const adminPage = async (): Promise<string> =>
  (await fetch(`${site.url}/admin`, { headers: { Cookie: cookie } })).text();

/** The honest run with all its samples alike. */
async function suspiciousRun(): Promise<RunSubmission> {
  const honest = await prepareProvenRun(site.url, [entry as NonNullable<typeof entry>]);
  const measurements = honest.measurements.map((measurement) => {
    if (measurement.outcome !== 'measured') return measurement;
    const samples = measurement.samples.map(({ iterations }) => ({ elapsedMs: 10, iterations }));
    const sampledMs = 10 * (samples.length + 3);
    return {
      ...measurement,
      warmup: samples.slice(0, 3),
      samples,
      clocks: { monotonicMs: sampledMs, wallMs: sampledMs },
    };
  });
  return { ...honest, measurements };
}

async function publish(submission: RunSubmission): Promise<{ id: string; keys: string[] }> {
  const response = await postRun(site.url, submission);
  expect(response.status).toBe(201);
  const answer = (await response.json()) as { id: string };
  return { id: answer.id, keys: Object.keys(answer).toSorted() };
}

async function bestRuns(): Promise<string[]> {
  const response = await fetch(`${site.url}/api/v1/board?workload=${WORKLOAD}`);
  return ((await response.json()) as { rows: { bestRun: string }[] }).rows.map(
    ({ bestRun }) => bestRun,
  );
}

const levelOf = async (id: string): Promise<number | null> => {
  const response = await fetch(`${site.url}/api/v1/runs/${id}`);
  return response.ok
    ? ((await response.json()) as { run: { trustLevel: number } }).run.trustLevel
    : null;
};

describe('/admin', () => {
  it('shows strangers a form and nothing else', async () => {
    const page = await fetch(`${site.url}/admin`);
    expect(await page.text()).toContain('name="token"');
    expect(page.headers.get('Content-Security-Policy')).toContain("'nonce-");
    expect(
      await (
        await fetch(`${site.url}/admin`, { headers: { Cookie: 'flopmark-admin=9999999999999.00' } })
      ).text(),
    ).toContain('name="token"');
  });

  it('lets nobody in with another token, and no other site in at all', async () => {
    expect((await signIn(`${TOKEN}x`)).headers.get('Set-Cookie')).toBeNull();
    expect(
      (await post('/admin/session', { token: TOKEN }, { Origin: 'https://elsewhere.example' }))
        .status,
    ).toBe(403);
    const elsewhere = await post(
      '/admin/actions',
      {},
      { Cookie: cookie, Origin: 'https://elsewhere.example' },
    );
    expect(elsewhere.status).toBe(403);
    expect((await post('/admin/actions', { action: 'hide' })).headers.get('Location')).toBe(
      '/admin',
    );
  });

  it('gives a cookie that scripts cannot read', async () => {
    const header = (await signIn(TOKEN)).headers.get('Set-Cookie') ?? '';
    expect(header).toContain('HttpOnly');
    expect(header).toContain('SameSite=Strict');
    expect(header).not.toContain(TOKEN);
    expect(await adminPage()).toContain('Audit trail');
  });
});

describe('a run that looks unlikely', () => {
  it('gets the same answer as any, waits, and is on the board once it is accepted', async () => {
    const likely = await publish(await prepareProvenRun(site.url, [entry]));
    const { id, keys } = await publish(await suspiciousRun());
    expect(keys).toEqual(likely.keys);
    expect(await levelOf(id)).toBe(0);
    expect(
      JSON.stringify(await (await fetch(`${site.url}/api/v1/runs/${id}`)).json()),
    ).not.toContain('constant-times');
    expect(await bestRuns()).toEqual([likely.id]);
    const page = await adminPage();
    expect(page).toContain(id);
    expect(page).toContain('constant-times');

    expect(await act('accept', id, 'a very steady machine')).toBe('/admin');
    expect(await levelOf(id)).toBeGreaterThan(0);
    expect(await adminPage()).toContain('a very steady machine');

    expect(await act('hide', id)).toBe('/admin');
    expect(await levelOf(id)).toBeNull();
    expect(await act('hide', likely.id)).toBe('/admin');
    expect(await bestRuns()).toEqual([]);
  });

  it('needs a reason and a run that is there', async () => {
    expect(await act('hide', '0000000000000000')).toBe('/admin?unknown');
    expect(await act('hide', '0000000000000000', ' ')).toBe('/admin?refused');
    expect(await act('delete', '0000000000000000')).toBe('/admin?refused');
  });

  it('is published no more by a banned key, whose runs leave the board', async () => {
    const { id } = await publish(await suspiciousRun());
    const submitter =
      /name="subject" value="([A-Za-z0-9_-]{43})"/.exec(await adminPage())?.[1] ?? '';
    expect(await act('ban', submitter, 'forges')).toBe('/admin');
    expect(await levelOf(id)).toBeNull();
    const refused = await postRun(site.url, await prepareRun(site.url, [entry]));
    expect(((await refused.json()) as { code: string }).code).toBe('banned');
    expect(await act('unban', submitter, 'a mistake')).toBe('/admin');
    expect((await postRun(site.url, await prepareRun(site.url, [entry]))).status).toBe(201);
  });
});

describe('a session', () => {
  it('ends when it is ended, and both ends stand in the trail', async () => {
    const own = (await signIn(TOKEN)).headers.get('Set-Cookie')?.split(';')[0] ?? '';
    const out = await post('/admin/sign-out', {}, { Cookie: own });
    expect(out.headers.get('Location')).toBe('/admin');
    expect(out.headers.get('Set-Cookie')).toMatch(/^flopmark-admin=; .*Max-Age=0/);
    expect(
      (await post('/admin/sign-out', {}, { Cookie: own, Origin: 'https://elsewhere.example' }))
        .status,
    ).toBe(403);
    const page = await adminPage();
    expect(page).toContain('signed in');
    expect(page).toContain('signed out');
  });

  it('is needed for the list of models that no table has', async () => {
    const asked = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${site.url}/admin/unlisted`, { headers, redirect: 'manual' });
    expect((await asked({})).headers.get('Location')).toBe('/admin');
    expect((await asked({ Cookie: cookie })).headers.get('Content-Type')).toContain('text/plain');
  });
});

describe('a reader', () => {
  it('reports a result, which moderators then see', async () => {
    const { id } = await publish(await prepareProvenRun(site.url, [entry]));
    expect(await (await fetch(`${site.url}/runs/${id}`)).text()).toContain('action="/reports"');
    const sent = await post('/reports', { run: id, reason: 'impossible-time' });
    expect([sent.status, sent.headers.get('Location')]).toEqual([303, '/reported']);
    expect((await fetch(`${site.url}/reported`)).status).toBe(200);
    expect(await adminPage()).toContain('impossible-time');
    // The same for a run that is not there.
    expect((await post('/reports', { run: '0000000000000000', reason: 'other' })).status).toBe(303);
    expect((await post('/reports', { run: id, reason: 'because' })).status).toBe(422);
    const elsewhere = { Origin: 'https://elsewhere.example' };
    expect((await post('/reports', { run: id, reason: 'other' }, elsewhere)).status).toBe(403);
  });
});

it('a hidden run is gone from every page that was kept', async () => {
  const { id } = await publish(await prepareProvenRun(site.url, [entry]));
  const pages = [`/runs/${id}`, `/runs/${id}/opengraph-image`, '/', `/models/${WORKLOAD}`];
  const shown = async (): Promise<string[]> => {
    const found = await Promise.all(
      pages.map(async (path) => {
        const response = await fetch(`${site.url}${path}`);
        const picture = response.headers.get('Content-Type')?.startsWith('image/') === true;
        // A page that says that there is nothing names the address that was asked for.
        return response.ok && (picture || (await response.text()).includes(id)) ? [path] : [];
      }),
    );
    return found.flat();
  };
  expect(await shown()).toEqual(expect.arrayContaining(pages.slice(0, 3)));
  // Once more, from what is kept.
  expect((await fetch(`${site.url}/runs/${id}`)).headers.get('Age')).not.toBeNull();
  expect(await act('hide', id)).toBe('/admin');
  expect(await shown()).toEqual([]);
});
