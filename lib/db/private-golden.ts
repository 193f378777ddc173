// Golden values that are in no public file (docs/integrity.md, "Right outputs"): whoever copies the
// pinned outputs does not have these. The operator makes them (`npm run -s flopmark -- golden`); a
// challenge draws one of their inputs.
import { type SQL, sql } from 'drizzle-orm';
import type { Sketch } from '../models/golden';
import type { ManifestEntry } from '../models/workload';
import type { Session } from './transaction';

/** One of the private inputs, each as likely; null where the operator made none. */
export const drawnSeedSql: SQL = sql`
  (select seed::float8 from (select distinct seed from private_golden) seeds order by random()
    limit 1)`;

/** As the database tells it. */
export interface StoredGolden extends Sketch {
  readonly workload: string;
  readonly version: number;
}

export type PinnedVersions = ReadonlyMap<string, Pick<ManifestEntry, 'version'>>;

/**
 * The sketches of private outputs by workload; those of other versions than the pinned ones say
 * nothing and are left out.
 */
export const sketchesOf = (
  stored: readonly StoredGolden[],
  manifest: PinnedVersions,
): ReadonlyMap<string, Sketch> =>
  new Map(
    stored
      .filter(({ workload, version }) => manifest.get(workload)?.version === version)
      .map(({ workload, projections, samples }) => [workload, { projections, samples }]),
  );

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
