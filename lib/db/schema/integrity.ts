// What integrity keeps: proofs of work, counters of rate limits, private golden values,
// fingerprints of samples, the audit trail.
import { sql } from 'drizzle-orm';
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { PROOF_OUTCOMES, PROVABLE } from '../../submission/proof';
import { databaseClock, doubles, instant } from './columns';
import { challenges, runs } from './runs';

/**
 * One attested proof: started, committed once, opened once. Both times are the database's. Proofs
 * of an earlier kernel stay as the evidence of the rows that came with them, and count for no
 * others.
 */
export const proofs = pgTable(
  'proofs',
  {
    id: text('id').primaryKey(),
    challenge: text('challenge')
      .notNull()
      .references(() => challenges.id),
    submitter: text('submitter').notNull(),
    backend: text('backend', { enum: PROVABLE }).notNull(),
    /**
     * Counted from 1 within challenge and backend: the best of few counts (lib/submission/proof).
     */
    attempt: smallint('attempt').notNull().default(1),
    /** Version of the attested kernel's constants. */
    kernel: text('kernel').notNull(),
    n: integer('n').notNull(),
    columns: integer('columns').notNull(),
    steps: integer('steps').notNull(),
    /**
     * Hex; the inputs of batch b follow from (seed, b). Released only after startedAt is stored.
     */
    seed: text('seed').notNull(),
    startedAt: instant('started_at').notNull().default(databaseClock),
    committedAt: instant('committed_at'),
    batches: integer('batches'),
    /** Hex SHA-256 root over the batches' digests. */
    root: text('root'),
    /** [{batch, column}], drawn after the commit. */
    openings: jsonb('openings'),
    openedAt: instant('opened_at'),
    /** open, proven or a reason code of failure. */
    outcome: text('outcome', { enum: PROOF_OUTCOMES }).notNull().default('open'),
    provenGflops: doublePrecision('proven_gflops'),
  },
  (table) => [
    uniqueIndex('proofs_challenge').on(table.challenge, table.backend, table.attempt),
    index('proofs_submitter').on(table.submitter, table.startedAt),
  ],
);

/** Requests counted per key and window; keys are keyed hashes, never addresses. */
export const rateCounts = pgTable(
  'rate_counts',
  {
    key: text('key').notNull(),
    windowStart: instant('window_start').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.windowStart] }),
    index('rate_counts_window').on(table.windowStart),
  ],
);

/**
 * Golden values that are in no public file: made by the operator's command, drawn like the pinned
 * ones.
 */
export const privateGolden = pgTable(
  'private_golden',
  {
    workload: text('workload').notNull(),
    workloadVersion: integer('workload_version').notNull(),
    seed: bigint('seed', { mode: 'number' }).notNull(),
    projections: doubles('projections').notNull(),
    samples: doubles('samples').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workload, table.workloadVersion, table.seed] })],
);

/**
 * Of which series a stretch of samples is (lib/submission/plausibility/sketch). The first to store
 * a hash has it: of two copies that arrive at once the second waits for the first, and is known as
 * one.
 */
export const fingerprints = pgTable(
  'fingerprints',
  {
    hash: bigint('hash', { mode: 'bigint' }).primaryKey(),
    /** A number that the hashes of one series share. */
    series: bigint('series', { mode: 'bigint' }).notNull(),
    /**
     * When the run was withdrawn; the hashes stay for a while, so that it does not come back as
     * another's.
     */
    goneAt: instant('gone_at'),
  },
  (table) => [
    index('fingerprints_series').on(table.series),
    index('fingerprints_gone').on(table.goneAt).where(sql`gone_at is not null`),
  ],
);

/** What a moderator does to a run, and to the key that published it. */
export const RUN_ACTIONS = ['accept', 'hide'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];
export const BAN_ACTIONS = ['ban', 'unban'] as const;
/** What a moderator does besides. */
export const SESSION_ACTIONS = ['sign-in', 'sign-out', 'export'] as const;

/** Why a reader thinks that a result is none. */
export const REPORT_REASONS = ['wrong-device', 'impossible-time', 'offensive', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/**
 * What readers report, once per run and network and day; the network is known by the day's keyed
 * hash alone.
 */
export const reports = pgTable(
  'reports',
  {
    run: text('run')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    network: text('network').notNull(),
    reason: text('reason', { enum: REPORT_REASONS }).notNull(),
    at: instant('at').notNull().default(databaseClock),
    /** When a moderator looked at the run after it. */
    settledAt: instant('settled_at'),
  },
  (table) => [primaryKey({ columns: [table.run, table.network] })],
);

/**
 * Who did what to which run, submitter or session, and why. A trigger refuses updates and deletes.
 */
export const audit = pgTable(
  'audit',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant('at').notNull().default(databaseClock),
    actor: text('actor').notNull(),
    action: text('action', {
      enum: [...RUN_ACTIONS, ...BAN_ACTIONS, ...SESSION_ACTIONS],
    }).notNull(),
    subject: text('subject').notNull(),
    reason: text('reason').notNull(),
  },
  (table) => [index('audit_subject').on(table.subject, table.id)],
);
