// What is fuzzed: every edge route, with the methods it has and those it has not, and a body that
// it would take.

import { OPENINGS } from '@/lib/attest/openings';
import { openingBytes } from '@/lib/attest/wire';
import type { Execution } from '@/lib/flops/steps/step';
import { MANIFEST } from '@/lib/models/manifest';
import { PREDICTION_VERSION } from '@/lib/predict/devices';
import { SUBMITTER_HEADER } from '@/lib/submission/proof';
import { honestSubmission, SUBMITTER_KEY } from '@/scripts/client/submission';
import { type Live, NOTHING_LIVE, type Stage } from './live';

export interface Target {
  /** As the API names it; every `{id}` stands for anything. */
  readonly path: string;
  /**
   * A body of the right form, JSON or bytes, which requests are mutations of; null where none is
   * read.
   */
  readonly body: unknown;
  /** Names of query parameters that mean something. */
  readonly query: readonly string[];
  /** An id of the right form. */
  readonly id: string;
  /** Sent beside those that are drawn. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What a request may use up. */
  readonly stage?: Stage;
}

const target = (path: string, over: Partial<Target> = {}): Target => ({
  path,
  body: null,
  query: [],
  id: '0123456789abcdef',
  ...over,
});

/** One product and what is added to it. */
const EXECUTION = {
  steps: [
    {
      kind: 'product',
      name: 'product',
      op: 'Gemm',
      nodes: 1,
      times: 1,
      count: 1,
      m: 64,
      k: 64,
      n: 64,
      weight: true,
      bits: 32,
      activation: 'none',
    },
    {
      kind: 'pass',
      name: 'sum',
      op: 'Add',
      nodes: 1,
      times: 1,
      pass: 'binary',
      elements: 4096,
      rows: 64,
      taps: 1,
      bytes: 49_152,
    },
  ],
  inputBytes: 16_384,
  outputBytes: 16_384,
  weightBytes: 16_384,
  unknown: [],
} satisfies Execution;

const BADGE_QUERY = ['style', 'backend', 'at'];
const EXPORT_QUERY = ['workload', 'backend', 'outcome', 'from', 'until'];

/** What is live makes mutations of a request come as far as a real one does. */
export function targets({ ticket, goldenIndex, proof }: Live = NOTHING_LIVE): Target[] {
  const entries = ['gemm-512-fp32', 'mobilenet-v2-fp32'].flatMap((id) => MANIFEST.get(id) ?? []);
  return [
    target('/api/v1/board', {
      query: [
        'workload',
        'backend',
        'threads',
        'limit',
        'trust',
        'after',
        'browser',
        'os',
        'form',
        'ortVersion',
      ],
    }),
    target('/api/v1/challenges', { body: { suite: 'smoke', submitterKey: SUBMITTER_KEY } }),
    target('/api/v1/openapi.json'),
    target('/api/v1/export/measurements.csv', { query: EXPORT_QUERY }),
    target('/api/v1/export/measurements.ndjson', { query: EXPORT_QUERY }),
    target('/api/v1/{id}'),
    target('/api/v1/search', { query: ['q', 'limit'] }),
    target('/api/v1/runs', {
      body: honestSubmission(entries, ticket, goldenIndex),
      stage: 'issued',
    }),
    target('/api/v1/runs/{id}', { body: { submitterKey: SUBMITTER_KEY } }),
    target('/api/v1/proofs', {
      body: { ticket, submitterKey: SUBMITTER_KEY, backend: 'wasm', n: 128 },
      stage: 'issued',
    }),
    target('/api/v1/proofs/{id}/commit', {
      body: { submitterKey: SUBMITTER_KEY, batches: 1, root: 'ab'.repeat(32) },
      id: proof,
      stage: 'started',
    }),
    target('/api/v1/proofs/{id}/open', {
      // As long as an opening of one batch of the smallest size is.
      body: new Uint8Array(
        openingBytes({ n: 128, batches: 1 }, Array(OPENINGS).fill({ batch: 0, column: 0 })),
      ),
      headers: { 'Content-Type': 'application/octet-stream', [SUBMITTER_HEADER]: SUBMITTER_KEY },
      id: proof,
      stage: 'committed',
    }),
    ...(['/badge/{}.svg', '/badge/{}.json', '/embed/{}'] as const).flatMap((form) => [
      target(form.replace('{}', 'run/{id}'), { query: BADGE_QUERY }),
      target(form.replace('{}', 'device/{id}/{id}'), {
        query: BADGE_QUERY,
        id: 'mobilenet-v2-fp32',
      }),
      target(form.replace('{}', 'model/{id}'), { query: BADGE_QUERY, id: 'mobilenet-v2-fp32' }),
      target(form.replace('{}', 'browser/{id}'), { query: BADGE_QUERY, id: 'mobilenet-v2-fp32' }),
    ]),
    target('/api/v1/prices', { query: ['device'] }),
    target('/api/v1/predict', {
      body: { version: PREDICTION_VERSION, execution: EXECUTION, backend: 'wasm' },
    }),
    target('/api/ready'),
    target('/api/lab/bare', { query: ['bytes'] }),
    target('/feed.xml'),
    target('/sitemap.xml'),
    target('/oembed', { query: ['url', 'format'] }),
    target('/admin/session', { body: { token: 'x' } }),
    target('/admin/sign-out', { body: {} }),
    target('/admin/unlisted'),
    target('/reports', { body: { run: '0123456789abcdef', reason: 'other' } }),
    target('/admin/actions', {
      body: { action: 'hide', subject: '0123456789abcdef', reason: 'x' },
    }),
  ];
}
