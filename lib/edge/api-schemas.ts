// What the API reads and answers besides a submission (lib/submission/schema): the same objects
// parse requests and make the OpenAPI document.
import { z } from '@/lib/core/zod';
import { OUTCOMES } from '../bench/outcome';
import { QUALITY_GRADES } from '../bench/quality';
import { BACKENDS, THREADS_CLASSES } from '../core/backend';
import { VALIDATION_MODES } from '../core/validation-mode';
import type { BoardTrust } from '../db/board';
import { DEVICE_KINDS } from '../device/device';
import { FORMS } from '../device/forms';
import { AGREEMENT, DISPUTE } from '../standings/agreement';
import { EVIDENCE } from '../standings/evidence';
import { workloadIdSchema } from '../submission/schema';
import { cursor, name } from './parameters';
import { SEARCH_LENGTH } from './search-length';

const software = (what: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(64)
    .refine((text) => name(text).ok, 'control characters are not allowed')
    .optional()
    .meta({
      description: `Only keys whose newest run was made with this ${what}. Percentiles are then over their networks.`,
    });

export const boardQuerySchema = z.strictObject({
  workload: workloadIdSchema
    .default('mobilenet-v2-fp32')
    .meta({ description: 'A workload of the manifest.' }),
  backend: z.enum(BACKENDS).optional().meta({ description: 'Only this backend; all by default.' }),
  threads: z
    .enum(THREADS_CLASSES)
    .default('max')
    .meta({ description: 'WASM rows measured with one thread, or with all that were asked for.' }),
  trust: z
    .enum(['1', '2', 'agreeing'])
    .default('1')
    .transform((trust): BoardTrust => (trust === 'agreeing' ? trust : trust === '2' ? 2 : 1))
    .meta({
      description: `Only rows of this level of trust or above: 1 consistent, 2 attested; or agreeing: at least ${AGREEMENT.networks} networks got about the same. Level 0 is on no board.`,
    }),
  browser: software('browser, such as Chrome'),
  os: software('system, such as Windows'),
  form: z
    .enum(FORMS)
    .optional()
    .meta({ description: 'Only keys whose newest run was made on this form.' }),
  ortVersion: software('ONNX Runtime Web'),
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Rows at most.' }),
  after: z
    .string()
    .refine((text) => cursor(text).ok, 'must be the `next` of the page before')
    .optional()
    .meta({ description: '`next` of the page before.' }),
});

const instant = (what: string) =>
  z.iso
    .date()
    .transform((day) => new Date(`${day}T00:00:00Z`))
    .optional()
    .meta({ description: `Published ${what} the beginning of this day, UTC (2026-11-01).` });

export const exportQuerySchema = z.strictObject({
  workload: workloadIdSchema.optional().meta({ description: 'Only this workload.' }),
  backend: z.enum(BACKENDS).optional().meta({ description: 'Only this backend.' }),
  outcome: z.enum(OUTCOMES).optional().meta({ description: 'Only this outcome; all by default.' }),
  from: instant('from'),
  until: instant('before'),
});

export const searchQuerySchema = z.strictObject({
  q: z.string().trim().min(1).max(SEARCH_LENGTH).meta({
    description: 'Words of the name, in any order, fused or parted, with a slip of a key or two.',
  }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(6)
    .meta({ description: 'Results of each kind at most.' }),
});

export const searchResponseSchema = z.object({
  q: z.string(),
  nearest: z
    .boolean()
    .meta({ description: 'Nothing answers every word: these results answer most of them.' }),
  results: z.array(
    z.object({
      kind: z.enum(['device', 'model', 'page']),
      title: z.string(),
      note: z.string().meta({ description: 'What tells it from others of like name.' }),
      href: z.string().meta({ description: 'Its page on this site.' }),
    }),
  ),
});

const milliseconds = z.number().positive();

export const boardResponseSchema = z.object({
  workload: z.string(),
  version: z.int(),
  macs: z.number(),
  flops: z.number(),
  threads: z.enum(THREADS_CLASSES),
  trust: z.union([z.literal(1), z.literal(2), z.literal('agreeing')]),
  total: z.int().meta({ description: 'Rows on all pages together.' }),
  next: z
    .string()
    .nullable()
    .meta({ description: 'Send as `after` for the next page; null on the last.' }),
  rows: z.array(
    z.object({
      deviceSlug: z.string(),
      deviceName: z.string(),
      deviceKind: z.enum(DEVICE_KINDS),
      backend: z.enum(BACKENDS),
      networks: z.int().meta({ description: 'Votes; on a private board, of keys.' }),
      people: z
        .int()
        .meta({ description: 'Keys with a live run here; those of one network share a vote.' }),
      runs: z.int(),
      p10Ms: milliseconds,
      p50Ms: milliseconds,
      p90Ms: milliseconds,
      bestMs: milliseconds,
      bestRun: z.string(),
      intervalMs: z.array(milliseconds).length(2),
      rank: z.object({ first: z.int(), last: z.int() }).nullable(),
      agreeing: z.int().meta({
        description: `Networks, each in a block of addresses of its own (/16, or /32 of IPv6), within ${AGREEMENT.spread * 100} % of the median; 0 below ${AGREEMENT.networks} of them or ${AGREEMENT.days} days.`,
      }),
      blocks: z.int().meta({
        description: 'Blocks of addresses that the votes came from; counted up to some dozens.',
      }),
      near: z.int().meta({ description: 'The same, whatever their number and days.' }),
      provable: z.boolean().meta({ description: 'A proof of work stands behind every vote.' }),
      evidence: z.enum(EVIDENCE).meta({
        description:
          'attested: three networks in blocks of their own, each with a proof; agreed: three such that agree; provisional: not yet, no rank.',
      }),
      disputed: z.boolean().meta({
        description: `What networks had agreed on moved by ${DISPUTE.moved * 100} % or more within ${DISPUTE.days} days.`,
      }),
    }),
  ),
});

/** As shields.io's endpoint badge reads it. */
export const shieldsEndpointSchema = z.object({
  schemaVersion: z.literal(1),
  label: z.string(),
  message: z.string(),
  color: z.string(),
  labelColor: z.string(),
});

export const runAcceptedSchema = z.object({ id: z.string(), url: z.string(), badge: z.string() });

/**
 * The row as stored (docs/data.md, "The row"); the columns that every reader needs are named,
 * others may come.
 */
export const runResponseSchema = z.looseObject({
  run: z.looseObject({
    id: z.string(),
    createdAt: z.iso.datetime(),
    protocol: z.string(),
    suite: z.string(),
    suiteVersion: z.int(),
    licence: z.string(),
    runtime: z.string(),
    ortVersion: z.string(),
    relaxedSimd: z.boolean().nullable(),
    environment: z.looseObject({}),
    trustLevel: z.int(),
  }),
  measurements: z.array(
    z.looseObject({
      workload: z.string(),
      workloadVersion: z.int(),
      digest: z.string(),
      backend: z.enum(BACKENDS),
      fellBack: z.boolean(),
      bundle: z
        .string()
        .nullable()
        .meta({ description: 'Build of the runtime that ran this row.' }),
      validationMode: z
        .enum(VALIDATION_MODES)
        .nullable()
        .meta({ description: 'Of ONNX Runtime’s WebGPU provider.' }),
      threadsWanted: z.int(),
      threadsGot: z.int().nullable(),
      deviceSlug: z.string(),
      deviceName: z.string(),
      outcome: z.enum(OUTCOMES),
      macs: z.number(),
      flops: z.number(),
      samplesMs: z
        .array(z.number())
        .meta({ description: 'Milliseconds of each sample, in measured order.' }),
      sampleIterations: z
        .array(z.int())
        .meta({ description: 'Runs of the workload inside each sample.' }),
      medianMs: milliseconds.nullable(),
      ciLowMs: milliseconds.nullable(),
      ciHighMs: milliseconds.nullable(),
      gflops: z.number().nullable(),
      dispatchSlopeUs: z.number().nullable().meta({
        description:
          'Microseconds per node: the slope over this run’s chains of 1, 10 and 100 nodes.',
      }),
      frameGapLongestMs: z
        .number()
        .nullable()
        .meta({ description: 'Longest gap between the page’s frames meanwhile.' }),
      frameGapP95Ms: z.number().nullable(),
      pressure: z
        .object({
          nominal: z.number(),
          fair: z.number(),
          serious: z.number(),
          critical: z.number(),
        })
        .nullable()
        .meta({
          description:
            'Shares of the time in each state of PressureObserver; null where it said nothing.',
        }),
      trustLevel: z.int().meta({ description: '0 unverified, 1 consistent, 2 attested.' }),
      provenGflops: z
        .number()
        .nullable()
        .meta({ description: 'Rate that a proof on this backend shows at least.' }),
      provenShare: z.number().nullable().meta({
        description:
          'Highest share of it that honest runs of this class of work reach; null: no proof speaks of it.',
      }),
      quality: z.array(z.string()),
      qualityGrade: z
        .enum(QUALITY_GRADES)
        .nullable()
        .meta({ description: 'Poor is never ranked.' }),
    }),
  ),
});

export const problemSchema = z.object({
  type: z.string().meta({ description: 'Where this reason is explained.' }),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  remedy: z.string(),
});
