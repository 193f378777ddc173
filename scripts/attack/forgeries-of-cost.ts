// Bodies and addresses that cost the server more than whoever sends them. What is written is
// counted before it is read: the answer says what is left of the limits even where nothing of the
// body was understood. What is asked for and is not there is answered without being made.
import { randomBytes } from 'node:crypto';
import { SUBMITTER_HEADER } from '@/lib/submission/proof';
import { newRunId } from '@/lib/submission/run-id';
import { type Headers, newKey, request } from './client';
import type { Forger } from './forger';
import type { Forgeries, Forgery } from './kinds';
import { harm, held, type Met } from './met';

const MANY = 200_000;
const manyKeys = (): Record<string, number> =>
  Object.fromEntries(Array.from({ length: MANY }, (_, i) => [`key${i}`, i]));

interface Sent {
  readonly path: string;
  readonly body: BodyInit;
  readonly method?: string;
  readonly headers?: Headers;
}

const JSON_TYPE: Headers = { 'Content-Type': 'application/json' };
const FORM: Headers = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Refused with a code, and counted. */
async function countedRefusal(
  forger: Forger,
  { path, body, method = 'POST', headers = JSON_TYPE }: Sent,
): Promise<Met> {
  const response = await request(`${forger.url}${path}`, {
    method,
    body,
    headers,
    redirect: 'manual',
  });
  const { code = `status ${response.status}` } = (await response.json().catch(() => ({}))) as {
    code?: string;
  };
  if (response.status < 400 || response.status >= 500)
    return harm(`answered with ${response.status}`);
  if (response.headers.get('RateLimit') === null) return harm(`${code}, and was not counted`);
  return held(`counted, ${code}`);
}

const counted =
  (make: (forger: Forger) => Sent | Promise<Sent>): Forgery =>
  async (forger) =>
    countedRefusal(forger, await make(forger));

/** An honest run with something that is too much of it, as JSON. */
const swollen = (
  change: (run: Record<string, unknown> & { measurements: Record<string, unknown>[] }) => unknown,
): Forgery =>
  counted(async (forger) => {
    const { submission } = await forger.attempt({
      workloads: ['gemm-512-fp32'],
      proved: false,
      wait: false,
    });
    const copy = JSON.parse(JSON.stringify(submission)) as Parameters<typeof change>[0];
    return { path: '/api/v1/runs', body: JSON.stringify(change(copy) ?? copy) };
  });

const inRow = (over: (row: Record<string, unknown>) => Record<string, unknown>): Forgery =>
  swollen((run) => ({
    ...run,
    measurements: run.measurements.map((row) => ({ ...row, ...over(row) })),
  }));
const inEnvironment = (
  over: (environment: Record<string, unknown>) => Record<string, unknown>,
): Forgery =>
  swollen((run) => {
    const environment = run.environment as Record<string, unknown>;
    return { ...run, environment: { ...environment, ...over(environment) } };
  });

const noProof = '00000000-0000-4000-8000-000000000000';
const noRun = (): string => newRunId(new Uint8Array(randomBytes(10)));
const large = (bytes: number): string => `{"pad":"${'x'.repeat(bytes)}"}`;

