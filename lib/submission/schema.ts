// The wire format of a submission, version 2: raw facts only. It has no score, no rate and no FLOP
// count; the edge takes FLOPs from its pinned manifest and recomputes every statistic
// (docs/data.md, "Derived, never received"). Everything is strict and bounded.
import { MODES, SUSTAIN_SECONDS } from '@/lib/bench/mode';
import { CRASH_CAUSES, FAILURE_CAUSES, SKIP_CAUSES } from '@/lib/bench/outcome';
import { PROTOCOL } from '@/lib/bench/protocol';
import { WIRE_SUITES } from '@/lib/bench/suites';
import { BACKENDS } from '@/lib/core/backend';
import { BUNDLES } from '@/lib/core/bundle';
import { POWER_PROVENANCES, POWER_STATES } from '@/lib/core/power';
import { VALIDATION_MODES } from '@/lib/core/validation-mode';
import { boundedRecord, checkedByHand, z } from '@/lib/core/zod';

export const SUBMISSION_SCHEMA_VERSION = 2;
export const LICENCE = 'CC0-1.0';
export const CONSENT_VERSION = 1;

export const LIMITS = {
  /**
   * Platforms take little more (Vercel: 4.5 MB). A measurement has about 2.7 KB, and six times that
   * on a noisy machine.
   */
  bodyBytes: 4 * 2 ** 20,
  /** The suite `full` has 651, and 1,134 where there is WebNN. */
  measurements: 1200,
  samples: 4096,
  /** Characters. */
  ticket: 2048,
  text: 512,
  list: 64,
} as const;

/**
 * Printable text without control characters: nothing a terminal, a log or a page could trip over.
 */
const text = (max: number = LIMITS.text) =>
  z
    .string()
    .max(max)
    .regex(
      /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u,
      'control characters are not allowed',
    );

const LONGEST_MS = 3_600_000;
const milliseconds = z.number().finite().nonnegative().max(LONGEST_MS);
const count = (max: number) => z.int().min(0).max(max);

export const backendSchema = z.enum(BACKENDS);

export const workloadIdSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(80);
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);
/** 256 random bits kept in the browser, base64url; the server stores only a hash of it. */
export const submitterKeySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * A nanosecond: no clock of a browser has finer steps, and a share of it is still a positive
 * number.
 */
const SHORTEST_MS = 1e-6;
const MOST_ITERATIONS = 1_000_000;

/** One sample: `iterations` runs of the workload back to back took `elapsedMs` milliseconds. */
export const sampleSchema = z.strictObject({
  elapsedMs: milliseconds.min(SHORTEST_MS, 'a sample takes time'),
  iterations: z.int().min(1).max(MOST_ITERATIONS),
});

function isSample(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { elapsedMs, iterations } = value as Readonly<Record<string, unknown>>;
  if (typeof elapsedMs !== 'number' || !(elapsedMs >= SHORTEST_MS && elapsedMs <= LONGEST_MS))
    return false;
  if (typeof iterations !== 'number' || !(iterations >= 1 && iterations <= MOST_ITERATIONS))
    return false;
  return iterations % 1 === 0 && Object.keys(value).length === 2;
}

const isFiniteNumber = (value: unknown): boolean =>
  typeof value === 'number' && value - value === 0;

const numberSchema = z.number().finite();

/** Samples in measured order. Lists are most of what is sent: whole ones are checked by hand. */
export const seriesSchema = (least: number) =>
  checkedByHand(sampleSchema, isSample, { least, most: LIMITS.samples });

export const outputSchema = z.strictObject({
  /** The golden input seed that the server drew. */
  seed: count(2 ** 32 - 1),
  projections: checkedByHand(numberSchema, isFiniteNumber, { least: 64, most: 64 }),
  samples: checkedByHand(numberSchema, isFiniteNumber, { most: 32 }),
});

/** Gaps between the frames of the page while the row was measured. */
const frameGapsSchema = z
  .strictObject({ longestMs: milliseconds, p95Ms: milliseconds })
  .refine(({ longestMs, p95Ms }) => p95Ms <= longestMs, 'no gap is longer than the longest');

const share = z.number().min(0).max(1);
const SHARES_TOLERANCE = 1e-6;

/**
 * In which states PressureObserver saw the CPU while the row was measured, as shares of the time.
 */
const pressureSchema = z
  .strictObject({ nominal: share, fair: share, serious: share, critical: share })
  .refine(
    ({ nominal, fair, serious, critical }) =>
      Math.abs(nominal + fair + serious + critical - 1) <= SHARES_TOLERANCE,
    'shares sum to 1',
  );

