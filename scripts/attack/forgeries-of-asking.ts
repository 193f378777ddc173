// Questions whose answers would tell a forger something, doors of moderators, headers of proxies,
// and runs of other protocols.
import { request as plainRequest } from 'node:http';
import type { RunSubmission } from '@/lib/submission/schema';
import { type Answer, fromAddress, newKey, request } from './client';
import { times } from './crowd';
import { each, type Forger } from './forger';
import { report } from './forgeries-against-people';
import { onlyRow, publishedSource } from './forgeries-of-copies';
import type { Forgeries, Forgery } from './kinds';
import { harm, held, type Met } from './met';

const ONE = { workloads: ['gemm-512-fp32'] } as const;

/** All samples alike: what waits for a moderator. */
const constant = (run: RunSubmission): RunSubmission =>
  each(run, (one) => {
    const samples = one.samples.map(({ iterations }) => ({ elapsedMs: 12, iterations }));
    const sampledMs = 12 * samples.length;
    return { ...one, warmup: [], samples, clocks: { monotonicMs: sampledMs, wallMs: sampledMs } };
  });

interface Twins {
  readonly waiting: string;
  readonly unproven: string;
  readonly keys: readonly [waiting: string, unproven: string];
}

/** One run that waits, with a proof, and one that merely proved nothing. */
async function twins(forger: Forger): Promise<Twins> {
  const keys = [newKey(), newKey()] as const;
  const [first, second] = await Promise.all([
    forger.attempt({ ...ONE, submitterKey: keys[0] }),
    forger.attempt({ ...ONE, submitterKey: keys[1], proved: false }),
  ]);
  const waiting = await forger.submit(constant(first.submission), fromAddress(forger.address(0)));
  const unproven = await forger.submit(second.submission, fromAddress(forger.address(1)));
  if (waiting.id === null || unproven.id === null) throw new Error('a run was refused');
  if (waiting.suspicions.length === 0)
    throw new Error('a run with constant times waits for nobody');
  return { waiting: waiting.id, unproven: unproven.id, keys };
}

/** Numbers, ids and dates of two runs differ; what is left may not. */
const shapeOf = (text: string, id: string): string =>
  text
    .replaceAll(id, 'ID')
    .replace(/"[A-Z]?[A-Za-z0-9_-]{20,}"/g, '"TEXT"')
    .replace(/\d+(?:[.,:]\d+)*(?:e[+-]?\d+)?/gi, '0')
    .replace(/0[^\x20-\x7e]*0?/g, '0');

const told =
  (ask: (forger: Forger, id: string, key: string) => Promise<string>): Forgery =>
  async (forger) => {
    const { waiting, unproven, keys } = await twins(forger);
    const [first, second] = [
      await ask(forger, waiting, keys[0]),
      await ask(forger, unproven, keys[1]),
    ];
    return first === second ? held('the two answers are alike') : harm(differenceOf(first, second));
  };

function differenceOf(first: string, second: string): string {
  let at = 0;
  while (at < first.length && first[at] === second[at]) at += 1;
  return `'${first.slice(Math.max(0, at - 30), at + 50)}' for what waits, '${second.slice(Math.max(0, at - 30), at + 50)}' for what is unproven`;
}

interface Shown {
  readonly run: Record<string, unknown>;
  readonly measurements: readonly Record<string, unknown>[];
}

const FACTS = ['trustLevel', 'trustReasons', 'state', 'provenGflops', 'provenShare', 'outcome'];
/** Fields that both have, and what they say of trust; times differ. */
const trustOf = (row: Record<string, unknown>): string =>
  JSON.stringify([Object.keys(row).toSorted(), FACTS.map((fact) => row[fact] ?? null)]);

