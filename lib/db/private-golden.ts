// Golden values that are in no public file (DESIGN section 6, "Right outputs"): whoever copies the pinned outputs does not
// have these. The operator makes them (`npm run golden`); a challenge draws one of their inputs.
import { sql } from 'drizzle-orm';
import type { Sketch } from '../models/golden';
import type { ManifestEntry } from '../models/workload';
import type { Database } from './client';
import { rowsOf, type Session } from './transaction';

/** One of the private inputs, each as likely; null where the operator made none. */
export async function drawPrivateSeed(db: Database): Promise<number | null> {
  const [drawn] = await rowsOf<{ seed: string }>(
    db,
    sql`select seed::text as seed from (select distinct seed from private_golden) seeds order by random() limit 1`,
  );
  return drawn === undefined ? null : Number(drawn.seed);
}

interface StoredGolden extends Record<string, unknown> {
  readonly workload: string;
  readonly workload_version: number;
  readonly projections: readonly number[];
  readonly samples: readonly number[];
}

/** What the pinned workloads give for `seed`, by their ids. Values of other versions say nothing about them. */
export async function privateGoldenOf(
  db: Database,
  seed: number | null,
  workloads: readonly string[],
  manifest: ReadonlyMap<string, ManifestEntry>,
): Promise<ReadonlyMap<string, Sketch>> {
  if (seed === null) return new Map();
  const rows = await rowsOf<StoredGolden>(
    db,
    sql`
    select workload, workload_version, to_json(projections) as projections, to_json(samples) as samples
      from private_golden
     where seed = ${seed} and workload = any(${`{${workloads.join(',')}}`}::text[])`,
  );
  return new Map(
    rows
      .filter((row) => manifest.get(row.workload)?.version === row.workload_version)
      .map(({ workload, projections, samples }) => [workload, { projections, samples }]),
  );
}

export interface PrivateGolden extends Sketch {
  readonly workload: string;
  readonly workloadVersion: number;
  readonly seed: number;
}

/** Adds to the pool, or with `replace` puts these in place of all that were there. */
export async function storePrivateGolden(
  session: Session,
  golden: readonly PrivateGolden[],
  { replace }: { readonly replace: boolean },
): Promise<void> {
  if (replace) await session.execute(sql`delete from private_golden`);
  await session.execute(sql`
    insert into private_golden (workload, workload_version, seed, projections, samples)
    select g.workload, g."workloadVersion", g.seed, g.projections, g.samples
      from json_to_recordset(${JSON.stringify(golden)}::json)
           as g (workload text, "workloadVersion" int, seed bigint, projections float8[], samples float8[])
        on conflict do nothing`);
}
