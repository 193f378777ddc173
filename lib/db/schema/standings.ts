// Standings (DESIGN sections 2 and 9): a vote per person and cell, a histogram per cell, the cell's summary beside its key.
// All of it can be rebuilt from runs and measurements; nothing reads those to draw a board. Only a rebuild
// and the functions of the database (../functions) write here, so no foreign keys check it: a hundred look-ups for each run.
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { CellMode } from '../../bench/mode';
import { BACKENDS, THREADS_CLASSES } from '../../core/backend';
import { POWER_STATES } from '../../core/power';
import { DEVICE_KINDS } from '../../device/device';
import { FORMS } from '../../device/forms';
import { databaseClock, instant } from './columns';

/** One person's value in a cell counts in every cell whose trust it reaches. */
export const cells = pgTable(
  'cells',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workload: text('workload').notNull(),
    workloadVersion: integer('workload_version').notNull(),
    protocol: text('protocol').notNull(),
    backend: text('backend', { enum: BACKENDS }).notNull(),
    mode: text('mode').$type<CellMode>().notNull(),
    threads: text('threads', { enum: THREADS_CLASSES }).notNull(),
    deviceSlug: text('device_slug').notNull(),
    /** The lowest trust level that counts here. */
    trust: smallint('trust').notNull(),
    synthetic: boolean('synthetic').notNull().default(false),

    deviceName: text('device_name').notNull(),
    deviceKind: text('device_kind', { enum: DEVICE_KINDS }).notNull(),
    /** Whether a proof of work can stand behind the rates here (lib/submission/proof). */
    provable: boolean('provable').notNull(),
    people: integer('people').notNull().default(0),
    runs: integer('runs').notNull().default(0),
    /** Milliseconds; null while nobody is in the cell. */
    p10Ms: doublePrecision('p10_ms'),
    p50Ms: doublePrecision('p50_ms'),
    p90Ms: doublePrecision('p90_ms'),
    /** 95 % interval of the median over people. */
    lowMs: doublePrecision('low_ms'),
    highMs: doublePrecision('high_ms'),
    /** Networks whose people agree on the median (lib/standings/agreement); 0 where too few do. */
    agreeing: integer('agreeing').notNull().default(0),
  },
  (table) => [
    uniqueIndex('cells_key').on(
      table.workload,
      table.workloadVersion,
      table.protocol,
      table.backend,
      table.mode,
      table.threads,
      table.deviceSlug,
      table.trust,
      table.synthetic,
    ),
    // Of nothing that a vote changes: a row is then updated where it is, and no index with it.
    index('cells_board').on(table.workload, table.workloadVersion, table.trust),
    index('cells_device').on(table.deviceSlug),
  ],
);

export const votes = pgTable(
  'votes',
  {
    cell: bigint('cell', { mode: 'number' }).notNull(),
    submitter: text('submitter').notNull(),
    /** The median of this person's live medians here, milliseconds, and its bin. */
    valueMs: doublePrecision('value_ms').notNull(),
    bin: integer('bin').notNull(),
    runs: integer('runs').notNull(),
    /** Their fastest single run, for the Records tab, and their newest one, whose software the other columns name. */
    bestMs: doublePrecision('best_ms').notNull(),
    bestRun: text('best_run').notNull(),
    latestRun: text('latest_run').notNull(),
    latestAt: instant('latest_at').notNull().default(databaseClock),
    /** When this person's first live run here came, and from which network, as this cell alone knows it. */
    firstAt: instant('first_at').notNull(),
    networkHash: text('network_hash'),
    ortVersion: text('ort_version').notNull(),
    browser: text('browser').notNull(),
    browserMajor: integer('browser_major'),
    os: text('os').notNull(),
    form: text('form', { enum: FORMS }).notNull(),
    power: text('power', { enum: POWER_STATES }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.cell, table.submitter] }),
    index('votes_value').on(table.cell, table.valueMs, table.submitter),
    index('votes_best').on(table.cell, table.bestMs),
  ],
);

/** How many votes of a cell are in a bin. */
export const bins = pgTable(
  'bins',
  {
    cell: bigint('cell', { mode: 'number' }).notNull(),
    bin: integer('bin').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.cell, table.bin] })],
);