export const ORACLES: Forgeries = {
  'oracle: the answer of the API': told(async (forger, id) => {
    const { run, measurements } = JSON.parse(
      (await forger.text(`/api/v1/runs/${id}`)).body,
    ) as Shown;
    return [run, ...measurements].map(trustOf).join('\n');
  }),
  'oracle: headers of the API': told(async (forger, id) => {
    const { headers, status } = await request(`${forger.url}/api/v1/runs/${id}`);
    return `${status} ${[...headers.keys()].filter((name) => !/^(?:etag|date|connection|keep-alive)$/.test(name)).toSorted()}`;
  }),
  'oracle: the words of the page': told(async (forger, id) => {
    const { status, body } = await forger.text(`/runs/${id}`);
    const words = body
      .replace(/<(?:script|style|svg)[\s\S]*?<\/(?:script|style|svg)>/g, '')
      .replace(/<[^>]+>/g, ' ');
    const said =
      /level[^.]{0,80}|unverified[^.]{0,80}|proved[^.]{0,60}|moderat\w+[^.]{0,60}|waits?[^.]{0,60}/gi;
    return `${status} ${shapeOf([...words.matchAll(said)].map(([match]) => match).join('|'), id)}`;
  }),
  'oracle: the badge': told(async (forger, id) =>
    shapeOf((await forger.text(`/badge/run/${id}.json`)).body, id),
  ),
  'oracle: the card': told(async (forger, id) => {
    const { status, body } = await forger.text(`/embed/run/${id}`);
    return `${status} ${body.includes('nothing') || body.includes('not found')}`;
  }),
  'oracle: the picture': told(async (forger, id) => {
    const { status, headers } = await request(`${forger.url}/runs/${id}/opengraph-image`);
    return `${status} ${headers.get('Content-Type')}`;
  }),
  'oracle: the list of what is new': told(async (forger, id) => {
    const pages = await Promise.all(
      ['/', '/feed.xml', '/sitemap.xml'].map((path) => forger.text(path)),
    );
    return pages.map(({ body }) => body.includes(id)).join(' ');
  }),
  'oracle: the open data': told(async (forger, id) => {
    const { body } = await forger.text(
      '/api/v1/export/measurements.ndjson?workload=gemm-512-fp32&outcome=measured',
    );
    const line = body.split('\n').find((one) => one.includes(id));
    return line === undefined ? 'absent' : Object.keys(JSON.parse(line) as object).join(',');
  }),
  'oracle: reporting it': told(async (forger, id) => {
    const { status, headers } = await report(
      forger,
      { run: id, reason: 'other' },
      forger.address(3),
    );
    return `${status} ${headers.get('Location')}`;
  }),
  'oracle: withdrawing it with another key': told(
    async (forger, id) => `${await forger.withdraw(id, newKey())}`,
  ),
  'oracle: withdrawing it': told(async (forger, id, key) => `${await forger.withdraw(id, key)}`),
  'oracle: how wrong private outputs were': async (forger) => {
    const { submission, challenge } = await forger.attempt({
      workloads: ['squeezenet1-1-fp32'],
      proved: false,
    });
    if (challenge.privateSeed === null) return held('the server has no private inputs');
    const seed = challenge.privateSeed;
    const run = each(submission, (one) => ({ ...one, privateOutput: { ...one.output, seed } }));
    const { id } = await forger.submit(run);
    const { body } = await forger.text(`/api/v1/runs/${id}`);
    const reason = (JSON.parse(body) as Shown).measurements[0]?.reason;
    return /\d/.test(String(reason).replaceAll(String(seed), ''))
      ? harm(`it says by how much: ${reason}`)
      : held('it says that they are wrong');
  },
};

