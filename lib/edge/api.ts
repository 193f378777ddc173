// The public API as a table: /api/v1/openapi.json and /docs/api are drawn from it, and a test calls
// each entry.
import { z } from '@/lib/core/zod';
import { BADGE_STYLES } from '../badge/badge';
import { BACKENDS } from '../core/backend';
import {
  PROOF_ATTEMPTS,
  proofCommitSchema,
  proofDrawnSchema,
  proofRequestSchema,
  proofStartSchema,
  proofVerdictSchema,
  SUBMITTER_HEADER,
} from '../submission/proof';
import { REJECTIONS } from '../submission/rejection';
import {
  challengeRequestSchema,
  challengeResponseSchema,
  runSubmissionSchema,
  submitterKeySchema,
  withdrawalSchema,
} from '../submission/schema';
import {
  boardQuerySchema,
  boardResponseSchema,
  exportQuerySchema,
  problemSchema,
  runAcceptedSchema,
  runResponseSchema,
  searchQuerySchema,
  searchResponseSchema,
  shieldsEndpointSchema,
} from './api-schemas';
import type { ApiOperation, ApiParameter, ApiResponse } from './openapi';
import {
  predictRequestSchema,
  predictResponseSchema,
  pricesQuerySchema,
  pricesResponseSchema,
} from './prediction';

const LIMIT_HEADERS = {
  'RateLimit-Policy':
    'Requests per window of so many seconds, of the network and of the submitter.',
  RateLimit: 'How many are left of each, and the seconds until the window ends.',
};
const READ_HEADERS = {
  ETag: 'Send it as If-None-Match: 304 as long as the answer holds.',
  ...LIMIT_HEADERS,
};
const RETRY_HEADERS = { 'Retry-After': 'Seconds.', ...LIMIT_HEADERS };

const problems = (...statuses: readonly number[]): Record<number, ApiResponse> =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: Object.entries(REJECTIONS)
          .filter(([, rejection]) => rejection.status === status)
          .map(([code]) => code)
          .join(', '),
        ...((status === 429 || status === 503) && { headers: RETRY_HEADERS }),
        mediaType: 'application/problem+json',
        schema: problemSchema,
      },
    ]),
  );

/** What a read answers; refused as the network's limits and the database have it, too. */
const reads = (
  found: ApiResponse,
  ...statuses: readonly number[]
): Record<number, ApiResponse> => ({
  200: { ...found, headers: { ...found.headers, ...READ_HEADERS } },
  304: { description: 'What the reader has still holds.', headers: READ_HEADERS },
  ...problems(...statuses, 429, 500, 503),
});

const runId: ApiParameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The id of a run: 16 characters.',
  schema: z.string(),
};

const proofId: ApiParameter = { ...runId, description: 'The id of a proof, as its start gave it.' };

const submitterHeader: ApiParameter = {
  name: SUBMITTER_HEADER,
  in: 'header',
  required: true,
  description: 'The key that the proof was started with.',
  schema: submitterKeySchema,
};

const queryParameters = (shape: Readonly<Record<string, z.ZodType>>): ApiParameter[] =>
  Object.entries(shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    description: schema.meta()?.description ?? '',
    schema,
  }));

const workloadId: ApiParameter = { ...runId, description: 'The id of a workload.' };
const deviceSlug: ApiParameter = {
  ...runId,
  name: 'slug',
  description: 'The address of a device on this site.',
};

const option = (name: string, description: string, schema: z.ZodType): ApiParameter => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: schema.optional(),
});
const styleOption = option('style', 'How it looks.', z.enum(BADGE_STYLES));
const backendOption = option('backend', 'Default: the fastest one.', z.enum(BACKENDS));
const atOption = option(
  'at',
  'A past day (UTC): what was published by its end. Default: as of now.',
  z.iso.date(),
);

interface BadgeSubject {
  readonly kind: 'run' | 'device' | 'model' | 'browser';
  readonly path: string;
  readonly summary: string;
  readonly subject: readonly ApiParameter[];
  readonly options: readonly ApiParameter[];
}

