// The public API as a table: /api/v1/openapi.json and /docs/api are drawn from it, and a test calls each entry.
import { z } from '@/lib/core/zod';
import { BADGE_STYLES } from '../badge/badge';
import {
  proofCommitSchema,
  proofDrawnSchema,
  proofOpeningSchema,
  proofRequestSchema,
  proofStartSchema,
  proofVerdictSchema,
} from '../submission/proof';
import { REJECTIONS } from '../submission/rejection';
import {
  challengeRequestSchema,
  challengeResponseSchema,
  runSubmissionSchema,
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
} from './api-schemas';
import type { ApiOperation, ApiParameter, ApiResponse } from './openapi';

const problems = (...statuses: readonly number[]): Record<number, ApiResponse> =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: Object.entries(REJECTIONS)
          .filter(([, rejection]) => rejection.status === status)
          .map(([code]) => code)
          .join(', '),
        mediaType: 'application/problem+json',
        schema: problemSchema,
      },
    ]),
  );

const runId: ApiParameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The id of a run: 16 characters.',
  schema: z.string(),
};

const proofId: ApiParameter = { ...runId, description: 'The id of a proof, as its start gave it.' };

const queryParameters = (shape: Readonly<Record<string, z.ZodType>>): ApiParameter[] =>
  Object.entries(shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    description: schema.meta()?.description ?? '',
    schema,
  }));

const badgeOperation = (kind: 'run' | 'model', description: string): ApiOperation => ({
  method: 'get',
  path: `/badge/${kind}/{id}.svg`,
  id: `${kind}Badge`,
  summary: `Badge of a ${kind}`,
  description: `${description} Always 200; an unknown id draws a grey badge.`,
  parameters: [
    { ...runId, description: kind === 'run' ? runId.description : 'The id of a workload.' },
    {
      name: 'style',
      in: 'query',
      required: false,
      description: 'How it looks.',
      schema: z.enum(BADGE_STYLES).optional(),
    },
  ],
  responses: { 200: { description: 'An SVG of at most 2 KB.', mediaType: 'image/svg+xml' } },
});

export const OPERATIONS: readonly ApiOperation[] = [
  {
    method: 'get',
    path: '/api/v1/board',
    id: 'readBoard',
    summary: 'Devices ranked for one workload',
    description: 'One person is one vote: the median of their runs. Below three people a row has no rank.',
    parameters: queryParameters(boardQuerySchema.shape),
    responses: { 200: { description: 'Rows, fastest first.', schema: boardResponseSchema }, ...problems(400, 404) },
  },
  ...(['csv', 'ndjson'] as const).map(
    (format): ApiOperation => ({
      method: 'get',
      path: `/api/v1/export/measurements.${format}`,
      id: `export${format === 'csv' ? 'Csv' : 'Ndjson'}`,
      summary: `All published measurements as ${format === 'csv' ? 'CSV' : 'NDJSON'}`,
      description: 'Streamed, with failed and wrong rows; the columns are explained on /data. CC0-1.0.',
      parameters: queryParameters(exportQuerySchema.shape),
      responses: {
        200: {
          description: 'One measurement per line, oldest first.',
          mediaType: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
        },
        ...problems(400, 404),
      },
    }),
  ),
  {
    method: 'get',
    path: '/api/v1/search',
    id: 'search',
    summary: 'Devices and models by name',
    parameters: queryParameters(searchQuerySchema.shape),
    responses: {
      200: { description: 'Devices first, then models.', schema: searchResponseSchema },
      ...problems(400),
    },
  },
  {
    method: 'get',
    path: '/api/v1/runs/{id}',
    id: 'readRun',
    summary: 'A run with its raw samples, as stored',
    parameters: [runId],
    responses: { 200: { description: 'The run.', schema: runResponseSchema }, ...problems(404) },
  },
  {
    method: 'delete',
    path: '/api/v1/runs/{id}',
    id: 'withdrawRun',
    summary: 'Take a published run back',
    description: 'Deletes it from page, board, badge and API; caches forget it within minutes. Same origin only.',
    parameters: [runId],
    body: withdrawalSchema,
    responses: { 204: { description: 'It is gone.' }, ...problems(400, 403, 404, 413, 415, 422, 429) },
  },
  {
    method: 'post',
    path: '/api/v1/challenges',
    id: 'issueChallenge',
    summary: 'A single-use challenge for one run',
    body: challengeRequestSchema,
    responses: {
      201: { description: 'The ticket to hand back with the run.', schema: challengeResponseSchema },
      ...problems(400, 413, 415, 422, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/proofs',
    id: 'startProof',
    summary: 'Start the proof of work of one backend',
    description: 'The server notes the time and tells the seed of all batches. One proof per challenge and backend.',
    body: proofRequestSchema,
    responses: {
      201: { description: 'What to compute.', schema: proofStartSchema },
      ...problems(400, 403, 409, 410, 413, 415, 422, 429),
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
      ...problems(400, 403, 404, 409, 410, 413, 415, 422, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/proofs/{id}/open',
    id: 'openProof',
    summary: 'Show the batches that were drawn',
    description: 'Recomputed here in integers. A wrong opening leaves the run without this proof.',
    parameters: [proofId],
    body: proofOpeningSchema,
    responses: {
      200: { description: 'Proven, and how fast at least.', schema: proofVerdictSchema },
      ...problems(400, 403, 404, 409, 410, 413, 415, 422, 429),
    },
  },
  {
    method: 'post',
    path: '/api/v1/runs',
    id: 'submitRun',
    summary: 'Publish a run',
    description: 'Raw facts only: rates and FLOP counts are derived here. A refused run stores nothing.',
    body: runSubmissionSchema,
    responses: {
      201: { description: 'Stored. Location names its page.', schema: runAcceptedSchema },
      ...problems(400, 403, 409, 410, 413, 415, 422, 429),
    },
  },
  badgeOperation('run', 'Workload, time, rate, backend and date of what a run is known by.'),
  badgeOperation('model', 'Forward FLOPs and parameters of a workload.'),
];
