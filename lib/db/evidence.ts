// What the server knows by itself about a run that has just arrived, in one statement: how long ago its challenge was
// issued, what it proved, whether its samples were seen before, and how the cells it would enter look.
import { sql } from 'drizzle-orm';
import type { Backend } from '../core/backend';
import { err, ok, type Result } from '../core/result';
import type { Accepted } from '../submission/accept';
import type { CellSpread, Evidence } from '../submission/plausibility/facts';
import type { ComparedCell } from '../submission/plausibility/judge';
import { type Rejection, reject } from '../submission/rejection';
import type { Database } from './client';

interface Found extends Record<string, unknown> {
  readonly elapsed_ms: number;
  readonly banned: boolean;
  readonly proven: Readonly<Partial<Record<Backend, number>>> | null;
  readonly orders: readonly string[] | null;
  readonly cells: readonly (CellSpread & { readonly position: number })[] | null;
}

/** `compared` are the cells whose people may be compared with; a challenge that is not known here is refused. */
export async function evidenceFor(
  db: Database,
  { run, measurements }: Accepted,
  compared: readonly ComparedCell[],
): Promise<Result<Evidence, Rejection>> {
  const orders = measurements.flatMap(({ sampleOrder }) => (sampleOrder === null ? [] : [sampleOrder]));
  const { rows } = await db.execute<Found>(sql`
    select extract(epoch from clock_timestamp() - c.issued_at)::float8 * 1000 as elapsed_ms,
           exists (select from submitters s where s.id = ${run.submitter} and s.banned_at is not null) as banned,
           (select json_object_agg(p.backend, p.proven_gflops) from proofs p
             where p.challenge = c.id and p.submitter = ${run.submitter} and p.outcome = 'proven') as proven,
           (select json_agg(distinct m.sample_order) from measurements m join runs r on r.id = m.run
             where m.sample_order = any(${`{${orders.join(',')}}`}::text[]) and r.challenge <> c.id) as orders,
           (select json_agg(json_build_object(
                     'position', k.position, 'people', cell.people, 'p10Ms', cell.p10_ms, 'p50Ms', cell.p50_ms))
              from json_to_recordset(${JSON.stringify(compared)}::json) as k(
                     position int, workload text, version int, backend text, threads text, "deviceSlug" text)
              join cells cell on cell.workload = k.workload and cell.workload_version = k.version
                             and cell.protocol = ${run.protocol} and cell.backend = k.backend and cell.mode = 'run'
                             and cell.threads = k.threads and cell.device_slug = k."deviceSlug"
                             and cell.trust = 1 and not cell.synthetic and cell.people > 0) as cells
      from challenges c
     where c.id = ${run.challenge}`);
  const [found] = rows;
  if (found === undefined) return err(reject('ticket-forged', 'the challenge is not known here'));
  if (found.banned) return err(reject('banned', 'a moderator banned this key'));
  return ok({
    elapsedMs: found.elapsed_ms,
    provenGflops: new Map(Object.entries(found.proven ?? {}) as [Backend, number][]),
    knownOrders: new Set(found.orders ?? []),
    cells: new Map((found.cells ?? []).map(({ position, ...spread }) => [position, spread])),
  });
}
