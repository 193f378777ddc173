// The runs that wait for a moderator: those that a rule held back, whole or in a row, and those
// that readers reported. Oldest first, a page at a time, so that no number of them hides one.
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from './client';
import { isReleased } from './conditions';
import { OPEN_REPORTS } from './reports';
import type { RunState } from './schema';
import { rowsOf } from './transaction';

interface WaitingRow {
  readonly workload: string;
  readonly backend: string;
  readonly code: string;
}

export interface WaitingRun {
  readonly id: string;
  readonly createdAt: Date;
  readonly submitter: string;
  readonly state: RunState;
  readonly quarantineReasons: readonly string[];
  /** Of rows that wait while the run itself counts, one entry for each row and rule. */
  readonly rowReasons: readonly WaitingRow[];
  /** Reason → networks that gave it, of reports that nobody has looked at. */
  readonly reports: Readonly<Record<string, number>>;
  readonly devices: readonly string[];
  /** Rows with a rate. */
  readonly measured: number;
  readonly fastestGflops: number | null;
}

export interface QueueChoice {
  /** A code of a rule, or a reason of a report. */
  readonly reason: string | null;
  /** Part of the name of a device. */
  readonly device: string | null;
  /** A run, whose networks the others shared in some cell. */
  readonly network: string | null;
  /** The last of the page before. */
  readonly after: QueueCursor | null;
}

export interface QueueCursor {
  readonly createdAt: Date;
  readonly id: string;
}

const CURSOR = /^(\d{13})-([0-9a-z]{8,40})$/;

/** The text that names the last run of a page of the queue, for the page after it. */
export const writeQueueCursor = ({ createdAt, id }: QueueCursor): string =>
  `${createdAt.getTime()}-${id}`;

/** The run that a page of the queue begins after; null for none, and for what nobody here wrote. */
export function readQueueCursor(text: string | null): QueueCursor | null {
  const [, at, id] = CURSOR.exec(text ?? '') ?? [];
  return at === undefined || id === undefined ? null : { createdAt: new Date(Number(at)), id };
}

interface FoundRow extends Record<string, unknown> {
  readonly id: string;
  readonly created_at: string | Date;
  readonly submitter: string;
  readonly state: RunState;
  readonly reasons: readonly string[];
  readonly row_reasons: readonly WaitingRow[] | null;
  readonly reports: Readonly<Record<string, number>> | null;
  readonly devices: readonly string[] | null;
  readonly measured: number;
  readonly fastest: number | null;
}

/** A word as a LIKE pattern: % and _ are letters like all others. */
const patternOf = (word: string): string => `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

function conditionsOf({ reason, device, network, after }: QueueChoice): SQL {
  const conditions = [
    sql`(r.state = 'quarantined' or (r.state = 'live' and (
          r.id in (select m.run from measurements m where not (${isReleased('m')}))
          or exists (select from ${OPEN_REPORTS} p where p.run = r.id))))`,
    ...(reason === null
      ? []
      : [
          sql`(${reason} = any(r.quarantine_reasons)
               or exists (select from measurements m where m.run = r.id
                 and ${reason} = any(m.quarantine_reasons))
               or exists (select from ${OPEN_REPORTS} p
                 where p.run = r.id and p.reason = ${reason}))`,
        ]),
    ...(device === null
      ? []
      : [
          sql`exists (select from measurements m
                       where m.run = r.id and lower(m.device_name) like ${patternOf(device)})`,
        ]),
    ...(network === null
      ? []
      : [
          sql`exists (select from measurements m join measurements n on n.network_hash = m.network_hash
                       where m.run = r.id and n.run = ${network})`,
        ]),
    ...(after === null
      ? []
      : [sql`(r.created_at, r.id) > (${after.createdAt.toISOString()}::timestamptz, ${after.id})`]),
  ];
  return sql.join(conditions, sql` and `);
}

/** Reads a page of the runs that wait, at most `limit` of them; `next` is null on the last page. */
export async function waitingRuns(
  db: Database,
  choice: QueueChoice,
  limit: number,
): Promise<{ readonly runs: readonly WaitingRun[]; readonly next: string | null }> {
  const rows = await rowsOf<FoundRow>(
    db,
    sql`
    with page as materialized (
      select r.id, r.created_at, r.submitter, r.state, r.quarantine_reasons
        from runs r
       where ${conditionsOf(choice)}
       order by r.created_at, r.id
       limit ${limit + 1})
    select page.id, page.created_at, page.submitter, page.state,
      to_json(page.quarantine_reasons) as reasons,
           (select json_agg(json_build_object('workload', m.workload, 'backend', m.backend, 'code', reason.code)
                            order by m.position, reason.code)
              from measurements m cross join lateral unnest(m.quarantine_reasons) as reason (code)
             where m.run = page.id) as row_reasons,
           (select json_object_agg(told.reason, told.networks) from (
              select p.reason, count(*)::int as networks from ${OPEN_REPORTS} p
               where p.run = page.id group by p.reason) told) as reports,
           row.devices, row.measured, row.fastest
      from page
     cross join lateral (
       select json_agg(distinct m.device_name) as devices, max(m.gflops) as fastest,
              count(*) filter (where m.outcome = 'measured')::int as measured
         from measurements m where m.run = page.id) row
     order by page.created_at, page.id`,
  );
  const found = rows.map(
    (row): WaitingRun => ({
      id: row.id,
      createdAt: new Date(row.created_at),
      submitter: row.submitter,
      state: row.state,
      quarantineReasons: row.reasons,
      rowReasons: row.row_reasons ?? [],
      reports: row.reports ?? {},
      devices: row.devices ?? [],
      measured: row.measured,
      fastestGflops: row.fastest,
    }),
  );
  const runs = found.slice(0, limit);
  const last = runs.at(-1);
  return {
    runs,
    next: last === undefined || found.length <= limit ? null : writeQueueCursor(last),
  };
}
