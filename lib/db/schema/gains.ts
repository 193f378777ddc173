// What variants and backends gained, kept as runs arrive: one row for each pair of workloads and backends on a device, and
// under it a vote of each person. No page looks at measurements for it.
import { bigint, doublePrecision, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
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
    people: integer('people').notNull().default(0),
    /** The median of the newest votes; null while there is none. Above 1 the variant is faster. */
    ratio: doublePrecision('ratio'),
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

/** The median of one person's ratios, each of two rows of one run. */
export const gainVotes = pgTable(
  'gain_votes',
  {
    gain: bigint('gain', { mode: 'number' })
      .notNull()
      .references(() => gains.id, { onDelete: 'cascade' }),
    submitter: text('submitter').notNull(),
    ratio: doublePrecision('ratio').notNull(),
    latestAt: instant('latest_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.gain, table.submitter] }),
    index('gain_votes_newest').on(table.gain, table.latestAt, table.submitter),
  ],
);
