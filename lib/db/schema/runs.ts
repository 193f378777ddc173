// The stored row (docs/data.md, "The row"): everything that cannot be added to old rows later is
// here from the first migration, also where nothing fills it yet. Derived figures stand beside the
// raw samples they were computed from.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { CellMode } from '../../bench/mode';
import {
  CRASH_CAUSES,
  FAILURE_CAUSES,
  OUTCOMES,
  type PressureShares,
  SKIP_CAUSES,
} from '../../bench/outcome';
import { QUALITY_GRADES } from '../../bench/quality';
import { WIRE_SUITES } from '../../bench/suites';
import { BACKENDS } from '../../core/backend';
import { POWER_PROVENANCES, POWER_STATES } from '../../core/power';
import { VALIDATION_MODES } from '../../core/validation-mode';
import { DEVICE_KINDS } from '../../device/device';
import { FORMS } from '../../device/forms';
import { COMPUTE_TYPES, STORAGE_TYPES } from '../../models/workload';
import { databaseClock, doubles, instant } from './columns';

/** A random key in a browser, known here only by its hash. */
export const submitters = pgTable('submitters', {
  id: text('id').primaryKey(),
  createdAt: instant('created_at').notNull().default(databaseClock),
  bannedAt: instant('banned_at'),
});

/** Issued before a run, used once. */
export const challenges = pgTable(
  'challenges',
  {
    id: text('id').primaryKey(),
    submitter: text('submitter').notNull(),
    suite: text('suite', { enum: WIRE_SUITES }).notNull(),
    goldenIndex: integer('golden_index').notNull(),
    issuedAt: instant('issued_at').notNull().default(databaseClock),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    index('challenges_expiry').on(table.expiresAt),
    index('challenges_submitter').on(table.submitter, table.issuedAt),
  ],
);

