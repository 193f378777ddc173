// The open data, read in keyset batches of a statement each: memory stays bounded however much there is, and the one
// connection of an embedded database is free in between. Live rows only; synthetic ones are never among them.
import { type SQL, sql } from 'drizzle-orm';
import { COLUMNS } from '../open-data/columns';
import type { ExportRow, ExportValue } from '../open-data/format';
import { rowsOf, type Session } from './transaction';

export interface ExportQuery {
  readonly workload: string | null;
  readonly backend: string | null;
  readonly outcome: string | null;
  /** Published at or after; null: from the first. */
  readonly from: Date | null;
  /** Published before; null: to the last. */
  readonly until: Date | null;
}

/** DESIGN section 9 allows 5,000; fewer keep a board that is read meanwhile quick on one connection. */
const BATCH = 1000;

const SELECTED: SQL = sql.raw(
  COLUMNS.map(({ name, sql: expression, type }) =>
    type === 'time'
      ? `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${name}"`
      : `${expression} as "${name}"`,
  ).join(', '),
);

const INTEGERS = COLUMNS.filter(({ type }) => type === 'integer').map(({ name }) => name);

function rowsWanted({ workload, backend, outcome, from, until }: ExportQuery): SQL {
  return sql`r.state = 'live' and not r.synthetic
    and (${workload}::text is null or m.workload = ${workload})
    and (${backend}::text is null or m.backend = ${backend})
    and (${outcome}::text is null or m.outcome = ${outcome})
    and (${from?.toISOString() ?? null}::timestamptz is null or r.created_at >= ${from?.toISOString() ?? null}::timestamptz)
    and (${until?.toISOString() ?? null}::timestamptz is null or r.created_at < ${until?.toISOString() ?? null}::timestamptz)`;
}

type StoredRow = Record<string, ExportValue> & { readonly key: string };

/** Every row, oldest measurement first, in batches. */
export async function* exportRows(db: Session, query: ExportQuery): AsyncGenerator<readonly ExportRow[]> {
  for (let after = '0'; ; ) {
    const rows = await rowsOf<StoredRow>(
      db,
      sql`
      select m.id::text as key, ${SELECTED}
        from measurements m
        join runs r on r.id = m.run
       where m.id > ${after}::bigint and ${rowsWanted(query)}
       order by m.id
       limit ${BATCH}`,
    );
    if (rows.length > 0) yield rows.map(exportRow);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.key;
  }
}

/** Drivers give 64-bit integers as text; counts stay below 2⁵³. */
function exportRow({ key: _key, ...row }: StoredRow): ExportRow {
  for (const name of INTEGERS) if (row[name] !== null) row[name] = Number(row[name]);
  return row;
}
