// Requests that cost the site more than whoever sends them, one kind each: what a flood of them
// looks like.
import { randomBytes } from 'node:crypto';

/** As many keys as a body of four megabytes holds. */
const MANY_KEYS = 200_000;

const manyKeys = Object.fromEntries(Array.from({ length: MANY_KEYS }, (_, i) => [`key${i}`, i]));
/** @param {object} over */
const submission = (over) => ({
  schema: 2,
  protocol: 'flopmark/2',
  suite: 'custom',
  suiteVersion: 1,
  ticket: 'none',
  submitterKey: 'k'.repeat(43),
  measurements: [{ workload: 'gemm-512-fp32', backend: 'wasm', outcome: 'measured', ...over }],
});

/** @param {string} path @param {object} body */
const json = (path, body) => ({
  path,
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});
/** @param {string} path @param {Record<string, string>} fields @param {string} origin */
const form = (path, fields, origin) => ({
  path,
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin },
  body: new URLSearchParams(fields).toString(),
});
/** @param {string} path */
const get = (path) => ({ path, method: 'GET', headers: {}, body: null });

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';
const runId = () => Array.from(randomBytes(16), (byte) => crockford[byte & 31]).join('');

const largeOptions = json('/api/v1/runs', submission({ options: manyKeys }));
const largeLimits = json('/api/v1/runs', {
  ...submission({}),
  environment: { webgpu: { limits: manyKeys } },
});

/** As the heaviest opening of a proof weighs. */
const opening = Buffer.alloc(3_000_000);

/**
 * @typedef {{ path: string, method: string, headers: Record<string, string>, body: BodyInit | null
 * }} Flooding
 * @typedef {{ models: readonly string[], origin: string, wholeRun: string }} Flooded
 */

/**
 * Name → the request that is sent for the index-th time; `origin` is the site's own.
 * @type {Readonly<Record<string, (index: number, site: Flooded) => Flooding>>}
 */
export const KINDS = {
  'runs with 200,000 options': () => largeOptions,
  'runs with 200,000 limits': () => largeLimits,
  'runs in invented modes': (index) =>
    json('/api/v1/runs', submission({ options: { mode: `mode-${index}` } })),
  'whole runs of half a megabyte with nobody’s ticket': (_index, { wholeRun }) => ({
    path: '/api/v1/runs',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: wholeRun,
  }),
  challenges: (index) =>
    json('/api/v1/challenges', {
      suite: 'custom',
      submitterKey: `${'k'.repeat(37)}${String(index).padStart(6, '0')}`,
    }),
  'openings of proofs that are not there': () => ({
    path: '/api/v1/proofs/00000000-0000-4000-8000-000000000000/open',
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'X-Flopmark-Submitter': 'k'.repeat(43) },
    body: opening,
  }),
  'pictures of runs that are not there': () => get(`/runs/${runId()}/opengraph-image`),
  'pictures of models': (index, { models }) =>
    get(`/models/${models[index % models.length]}/opengraph-image?${index}`),
  'badges of runs that are not there': () => get(`/badge/run/${runId()}.svg`),
  'insights with invented parameters': (index) => get(`/insights?x=${index}`),
  'all gains as CSV': (index) => get(`/insights/gains.csv?x=${index}`),
  'a model with invented parameters': (index) => get(`/models/mobilenet-v2-fp32?x=${index}`),
  'a model with invented filters': (index) => get(`/models/mobilenet-v2-fp32?browser=${index}`),
  'all data as CSV': () => get('/api/v1/export/measurements.csv'),
  'boards by invented software': (index) =>
    get(`/api/v1/board?workload=mobilenet-v2-fp32&browser=b${index}`),
  'pages that something is sent to': () => ({ ...get('/insights'), method: 'POST', body: 'x=1' }),
  'searches for anything': (index) => get(`/api/v1/search?q=${index}`),
  'comparisons of anything': (index) => get(`/compare?a=device-${index}&b=device-${index + 1}`),
  'wrong tokens': (index, { origin }) =>
    form('/admin/session', { token: `wrong ${index}` }, origin),
  'reports of anything': (_index, { origin }) =>
    form('/reports', { run: runId(), reason: 'other' }, origin),
};