export const RUN_STATES = ['live', 'quarantined', 'hidden'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** One visit's measurements on one device; immutable once stored. */
export const runs = pgTable(
  'runs',
  {
    id: text('id').primaryKey(),
    submitter: text('submitter')
      .notNull()
      .references(() => submitters.id),
    challenge: text('challenge')
      .notNull()
      .references(() => challenges.id),
    createdAt: instant('created_at').notNull().default(databaseClock),
    startedAt: instant('started_at').notNull(),
    /** A withdrawn run is deleted. */
    state: text('state', { enum: RUN_STATES }).notNull().default('live'),
    /** Generated data for load tests, never mixed with real rows. */
    synthetic: boolean('synthetic').notNull().default(false),

    schemaVersion: integer('schema_version').notNull(),
    protocol: text('protocol').notNull(),
    suite: text('suite', { enum: WIRE_SUITES }).notNull(),
    suiteVersion: integer('suite_version').notNull(),
    flopConvention: text('flop_convention').notNull(),
    counterVersion: text('counter_version').notNull(),
    plausibilityVersion: text('plausibility_version').notNull(),
    deviceTableVersion: text('device_table_version').notNull(),

    licence: text('licence').notNull(),
    consentVersion: integer('consent_version').notNull(),

    /** What ran the graphs: `ort`, onnxruntime-web. */
    runtime: text('runtime').notNull().default('ort'),
    ortVersion: text('ort_version').notNull(),
    ortBundle: text('ort_bundle').notNull(),
    crossOriginIsolated: boolean('cross_origin_isolated').notNull(),
    simd: boolean('simd').notNull(),
    /** Null: not probed. */
    relaxedSimd: boolean('relaxed_simd'),
    timerStepUs: doublePrecision('timer_step_us').notNull(),
    browser: text('browser').notNull(),
    browserMajor: integer('browser_major'),
    os: text('os').notNull(),
    form: text('form', { enum: FORMS }).notNull(),
    cores: integer('cores'),
    memoryGiB: doublePrecision('memory_gib'),
    powerState: text('power_state', { enum: POWER_STATES }).notNull(),
    powerProvenance: text('power_provenance', { enum: POWER_PROVENANCES }).notNull(),
    /**
     * As the browser said it, with what it hides; raw strings are kept for a better table of names.
     */
    environment: jsonb('environment').notNull(),
    /**
     * Hardware as the visitor declared it: shown as declared, never mixed with what was detected.
     */
    declared: jsonb('declared'),
    /**
     * Pages of declared hardware; null where nothing was declared or it contradicts what the
     * browser reported.
     */
    declaredGpuSlug: text('declared_gpu_slug'),
    declaredCpuSlug: text('declared_cpu_slug'),

    trustLevel: smallint('trust_level').notNull(),
    trustReasons: text('trust_reasons').array().notNull(),
    /** Why the run waits for a moderator; empty for all others. */
    quarantineReasons: text('quarantine_reasons').array().notNull().default(sql`'{}'::text[]`),
  },
  (table) => [
    uniqueIndex('runs_challenge').on(table.challenge),
    index('runs_declared_gpu').on(table.declaredGpuSlug).where(sql`declared_gpu_slug is not null`),
    index('runs_declared_cpu').on(table.declaredCpuSlug).where(sql`declared_cpu_slug is not null`),
    index('runs_recent').on(table.createdAt.desc(), table.id),
    index('runs_submitter').on(table.submitter),
  ],
);

/** One workload on one backend inside a run. Failed, skipped and wrong outcomes are rows too. */
export const measurements = pgTable(
  'measurements',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    run: text('run')
      .notNull()
      .references(() => runs.id),
    position: integer('position').notNull(),

    workload: text('workload').notNull(),
    workloadVersion: integer('workload_version').notNull(),
    digest: text('digest').notNull(),
    batch: integer('batch').notNull(),
    inputs: jsonb('inputs').notNull(),
    params: bigint('params', { mode: 'number' }).notNull(),
    macs: bigint('macs', { mode: 'number' }).notNull(),
    flops: bigint('flops', { mode: 'number' }).notNull(),
    otherOps: bigint('other_ops', { mode: 'number' }).notNull(),
    integerOps: bigint('integer_ops', { mode: 'number' }).notNull(),
    weightBytes: bigint('weight_bytes', { mode: 'number' }).notNull(),
    activationBytes: bigint('activation_bytes', { mode: 'number' }).notNull(),
    storageType: text('storage_type', { enum: STORAGE_TYPES }).notNull(),
    computeType: text('compute_type', { enum: COMPUTE_TYPES }).notNull(),

    backend: text('backend', { enum: BACKENDS }).notNull(),
    mode: text('mode').$type<CellMode>().notNull(),
    fellBack: boolean('fell_back').notNull(),
    /**
     * Build of the runtime that ran this row; null where none came to run, or before flopmark/2.
     */
    bundle: text('bundle'),
    /** Of ORT's WebGPU provider; null elsewhere and where it is not known. */
    validationMode: text('validation_mode', { enum: VALIDATION_MODES }),
    threadsWanted: integer('threads_wanted').notNull(),
    threadsGot: integer('threads_got'),
    options: jsonb('options').notNull(),
    deviceSlug: text('device_slug').notNull(),
    deviceName: text('device_name').notNull(),
    deviceKind: text('device_kind', { enum: DEVICE_KINDS }).notNull(),

    outcome: text('outcome', { enum: OUTCOMES }).notNull(),
    cause: text('cause', { enum: [...FAILURE_CAUSES, ...CRASH_CAUSES, ...SKIP_CAUSES] }),
    reason: text('reason'),
    sessionMs: doublePrecision('session_ms'),
    firstRunMs: doublePrecision('first_run_ms'),
    hiddenMs: doublePrecision('hidden_ms'),
    /** Gaps between the page's frames while this was measured; null where nobody watched. */
    frameGapLongestMs: doublePrecision('frame_gap_longest_ms'),
    frameGapP95Ms: doublePrecision('frame_gap_p95_ms'),
    /**
     * Shares of the time in each state that PressureObserver knows; null where the browser does not
     * say.
     */
    pressure: jsonb('pressure').$type<PressureShares>(),
    /** Milliseconds of each sample and runs inside it, in measured order; warm-up apart. */
    warmupMs: doubles('warmup_ms').notNull(),
    warmupIterations: integer('warmup_iterations').array().notNull(),
    samplesMs: doubles('samples_ms').notNull(),
    sampleIterations: integer('sample_iterations').array().notNull(),
    output: jsonb('output'),
    /** Largest relative error against the golden values. */
    outputError: doublePrecision('output_error'),

    medianMs: doublePrecision('median_ms'),
    ciLowMs: doublePrecision('ci_low_ms'),
    ciHighMs: doublePrecision('ci_high_ms'),
    p10Ms: doublePrecision('p10_ms'),
    p90Ms: doublePrecision('p90_ms'),
    madMs: doublePrecision('mad_ms'),
    drift: doublePrecision('drift'),
    /** Static FLOPs over the median, 10⁹ per second. */
    gflops: doublePrecision('gflops'),
    /**
     * What one more node costs, microseconds: the slope over the run's graphs of 1, 10 and 100
     * nodes, on each of them.
     */
    dispatchSlopeUs: doublePrecision('dispatch_slope_us'),
    quality: text('quality').array().notNull(),
    /**
     * good, fair or poor, from the codes (lib/bench/quality); null where nothing was measured. Poor
     * is never ranked.
     */
    qualityGrade: text('quality_grade', { enum: QUALITY_GRADES }),
    /** Trust of this row: the run's level, except that a proof attests one backend only. */
    trustLevel: smallint('trust_level').notNull().default(0),
    trustReasons: text('trust_reasons').array().notNull().default(sql`'{}'::text[]`),
    /** Why this row alone waits for a moderator; empty for all others. */
    quarantineReasons: text('quarantine_reasons').array().notNull().default(sql`'{}'::text[]`),
    /**
     * The share of the proven rate that honest runs of this class reach on this backend
     * (lib/submission/proven-share): null where no proof speaks of the claim.
     */
    provenShare: doublePrecision('proven_share'),
    /**
     * The rate that the run's proof on this backend shows at least, 10⁹ FLOP/s; null without a
     * proof.
     */
    provenGflops: doublePrecision('proven_gflops'),
    /**
     * Hashes of the network it came from and of its block (lib/edge/network): unlinkable across
     * workloads. Never published.
     */
    networkHash: text('network_hash'),
    blockHash: text('block_hash'),
  },
  (table) => [
    uniqueIndex('measurements_position').on(table.run, table.position),
    // Of all rows: before a table has statistics, Postgres would rather walk through an index of
    // measured rows alone than look up those of one run.
    index('measurements_board').on(table.workload, table.backend, table.medianMs),
    index('measurements_unverified')
      .on(table.workload, table.id)
      .where(
        sql`outcome = 'measured' and (trust_level = 0 or trust_level = 1 and proven_share is not null)`,
      ),
    index('measurements_waiting').on(table.run).where(sql`quarantine_reasons <> '{}'`),
    index('measurements_device').on(table.deviceSlug, table.workload, table.backend),
  ],
);