const measurementBase = {
  workload: workloadIdSchema,
  version: count(1_000_000),
  digest: digestSchema,
  backend: backendSchema,
  threadsWanted: z.int().min(1).max(1024),
  /** What ORT really used, read after session creation. 1 without cross-origin isolation. */
  threadsGot: z.int().min(1).max(1024).nullable(),
  /** `mixed` rows: some compute node ran elsewhere than named. */
  fellBack: z.boolean(),
  /** Which build of the runtime ran this row; null where it did not come to that. */
  bundle: z.enum(BUNDLES).nullable(),
  /** Null where no WebGPU session was opened, or its mode is not known. */
  validationMode: z.enum(VALIDATION_MODES).nullable(),
  options: z
    .strictObject({
      mode: z.enum(MODES).optional(),
      /** Of the mode `sustained`. */
      sustainMs: z
        .number()
        .refine((ms) => SUSTAIN_SECONDS.some((seconds) => seconds * 1000 === ms), {
          error: `must be ${SUSTAIN_SECONDS.join(', ')} seconds, in milliseconds`,
        })
        .optional(),
      /** Between the two passes. */
      betweenMs: z.number().finite().optional(),
      /** How many of the samples are of the first pass. */
      firstPass: z.number().finite().optional(),
      /** What other work took of the processors around the passes (lib/bench/contention). */
      spunMs: z.number().finite().optional(),
      lostMs: z.number().finite().optional(),
      lostLeast: z.number().finite().optional(),
      canaryBeforeMs: z.number().finite().optional(),
      canaryAfterMs: z.number().finite().optional(),
    })
    .optional(),
};

export const measurementSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    ...measurementBase,
    outcome: z.literal('measured'),
    sessionMs: milliseconds,
    firstRunMs: milliseconds,
    warmup: seriesSchema(0),
    samples: seriesSchema(1),
    output: outputSchema,
    /**
     * For the private input of the challenge, where it names one. Compared, and never stored:
     * published, it could be copied.
     */
    privateOutput: outputSchema.optional(),
    /** Milliseconds the tab was hidden while this was measured. */
    hiddenMs: milliseconds,
    /** Monotonic and wall clock over the same samples: where they disagree, one of them lies. */
    clocks: z.strictObject({ monotonicMs: milliseconds, wallMs: milliseconds }),
    /** Null where nobody watched the frames. */
    frameGaps: frameGapsSchema.nullable(),
    /** Null where the browser does not say. */
    pressure: pressureSchema.nullable(),
  }),
  z.strictObject({
    ...measurementBase,
    /** Ran, but the output was wrong, NaN, dead or constant: a result of its own, never a rate. */
    outcome: z.literal('incorrect'),
    sessionMs: milliseconds,
    firstRunMs: milliseconds,
    output: outputSchema.nullable(),
    reason: text(),
  }),
  z.strictObject({
    ...measurementBase,
    /**
     * Creation or a run failed; also a lost device, out of memory, or a backend that never
     * answered.
     */
    outcome: z.literal('failed'),
    cause: z.enum(FAILURE_CAUSES),
    reason: text(),
  }),
  z.strictObject({
    ...measurementBase,
    /** It took the worker, or the page, down with it. */
    outcome: z.literal('crashed'),
    cause: z.enum(CRASH_CAUSES),
    reason: text(),
  }),
  z.strictObject({
    ...measurementBase,
    outcome: z.literal('skipped'),
    cause: z.enum(SKIP_CAUSES),
    reason: text(),
  }),
]);
export type Measurement = z.infer<typeof measurementSchema>;

const areBundles = (told: string): boolean =>
  told === 'none' || told.split('+').every((part) => BUNDLES.some((bundle) => bundle === part));