const BADGE_SUBJECTS: readonly BadgeSubject[] = [
  {
    kind: 'run',
    path: 'run/{id}',
    summary: 'What a run is known by',
    subject: [runId],
    options: [atOption],
  },
  {
    kind: 'device',
    path: 'device/{slug}/{id}',
    summary: 'The median over a device’s networks at a workload',
    subject: [deviceSlug, workloadId],
    options: [backendOption, atOption],
  },
  {
    kind: 'model',
    path: 'model/{id}',
    summary: 'Forward FLOPs and parameters of a workload',
    subject: [workloadId],
    options: [],
  },
  {
    kind: 'browser',
    path: 'browser/{id}',
    summary: 'How fast a workload runs in browsers at large',
    subject: [workloadId],
    options: [backendOption, atOption],
  },
];

const ALWAYS = 'Always 200; what is unknown is drawn in grey.';

const badgeOperations = ({
  kind,
  path,
  summary,
  subject,
  options,
}: BadgeSubject): ApiOperation[] => [
  {
    method: 'get',
    path: `/badge/${path}.svg`,
    id: `${kind}Badge`,
    summary: `${summary}, as a badge`,
    description: ALWAYS,
    parameters: [...subject, styleOption, ...options],
    responses: { 200: { description: 'An SVG of at most 2 KB.', mediaType: 'image/svg+xml' } },
  },
  {
    method: 'get',
    path: `/badge/${path}.json`,
    id: `${kind}BadgeEndpoint`,
    summary: `${summary}, for shields.io`,
    description: ALWAYS,
    parameters: [...subject, ...options],
    responses: { 200: { description: 'An endpoint badge.', schema: shieldsEndpointSchema } },
  },
  {
    method: 'get',
    path: `/embed/${path}`,
    id: `${kind}Card`,
    summary: `${summary}, as a card for an iframe`,
    description: ALWAYS,
    parameters: [...subject, ...options],
    responses: {
      200: { description: 'A page of its own, without scripts.', mediaType: 'text/html' },
    },
  },
];

