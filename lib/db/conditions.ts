// The conditions that queries share, each once: which runs are public, which rows ran as they say,
// which are good enough to be compared. Which rows count on a board is composed of more and stands
// in counted.ts (docs/data.md, "Which rows count").
import { type SQL, sql } from 'drizzle-orm';

/** The rows `m` of measurements, or the two of a pair. */
type Alias = 'm' | 'a' | 'b';

/** The run `r` is one that a person measured and everybody may see. */
export const PUBLIC_RUN: SQL = sql.raw("r.state = 'live' and not r.synthetic");

/**
 * The rows of the run `r` may be set beside each other: it is public, consistent and was not on
 * battery.
 */
export const COMPARED_RUN: SQL = sql.raw(
  "r.state = 'live' and not r.synthetic and r.trust_level >= 1 and r.power_state <> 'battery'",
);

/** The run `r` can be looked at: it is nobody's secret, though it may wait for a moderator. */
export const SHOWN_RUN: SQL = sql.raw("r.state in ('live', 'quarantined')");

/** The row was measured in single runs: not as a captured graph, and not over minutes. */
export const wasTimed = (row: Alias): SQL =>
  sql.raw(`${row}.outcome = 'measured' and ${row}.mode = 'run'`);

/** The row was measured in single runs, all of it on the backend that it names. */
export const ranAsNamed = (row: Alias): SQL =>
  sql`${wasTimed(row)} and not ${sql.raw(row)}.fell_back`;

/** The quality of the row is better than Poor. */
export const isNotPoor = (row: Alias): SQL => sql.raw(`${row}.quality_grade <> 'poor'`);

/** The row is consistent, and its quality better than Poor. */
export const isBelieved = (row: Alias): SQL =>
  sql`${sql.raw(row)}.trust_level >= 1 and ${isNotPoor(row)}`;

/** No rule holds the row back for a moderator. */
export const isReleased = (row: Alias): SQL => sql.raw(`${row}.quarantine_reasons = '{}'`);

/** The row is not above its proof: it is attested, or no proof can speak of it. */
export const isWithinProof = (row: Alias): SQL =>
  sql.raw(`(${row}.proven_share is null or ${row}.trust_level >= 2)`);

/** The row had all the threads that it wanted, and more than one, where it ran on WASM. */
export const hadAllThreads = (row: Alias): SQL =>
  sql.raw(
    `(${row}.backend <> 'wasm' or (${row}.threads_got > 1 and ${row}.threads_got = ${row}.threads_wanted))`,
  );