/** What the page could know about the machine, as the browser said it. */
export const environmentSchema = z.strictObject({
  userAgent: text(),
  /** `navigator.userAgentData`, high entropy; null where the browser has none. */
  userAgentData: z
    .strictObject({
      brands: z.array(z.strictObject({ brand: text(64), version: text(32) })).max(16),
      mobile: z.boolean(),
      platform: text(64),
      platformVersion: text(64),
      architecture: text(32),
      bitness: text(8),
      model: text(128),
    })
    .nullable(),
  cores: z.int().min(1).max(4096).nullable(),
  memoryGiB: z.number().finite().positive().max(4096).nullable(),
  /**
   * The top byte of a NaN that the processor made: 255 on x86, 127 on ARM
   * (lib/device/produced-nan.ts).
   */
  nanByte: z.int().min(0).max(255).optional(),
  /**
   * `navigator.maxTouchPoints`: an iPad that asks for desktop pages calls itself a Mac, and Macs
   * have none.
   */
  touchPoints: z.int().min(0).max(256).optional(),
  crossOriginIsolated: z.boolean(),
  /** Smallest non-zero step of performance.now() that the worker saw, microseconds. */
  timerStepUs: z.number().finite().nonnegative().max(1_000_000),
  simd: z.boolean(),
  /** Relaxed SIMD, probed with a few bytes of WebAssembly; null where it was not probed. */
  relaxedSimd: z.boolean().nullable(),
  /** What ran the graphs: onnxruntime-web. */
  runtime: z.literal('ort'),
  ortVersion: text(32),
  /** Which ORT bundles ran, over all rows, joined with +; none where nothing ran. */
  ortBundle: z
    .string()
    .max(64)
    .refine(areBundles, `must be 'none', or of ${BUNDLES.join(', ')} with + between them`),
  webgl: z.strictObject({ vendor: text(), renderer: text() }).nullable(),
  webgpu: z.union([
    z.strictObject({
      status: z.literal('available'),
      vendor: text(),
      architecture: text(),
      device: text(),
      description: text(),
      fallbackAdapter: z.boolean().nullable(),
      features: z.array(text(64)).max(LIMITS.list),
      /** Limits of the very device that ORT ran on, by their WebGPU names. */
      limits: boundedRecord(
        z.record(z.string().regex(/^[A-Za-z0-9]{1,64}$/), z.number().finite().nonnegative()),
        LIMITS.list,
      ).optional(),
    }),
    z.strictObject({ status: z.literal('unavailable'), reason: text() }),
  ]),
  /**
   * What the visitor says the hardware is; kept apart from what was detected, and shown as
   * declared.
   */
  declared: z.strictObject({ gpu: text(128).nullable(), cpu: text(128).nullable() }).optional(),
  power: z.strictObject({
    state: z.enum(POWER_STATES),
    provenance: z.enum(POWER_PROVENANCES),
  }),
});
export type Environment = z.infer<typeof environmentSchema>;

/** An environment as it is stored: of runs before flopmark/2 some facts are not known. */
export const storedEnvironmentSchema = environmentSchema.extend({
  ortBundle: z.string(),
  relaxedSimd: environmentSchema.shape.relaxedSimd.default(null),
  runtime: environmentSchema.shape.runtime.default('ort'),
});

export const challengeRequestSchema = z.strictObject({
  suite: z.enum(WIRE_SUITES),
  submitterKey: submitterKeySchema,
});

/** The server's answer: the ticket to hand back with the run, and which golden seed to feed. */
export const challengeResponseSchema = z.strictObject({
  id: z.string(),
  ticket: z.string(),
  expiresAt: z.iso.datetime(),
  /** Index into each workload's pool of golden seeds; taken modulo the pool's length. */
  goldenIndex: count(2 ** 31 - 1),
  /** A second input, whose outputs are in no public file; null where the server has none. */
  privateSeed: count(2 ** 32 - 1).nullable(),
});
export type ChallengeResponse = z.infer<typeof challengeResponseSchema>;

/** Whoever has the key that published a run can take it back. */
export const withdrawalSchema = z.strictObject({ submitterKey: submitterKeySchema });

export const runSubmissionSchema = z.strictObject({
  schema: z.literal(SUBMISSION_SCHEMA_VERSION),
  protocol: z.literal(PROTOCOL.id),
  suite: challengeRequestSchema.shape.suite,
  suiteVersion: count(1_000_000),
  ticket: z.string().max(LIMITS.ticket),
  submitterKey: submitterKeySchema,
  consent: z.strictObject({ version: z.literal(CONSENT_VERSION), licence: z.literal(LICENCE) }),
  startedAt: z.iso.datetime().refine((time) => !time.startsWith('0000-'), 'there was no year 0'),
  environment: environmentSchema,
  measurements: z.array(measurementSchema).min(1).max(LIMITS.measurements),
});
export type RunSubmission = z.infer<typeof runSubmissionSchema>;

/**
 * The measurement at a position of the submission. @throws RangeError for a position that it does
 * not have.
 */
export function measurementAt({ measurements }: RunSubmission, position: number): Measurement {
  const measurement = measurements[position];
  if (measurement === undefined)
    throw new RangeError(`no measurement ${position} of ${measurements.length}`);
  return measurement;
}
