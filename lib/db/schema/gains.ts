// What variants and backends gained, kept as runs arrive: one row for each pair of workloads and
// backends on a device, under it a vote of each network, and a voice of each of its keys. No page
// looks at measurements for it.
import {
  bigint,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Backend } from '../../core/backend';
import { instant } from './columns';

export const gains = pgTable(
  'gains',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    base: text('base').notNull(),
    baseVersion: integer('base_version').notNull(),
    variant: text('variant').notNull(),
    variantVersion: integer('variant_version').notNull(),
    baseBackend: text('base_backend').$type<Backend>().notNull(),
    backend: text('backend').$type<Backend>().notNull(),
    /** Whose the variant's rows are. */
    deviceSlug: text('device_slug').notNull(),
    deviceName: text('device_name').notNull(),
    networks: integer('networks').notNull().default(0),
    /** The median of the newest votes; null while there is none. Above 1 the variant is faster. */
    ratio: doublePrecision('ratio'),
    /**
     * Of those votes, the networks that agree on it (lib/standings/agreement); 0 where they do not.
     */
    agreeing: integer('agreeing').notNull().default(0),
  },
  (table) => [
    uniqueIndex('gains_key').on(
      table.base,
      table.baseVersion,
      table.variant,
      table.variantVersion,
      table.baseBackend,
      table.backend,
      table.deviceSlug,
    ),
    index('gains_device').on(table.deviceSlug),
  ],
);

/** The median of one key's ratios, each of two rows of one run. */
export const gainVoices = pgTable(
  'gain_voices',
  {
    gain: bigint('gain', { mode: 'number' })
      .notNull()
      .references(() => gains.id, { onDelete: 'cascade' }),
    submitter: text('submitter').notNull(),
    /** Of the key's first run here, as the variant's workload knows it; '' where none is known. */
    network: text('network').notNull(),
    block: text('block'),
    ratio: doublePrecision('ratio').notNull(),
    firstAt: instant('first_at').notNull(),
    latestAt: instant('latest_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.gain, table.submitter] }),
    index('gain_voices_network').on(table.gain, table.network, table.latestAt, table.submitter),
  ],
);

/** One network's ratio: the median over the voices of its newest keys. */
export const gainVotes = pgTable(
  'gain_votes',
  {
    gain: bigint('gain', { mode: 'number' })
      .notNull()
      .references(() => gains.id, { onDelete: 'cascade' }),
    network: text('network').notNull(),
    block: text('block'),
    ratio: doublePrecision('ratio').notNull(),
    firstAt: instant('first_at').notNull(),
    latestAt: instant('latest_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.gain, table.network] }),
    index('gain_votes_newest').on(table.gain, table.latestAt, table.network),
  ],
);