export const COST: Forgeries = {
  'cost: 200,000 options': inRow(() => ({ options: manyKeys() })),
  'cost: 200,000 limits of an adapter': inEnvironment(({ webgpu }) => ({
    webgpu: { ...(webgpu as object), limits: manyKeys() },
  })),
  'cost: 200,000 fields of a run': swollen((run) => ({ ...run, ...manyKeys() })),
  'cost: 200,000 fields of a row': inRow(() => manyKeys()),
  'cost: 100,000 brands': inEnvironment(({ userAgentData }) => ({
    userAgentData: {
      ...(userAgentData as object),
      brands: Array(100_000).fill({ brand: 'a', version: '1' }),
    },
  })),
  'cost: 100,000 features': inEnvironment(({ webgpu }) => ({
    webgpu: { ...(webgpu as object), features: Array(100_000).fill('a') },
  })),
  'cost: 100,000 samples': inRow(() => ({
    samples: Array(100_000).fill({ elapsedMs: 1, iterations: 1 }),
  })),
  'cost: 100,000 projections': inRow(({ output }) => ({
    output: { ...(output as object), projections: Array(100_000).fill(1) },
  })),
  'cost: 100,000 rows': swollen((run) => ({ ...run, measurements: Array(100_000).fill({}) })),
  'cost: 1,201 whole rows': swollen((run) => ({
    ...run,
    measurements: Array(1201).fill(run.measurements[0]),
  })),
  'cost: a mode of its own': inRow(() => ({ options: { mode: 'mine' } })),
  'cost: a length of its own for what is sustained': inRow(() => ({
    options: { mode: 'sustained', sustainMs: 61_234 },
  })),
  'cost: a ticket of a megabyte': swollen((run) => ({ ...run, ticket: 'x'.repeat(1_000_000) })),
  'cost: a user agent of three megabytes': inEnvironment(() => ({
    userAgent: 'x'.repeat(3_000_000),
  })),
  'cost: a user agent that a pattern could trip over': inEnvironment(() => ({
    userAgent: `Mozilla/5.0 (${';'.repeat(4000)}`,
  })),
  'cost: three megabytes of brackets': counted(() => ({
    path: '/api/v1/runs',
    body: '['.repeat(3_000_000),
  })),
  'cost: objects nested a million deep': counted(() => ({
    path: '/api/v1/runs',
    body: '{"a":'.repeat(600_000),
  })),
  'cost: a body that is said to be compressed': counted(() => ({
    path: '/api/v1/runs',
    body: new Uint8Array(randomBytes(4096)),
    headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
  })),
  'cost: no body': counted(() => ({ path: '/api/v1/runs', body: '' })),
  'cost: a challenge of a megabyte': counted(() => ({
    path: '/api/v1/challenges',
    body: large(1_000_000),
  })),
  'cost: a proof of a megabyte': counted(() => ({
    path: '/api/v1/proofs',
    body: large(1_000_000),
  })),
  'cost: a commit of a megabyte': counted(() => ({
    path: `/api/v1/proofs/${noProof}/commit`,
    body: large(1_000_000),
  })),
  'cost: an opening of three megabytes for no proof': counted(() => ({
    path: `/api/v1/proofs/${noProof}/open`,
    body: new Uint8Array(3_000_000),
    headers: { 'Content-Type': 'application/octet-stream', [SUBMITTER_HEADER]: newKey() },
  })),
  'cost: an opening without a key': counted(() => ({
    path: `/api/v1/proofs/${noProof}/open`,
    body: new Uint8Array(1000),
    headers: { 'Content-Type': 'application/octet-stream' },
  })),
  'cost: a withdrawal of a megabyte': counted(() => ({
    path: `/api/v1/runs/${noRun()}`,
    method: 'DELETE',
    body: large(1_000_000),
  })),
  'cost: a report of a megabyte': counted((forger) => ({
    path: '/reports',
    body: `run=${noRun()}&reason=other&pad=${'x'.repeat(1_000_000)}`,
    headers: { ...FORM, Origin: forger.url },
  })),
};

/** Asked for and not there: a short answer that a cache may keep, and no picture. */
const absent =
  (path: () => string): Forgery =>
  async (forger) => {
    const response = await request(`${forger.url}${path()}`, { redirect: 'manual' });
    const bytes = (await response.arrayBuffer()).byteLength;
    const type = response.headers.get('Content-Type') ?? '';
    if (response.status >= 500) return harm(`answered with ${response.status}`);
    if (type.startsWith('image/png')) return harm(`a picture of ${bytes} bytes was drawn`);
    const kept = /\bs-maxage=[1-9]/.test(response.headers.get('Cache-Control') ?? '');
    const isCounted = response.headers.get('RateLimit') !== null;
    return response.status < 400 && !kept && !isCounted
      ? harm('made anew each time, and not counted')
      : held(
          `${response.status}, ${bytes} bytes${kept ? ', kept' : ''}${isCounted ? ', counted' : ''}`,
        );
  };

