// The open data, read in keyset batches of a statement each: memory stays bounded however much
// there is, and the one connection of an embedded database is free in between. Live rows only;
// synthetic ones are never among them.
import { type SQL, sql } from 'drizzle-orm';
import { COLUMNS, type Column } from '../open-data/columns';
import type { ExportRow, ExportValue } from '../open-data/format';
import { PUBLIC_RUN } from './conditions';
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

/**
 * 5,000 are allowed (docs/data.md, "What a read may cost"); fewer keep a board that is read
 * meanwhile quick on one connection.
 */
const BATCH = 50;

/** Lists as JSON: drivers parse arrays letter by letter. */
const asRead = ({ sql: expression, type }: Column): string => {
  if (type === 'time')
    return `to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return type === 'list' ? `to_json(${expression})` : expression;
};

const SELECTED: SQL = sql.raw(
  COLUMNS.map((column) => `${asRead(column)} as "${column.name}"`).join(', '),
);

const INTEGERS = COLUMNS.filter(({ type }) => type === 'integer').map(({ name }) => name);

const measurementsWanted = ({ workload, backend, outcome }: ExportQuery): SQL => sql`
  (${workload}::text is null or m.workload = ${workload})
    and (${backend}::text is null or m.backend = ${backend})
    and (${outcome}::text is null or m.outcome = ${outcome})`;

const runsWanted = ({ from, until }: ExportQuery): SQL => sql`
  ${PUBLIC_RUN}
    and (${from?.toISOString() ?? null}::timestamptz is null
      or r.created_at >= ${from?.toISOString() ?? null}::timestamptz)
    and (${until?.toISOString() ?? null}::timestamptz is null
      or r.created_at < ${until?.toISOString() ?? null}::timestamptz)`;

/**
 * Another one as soon as any run is published, taken back, hidden, renamed or given another level.
 */
export async function exportVersion(db: Session): Promise<string> {
  const [row] = await rowsOf<{ version: string }>(
    db,
    sql`
    select concat_ws('/', count(*), sum(hashtextextended(concat_ws('/', id, device_table_version,
      trust_level), 0))) as version
      from runs r where ${PUBLIC_RUN}`,
  );
  return row?.version ?? '';
}

/** Every row that was there when it began, oldest measurement first, in batches. */
export async function* exportRows(
  db: Session,
  query: ExportQuery,
): AsyncGenerator<readonly ExportRow[]> {
  const [ends] = await rowsOf<{ first: number | null; last: number | null }>(
    db,
    sql`select min(id)::float8 as first, max(id)::float8 as last from measurements`,
  );
  const last = ends?.last ?? 0;
  for (let after = (ends?.first ?? 1) - 1; after < last; after += BATCH) {
    const rows = await batchOf(db, query, after, Math.min(after + BATCH, last));
    if (rows.length > 0) yield rows.map(exportRow);
  }
}

/**
 * A range of keys and not so many rows: what one statement reads is bounded, however few of them
 * are wanted.
 */
const batchOf = (db: Session, query: ExportQuery, after: number, until: number) =>
  rowsOf<Record<string, ExportValue>>(
    db,
    sql`
    with batch as materialized (
      select m.* from measurements m where m.id > ${after}::bigint and m.id <= ${until}::bigint
        and ${measurementsWanted(query)}),
    published as materialized (
      select r.* from runs r where r.id = any(array(select distinct run from batch))
        and ${runsWanted(query)})
    select ${SELECTED} from batch m join published r on r.id = m.run order by m.id`,
  );

/** Drivers give 64-bit integers as text; counts stay below 2⁵³. */
function exportRow(row: Record<string, ExportValue>): ExportRow {
  for (const name of INTEGERS) if (row[name] !== null) row[name] = Number(row[name]);
  return row;
}
