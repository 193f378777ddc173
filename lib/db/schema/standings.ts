// Standings: a voice per key and cell, a vote per network and cell, a histogram per cell, the
// cell's summary beside its key. All of it can be rebuilt from runs and measurements, but for what
// was agreed on in the last days; nothing reads those to draw a board. Only a rebuild and the
// functions of the database (../functions) write here, so no foreign keys check it: a hundred
// look-ups for each run.
import {
  bigint,
  boolean,
  date,
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
import { BOARD_DEVICE_KINDS } from '../../device/device';
import { FORMS } from '../../device/forms';
import { databaseClock, doubles, instant } from './columns';

/** One network's value in a cell counts in every cell whose trust it reaches. */
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
    deviceKind: text('device_kind', { enum: BOARD_DEVICE_KINDS }).notNull(),
    /** Whether a proof of work can stand behind the rates here (lib/submission/proof). */
    provable: boolean('provable').notNull(),
    /** Votes. */
    networks: integer('networks').notNull().default(0),
    /** Keys with a live run here. */
    people: integer('people').notNull().default(0),
    runs: integer('runs').notNull().default(0),
    /** Milliseconds; null while nobody is in the cell. */
    p10Ms: doublePrecision('p10_ms'),
    p50Ms: doublePrecision('p50_ms'),
    p90Ms: doublePrecision('p90_ms'),
    /** 95 % interval of the median over networks. */
    lowMs: doublePrecision('low_ms'),
    highMs: doublePrecision('high_ms'),
    /** Blocks of addresses that the votes came from, of so many as are looked at. */
    blocks: integer('blocks').notNull().default(0),
    /**
     * Networks near the median, each in a block of addresses of its own (lib/standings/agreement).
     */
    near: integer('near').notNull().default(0),
    /** The same where they agree; 0 where they are too few or came on one day. */
    agreeing: integer('agreeing').notNull().default(0),
    /** What they agreed on in the last days, UTC: the lowest and the highest median of each. */
    agreedDays: date('agreed_days').array(),
    agreedLowMs: doubles('agreed_low_ms'),
    agreedHighMs: doubles('agreed_high_ms'),
    /**
     * Until when the median is disputed, because it moved away from that; null where it did not.
     */
    disputedUntil: instant('disputed_until'),
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

/** What the live runs of one key say in a cell. */
export const voices = pgTable(
  'voices',
  {
    cell: bigint('cell', { mode: 'number' }).notNull(),
    submitter: text('submitter').notNull(),
    /**
     * Of the key's first run here, as hashes that belong to workload and backend; '' where none is
     * known.
     */
    network: text('network').notNull(),
    block: text('block'),
    /** The median of this key's live medians here, milliseconds. */
    valueMs: doublePrecision('value_ms').notNull(),
    runs: integer('runs').notNull(),
    /**
     * The fastest single run, for the Records tab, and the newest one, whose software the other
     * columns name.
     */
    bestMs: doublePrecision('best_ms').notNull(),
    bestRun: text('best_run').notNull(),
    latestRun: text('latest_run').notNull(),
    latestAt: instant('latest_at').notNull().default(databaseClock),
    /** When this key's first live run here came. */
    firstAt: instant('first_at').notNull(),
    ortVersion: text('ort_version').notNull(),
    browser: text('browser').notNull(),
    browserMajor: integer('browser_major'),
    os: text('os').notNull(),
    form: text('form', { enum: FORMS }).notNull(),
    power: text('power', { enum: POWER_STATES }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.cell, table.submitter] }),
    index('voices_network').on(table.cell, table.network, table.latestAt, table.submitter),
    index('voices_best').on(table.cell, table.bestMs),
  ],
);

/** One network's value in a cell: the median over the voices of its newest keys. */
export const votes = pgTable(
  'votes',
  {
    cell: bigint('cell', { mode: 'number' }).notNull(),
    network: text('network').notNull(),
    block: text('block'),
    /** Milliseconds, and its bin. */
    valueMs: doublePrecision('value_ms').notNull(),
    bin: integer('bin').notNull(),
    /** How many keys it is the median of. */
    keys: integer('keys').notNull(),
    firstAt: instant('first_at').notNull(),
    latestAt: instant('latest_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.cell, table.network] }),
    index('votes_value').on(table.cell, table.valueMs, table.network),
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