const posted =
  (
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: (forger: Forger) => Record<string, string>,
  ) =>
  (forger: Forger): Promise<Response> =>
    request(`${forger.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers(forger) },
      body: new URLSearchParams(fields).toString(),
    });

/** No session comes of it. */
const shutOut =
  (ask: (forger: Forger) => Promise<Response>): Forgery =>
  async (forger) => {
    const response = await ask(forger);
    await response.arrayBuffer();
    const cookie = response.headers.get('Set-Cookie') ?? '';
    if (/flopmark-admin=[^;]/.test(cookie)) return harm('a session was given');
    if (response.status >= 500) return harm(`answered with ${response.status}`);
    return held(`${response.status} ${response.headers.get('Location') ?? ''}`.trim());
  };

const own = (forger: Forger): Record<string, string> => ({ Origin: forger.url });
const withCookie = (value: string) => (forger: Forger) => ({
  ...own(forger),
  Cookie: `flopmark-admin=${value}`,
});
const hide = { action: 'hide', subject: '0123456789abcdef', reason: 'because' };

/** A form of moderators, sent without being one: the run is still there. */
const acting =
  (headers: (forger: Forger) => Record<string, string>, action = 'hide'): Forgery =>
  async (forger) => {
    const { id } = await publishedSource(forger);
    const response = await posted(
      '/admin/actions',
      { ...hide, action, subject: id },
      headers,
    )(forger);
    return (await forger.read(id)) === null
      ? harm('the run is gone')
      : held(`${response.status}, the run is there`);
  };

export const MODERATION: Forgeries = {
  'moderation: a wrong token': shutOut(posted('/admin/session', { token: 'x'.repeat(32) }, own)),
  'moderation: no token': shutOut(posted('/admin/session', {}, own)),
  'moderation: an empty token': shutOut(posted('/admin/session', { token: '' }, own)),
  'moderation: a token from another site': shutOut(
    posted('/admin/session', { token: 'x' }, () => ({ Origin: 'https://elsewhere.example' })),
  ),
  'moderation: a token from nowhere': shutOut(posted('/admin/session', { token: 'x' }, () => ({}))),
  'moderation: a token from the origin null': shutOut(
    posted('/admin/session', { token: 'x' }, () => ({ Origin: 'null' })),
  ),
  'moderation: two hundred wrong tokens, then somebody else’s': async (forger) => {
    const tries = await Promise.all(
      times(205, (i) =>
        posted('/admin/session', { token: `wrong ${i}` }, (at) => ({
          ...own(at),
          ...fromAddress(forger.address(0)),
        }))(forger).then(({ status }) => status),
      ),
    );
    const other = await posted('/admin/session', { token: 'also wrong' }, (at) => ({
      ...own(at),
      ...fromAddress(forger.address(1)),
    }))(forger);
    return other.status === 429
      ? harm('another network is locked out')
      : held(`${tries.filter((status) => status === 429).length} slowed, others are not`);
  },
  'moderation: hiding a run without a session': acting(own),
  'moderation: hiding a run with a session that is over': acting(
    withCookie(`1000000000000.${'0'.repeat(64)}`),
  ),
  'moderation: hiding a run with a session of one’s own making': acting(
    withCookie(`9999999999999.${'ab'.repeat(32)}`),
  ),
  'moderation: hiding a run with an empty session': acting(withCookie('')),
  'moderation: hiding a run from another site': acting(() => ({
    Origin: 'https://elsewhere.example',
  })),
  'moderation: banning a key without a session': acting(own, 'ban'),
  'moderation: the models that no table has, without a session': async (forger) => {
    const { status, body } = await forger.text('/admin/unlisted');
    return status === 200 && body.includes('people') ? harm('they are told') : held(`${status}`);
  },
  'moderation: a report from another site': async (forger) => {
    const { id } = await publishedSource(forger);
    const { status } = await posted('/reports', { run: id, reason: 'other' }, () => ({
      Origin: 'https://elsewhere.example',
    }))(forger);
    return status === 403 ? held('other-origin') : harm(`answered with ${status}`);
  },
};

/** What plain HTTP can say and fetch cannot. */
function plain(
  forger: Forger,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(forger.url);
    const out = plainRequest({ hostname, port, path, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
      );
      answer.on('error', reject);
    });
    out.on('error', reject);
    out.end();
  });
}

const EVIL = 'evil-host.example';
/** Pages whose links are absolute: none may lead where a header says. */
const headed =
  (headers: Readonly<Record<string, string>>): Forgery =>
  async (forger) => {
    const { id } = await publishedSource(forger);
    for (const path of [
      '/',
      `/runs/${id}`,
      `/embed/run/${id}`,
      '/feed.xml',
      '/sitemap.xml',
      '/models/mobilenet-v2-fp32',
    ]) {
      const { status, body } = await plain(forger, path, headers);
      if (status >= 500) return harm(`${path}: ${status}`);
      if (body.includes(EVIL) || /(?:href|src)="javascript:/i.test(body))
        return harm(`${path} leads there`);
      const { body: after } = await forger.text(path);
      if (after.includes(EVIL)) return harm(`${path} leads there for everybody after it`);
    }
    return held('no link leads there');
  };

export const HEADERS: Forgeries = {
  'header: another Host': headed({ Host: EVIL }),
  'header: a Host that is none': headed({ Host: `${EVIL}/"><script>` }),
  'header: X-Forwarded-Host': headed({ 'X-Forwarded-Host': EVIL }),
  'header: X-Forwarded-Proto of javascript': headed({ 'X-Forwarded-Proto': 'javascript' }),
  'header: Forwarded': headed({ Forwarded: `host=${EVIL};proto=javascript` }),
  'header: X-Original-URL': headed({
    'X-Original-URL': `https://${EVIL}/`,
    'X-Rewrite-URL': `https://${EVIL}/`,
  }),
  'header: an Origin that is another’s': headed({ Origin: `https://${EVIL}` }),
};

