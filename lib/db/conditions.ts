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

/** The row was measured in single runs, all of it on the backend that it names. */
export const ranAsNamed = (row: Alias): SQL =>
  sql.raw(`${row}.outcome = 'measured' and ${row}.mode = 'run' and not ${row}.fell_back`);

/** The row is consistent, and its quality better than Poor. */
export const isBelieved = (row: Alias): SQL =>
  sql.raw(`${row}.trust_level >= 1 and ${row}.quality_grade <> 'poor'`);

/** On WASM the row had all the threads that it wanted, and more than one. */
export const hadAllThreads = (row: Alias): SQL =>
  sql.raw(
    `(${row}.backend <> 'wasm' or (${row}.threads_got > 1 and ${row}.threads_got = ${row}.threads_wanted))`,
  );
