// What the database does by itself, as functions in PL/pgSQL: a change is one statement and one
// round trip, and a connection plans it once. This folder is the source: `npm run -s flopmark --
// functions` prints it, and the newest migration that defines a function holds the same
// (test/db/functions.test.ts). The conditions and constants in it are those of the other queries.
import { PgDialect } from 'drizzle-orm/pg-core';
import { ARRIVAL_FUNCTIONS } from './arrival';
import { BADGE_FUNCTIONS } from './badges';
import { GAIN_FUNCTIONS } from './gains';
import { STANDINGS_FUNCTIONS } from './standings';

const DIALECT = new PgDialect();

/** By name, in the order in which they need each other. */
export const FUNCTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...STANDINGS_FUNCTIONS,
    ...ARRIVAL_FUNCTIONS,
    ...BADGE_FUNCTIONS,
    ...GAIN_FUNCTIONS,
  }).map(([name, text]) => [name, `${DIALECT.sqlToQuery(text.inlineParams()).sql.trim()};`]),
);