const rerouted =
  (over: Record<string, unknown>): Forgery =>
  async (forger) => {
    const { submission } = await forger.attempt(ONE);
    return forger.submit({ ...submission, ...over });
  };

export const PROTOCOLS: Forgeries = {
  'protocol: an earlier one, with its rules': rerouted({ protocol: 'flopmark/1' }),
  'protocol: one that is to come': rerouted({ protocol: 'flopmark/3' }),
  'protocol: none': rerouted({ protocol: null }),
  'protocol: a list of both': rerouted({ protocol: ['flopmark/1', 'flopmark/2'] }),
  'protocol: an earlier form of the body': rerouted({ schema: 1 }),
  'protocol: a form that is to come': rerouted({ schema: 3 }),
  'protocol: another licence': rerouted({
    consent: { version: 1, licence: 'All rights reserved' },
  }),
  'protocol: no consent': rerouted({ consent: null }),
  'protocol: a consent of another time': rerouted({ consent: { version: 2, licence: 'CC0-1.0' } }),
  'protocol: generated data told as people’s': rerouted({ synthetic: false }),
  'protocol: a level of trust of its own': rerouted({ trustLevel: 2, trustReasons: ['attested'] }),
  'protocol: a state of its own': rerouted({ state: 'live', quarantineReasons: [] }),
  'protocol: an arrival of its own': rerouted({ createdAt: '2026-01-01T00:00:00Z' }),
};

const withdrawnThen =
  (
    ask: (
      forger: Forger,
      source: Awaited<ReturnType<typeof publishedSource>>,
    ) => Promise<Answer | Met>,
  ): Forgery =>
  async (forger) => {
    const source = await publishedSource(forger);
    if ((await forger.withdraw(source.id, source.submitterKey)) !== 204)
      throw new Error('it could not be withdrawn');
    return ask(forger, source);
  };

const goneFrom = (path: (id: string) => string): Forgery =>
  withdrawnThen(async (forger, { id, submission }) => {
    const { status, body } = await forger.text(path(id));
    const [sample] = onlyRow(submission).samples;
    const seen =
      status < 400 && (body.includes(id) || body.includes(String(sample.elapsedMs * 1.000_001)));
    return seen ? harm(`${path(id)} has it still`) : held(`${status}`);
  });

export const WITHDRAWN: Forgeries = {
  'withdrawn: its page': goneFrom((id) => `/runs/${id}`),
  'withdrawn: its data': goneFrom((id) => `/api/v1/runs/${id}`),
  'withdrawn: the front page': goneFrom(() => '/'),
  'withdrawn: the board': goneFrom(() => '/api/v1/board?workload=gemm-512-fp32&limit=200'),
  'withdrawn: the open data': goneFrom(
    () => '/api/v1/export/measurements.csv?workload=gemm-512-fp32',
  ),
  'withdrawn: the feed': goneFrom(() => '/feed.xml'),
  'withdrawn: sent again': withdrawnThen((forger, { submission }) => forger.submit(submission)),
  'withdrawn: sent again by another key': withdrawnThen((forger, { submission }) =>
    forger.submit({ ...submission, submitterKey: newKey() }),
  ),
  'withdrawn: twice at once': async (forger) => {
    const { id, submitterKey } = await publishedSource(forger);
    const statuses = await Promise.all(times(10, () => forger.withdraw(id, submitterKey)));
    const gone = statuses.filter((status) => status === 204).length;
    return gone === 1 && statuses.every((status) => status < 500)
      ? held('one withdrew it')
      : harm(`${gone} did`);
  },
  'withdrawn: while it is sent': async (forger) => {
    const submitterKey = newKey();
    const { submission } = await forger.attempt({ ...ONE, submitterKey });
    const sent = forger.submit(submission);
    const { id } = await sent;
    if (id === null) throw new Error('an honest run was refused');
    const [again, status] = await Promise.all([
      forger.submit(submission),
      forger.withdraw(id, submitterKey),
    ]);
    if (status !== 204) return harm(`it could not be withdrawn: ${status}`);
    if (again.code === null) return harm('it was taken a second time');
    return (await forger.read(id)) === null
      ? held('it is gone, and was not taken again')
      : harm('it is still there');
  },
};