export const OPERATIONS: readonly ApiOperation[] = [
  {
    method: 'get',
    path: '/api/v1/board',
    id: 'readBoard',
    summary: 'Devices ranked for one workload',
    description:
      'One network is one vote: the median over its keys, each with the median of its runs. `evidence` says what stands behind a row; provisional ones have no rank.',
    parameters: queryParameters(boardQuerySchema.shape),
    responses: reads(
      {
        description: 'Rows, fastest first.',
        schema: boardResponseSchema,
        headers: { Link: 'The next page as rel="next"; absent on the last.' },
      },
      400,
      404,
    ),
  },
  ...(['csv', 'ndjson'] as const).map(
    (format): ApiOperation => ({
      method: 'get',
      path: `/api/v1/export/measurements.${format}`,
      id: `export${format === 'csv' ? 'Csv' : 'Ndjson'}`,
      summary: `All published measurements as ${format === 'csv' ? 'CSV' : 'NDJSON'}`,
      description:
        'Streamed, with failed and wrong rows; the columns are explained on /data. CC0-1.0.',
      parameters: queryParameters(exportQuerySchema.shape),
      responses: reads(
        {
          description: 'One measurement per line, oldest first.',
          mediaType: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
        },
        400,
      ),
    }),
  ),
  {
    method: 'get',
    path: '/api/v1/search',
    id: 'search',
    summary: 'Devices, models and explained words by name',
    parameters: queryParameters(searchQuerySchema.shape),
    responses: reads(
      {
        description: 'Devices first, then models, then pages that explain.',
        schema: searchResponseSchema,
      },
      400,
    ),
  },
  {
    method: 'get',
    path: '/api/v1/prices',
    id: 'readPrices',
    summary: 'What each unit of work costs on the board’s devices',
    description:
      'Fitted to each device’s measured kernels (docs/prediction.md). A graph’s time is its charges times these prices.',
    parameters: queryParameters(pricesQuerySchema.shape),
    responses: reads(
      { description: 'Devices with most people first.', schema: pricesResponseSchema },
      400,
    ),
  },
  {
    method: 'post',
    path: '/api/v1/predict',
    id: 'predict',
    summary: 'How long a graph takes on the board’s devices',
    description:
      'The body is what `npm run -s predict -- FILE --request` prints: a graph as a runtime executes it, in extents alone. Nothing is stored.',
    body: predictRequestSchema,
    responses: {
      200: {
        description: 'The fastest device first.',
        schema: predictResponseSchema,
        headers: LIMIT_HEADERS,
      },
      ...problems(400, 413, 415, 422, 429, 503),
    },
  },
  {
    method: 'get',
    path: '/api/v1/runs/{id}',
    id: 'readRun',
    summary: 'A run with its raw samples, as stored',
    parameters: [runId],
    responses: reads({ description: 'The run.', schema: runResponseSchema }, 404),
  },
  {
    method: 'delete',
    path: '/api/v1/runs/{id}',
    id: 'withdrawRun',
    summary: 'Take a published run back',
    description:
      'Deletes it from page, board, badge and API; caches forget it within minutes. Same origin only.',
    parameters: [runId],
    body: withdrawalSchema,
    responses: {
      204: { description: 'It is gone.' },
      ...problems(400, 403, 404, 413, 415, 422, 429, 500, 503),
    },
  },
  {
    method: 'post',
    path: '/api/v1/challenges',
    id: 'issueChallenge',
    summary: 'A single-use challenge for one run',
    body: challengeRequestSchema,
    responses: {
      201: {
        description: 'The ticket to hand back with the run.',
        schema: challengeResponseSchema,
      },
      ...problems(400, 413, 415, 422, 429, 500, 503),
    },
  },
  {
    method: 'post',
    path: '/api/v1/proofs',
    id: 'startProof',
    summary: 'Start the proof of work of one backend',
    description: `The server notes the time and tells the seed of all batches. A challenge may have ${PROOF_ATTEMPTS} proofs on a backend; the best counts.`,
    body: proofRequestSchema,
    responses: {
      201: { description: 'What to compute.', schema: proofStartSchema },
      ...problems(400, 403, 409, 410, 413, 415, 422, 429, 500, 503),
    },
  },
  {
    method: 'post',
    path: '/api/v1/proofs/{id}/commit',
    id: 'commitProof',
    summary: 'Commit to the digests of all batches',
    description: 'Accepted once. The server notes the time, then draws the columns to be opened.',
    parameters: [proofId],
    body: proofCommitSchema,
    responses: {
      200: { description: 'What to open.', schema: proofDrawnSchema },
      ...problems(400, 403, 404, 409, 410, 413, 415, 422, 429, 500, 503),
    },
  },
  {
    method: 'post',
    path: '/api/v1/proofs/{id}/open',
    id: 'openProof',
    summary: 'Show the batches that were drawn',
    description: 'Checked here in integers. A wrong opening leaves the run without this proof.',
    parameters: [proofId, submitterHeader],
    bytes:
      'Each batch that was drawn, in ascending order: its digests [8, columns], three bytes each, little endian, and the ' +
      'siblings of its leaf. Then of each drawn column, in the order of the draw, the sums of every step, [steps, n]: three ' +
      'bytes each, then the sign bits of all.',
    responses: {
      200: { description: 'Proven, and how fast at least.', schema: proofVerdictSchema },
      ...problems(400, 403, 404, 409, 410, 413, 415, 422, 429, 500, 503),
    },
  },
  {
    method: 'post',
    path: '/api/v1/runs',
    id: 'submitRun',
    summary: 'Publish a run',
    description:
      'Raw facts only: rates and FLOP counts are derived here. A refused run stores nothing.',
    body: runSubmissionSchema,
    responses: {
      201: { description: 'Stored. Location names its page.', schema: runAcceptedSchema },
      ...problems(400, 403, 409, 410, 413, 415, 422, 429, 500, 503),
    },
  },
  ...BADGE_SUBJECTS.flatMap(badgeOperations),
];