/** What is sent to a page is no question to it: nothing is made of it. */
const sentTo =
  (path: string, headers: Headers = {}, method = 'POST'): Forgery =>
  async (forger) => {
    const response = await request(`${forger.url}${path}`, {
      method,
      headers,
      body: 'x=1',
      redirect: 'manual',
    });
    const { length } = await response.text();
    return response.status === 405
      ? held(`405, ${length} bytes`)
      : harm(`${method} is answered with ${response.status} and ${length} bytes, uncounted`);
  };

/** What is kept is forgotten whenever a run is published, as the other forgeries do meanwhile. */
const TRIES_OF_KEPT = 5;

/** The same page under an address with words added: the answer that is kept, not another one. */
const sameAs =
  (path: string, added: string): Forgery =>
  async (forger) => {
    for (let tries = 0; tries < TRIES_OF_KEPT; tries += 1) {
      await forger.text(path);
      const response = await request(
        `${forger.url}${path}${path.includes('?') ? '&' : '?'}${added}`,
        { redirect: 'manual' },
      );
      await response.arrayBuffer();
      if (response.status >= 500) return harm(`answered with ${response.status}`);
      const again =
        response.headers.get('Age') !== null || response.headers.get('RateLimit') !== null;
      if (again || response.status >= 300) return held('kept or counted');
    }
    return harm('made anew for words that mean nothing');
  };

export const ADDRESSES: Forgeries = {
  'address: a picture of a run that is not there': absent(() => `/runs/${noRun()}/opengraph-image`),
  'address: a picture of a model that is not there': absent(
    () => '/models/no-such-model/opengraph-image',
  ),
  'address: a picture of a device that is not there': absent(
    () => `/devices/no-device-${noRun()}/opengraph-image`,
  ),
  'address: a badge of a run that is not there': absent(() => `/badge/run/${noRun()}.svg`),
  'address: a card of a run that is not there': absent(() => `/embed/run/${noRun()}`),
  'address: a run that is not there': absent(() => `/runs/${noRun()}`),
  'address: a device that is not there': absent(() => `/devices/no-device-${noRun()}`),
  'address: a model that is not there': absent(() => `/models/no-model-${noRun()}`),
  'address: a page of the board behind none': absent(() => '/api/v1/board?after=eyJhIjoxfQ'),
  'address: a limit of a billion': absent(() => '/api/v1/board?limit=1000000000'),
  'address: a search of five thousand letters': absent(
    () => `/api/v1/search?q=${'a'.repeat(5000)}`,
  ),
  'address: a comparison of devices that are not there': absent(
    () => `/compare?a=${noRun()}&b=${noRun()}`,
  ),
  'address: the open data of a workload that is not there': absent(
    () => '/api/v1/export/measurements.csv?workload=no-such-workload',
  ),
  'address: a page that something is sent to': sentTo('/insights', FORM),
  'address: a page that an action is sent to': sentTo('/models/mobilenet-v2-fp32', {
    'Next-Action': 'a'.repeat(42),
  }),
  'address: a page that JSON is sent to': sentTo('/devices', JSON_TYPE, 'PUT'),
  'address: a page through an optimizer of pictures': async (forger) => {
    const query = new URLSearchParams({ url: '/insights', w: '640', q: '75' });
    const response = await request(`${forger.url}/_next/image?${query}`);
    await response.arrayBuffer();
    return response.status === 404 ? held('404') : harm(`answered with ${response.status}`);
  },
  'address: /insights with words added': sameAs('/insights', 'x=1'),
  'address: all gains with words added': sameAs('/insights/gains.csv', 'x=1'),
  'address: a model with words added': sameAs('/models/mobilenet-v2-fp32', 'utm_source=x'),
  'address: a picture with words added': sameAs('/models/mobilenet-v2-fp32/opengraph-image', 'x=1'),
  'address: the devices with words added': sameAs('/devices', 'page=7'),
};
