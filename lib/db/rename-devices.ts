// Reads stored raw strings again with the present tables of devices, browsers and systems, and
// mends what they name otherwise now. Runs already read with this version are passed over, so an
// interrupted pass goes on where it stopped. Raw strings never change, and neither do the networks
// that rows came from: their hashes belong to the workload, so that a renamed device keeps its
// votes.
import { and, asc, eq, gt, ne } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { NOTHING_DECLARED } from '../device/declared';
import { DEVICE_VERSION } from '../device/device';
import { listedDeclaredSlugsOf, listedDeviceOf } from '../device/listed';
import { agentColumns } from '../device/user-agent';
import { backendSchema, type Environment, storedEnvironmentSchema } from '../submission/schema';
import type * as schema from './schema';
import { measurements, runs } from './schema';

/** Any driver's connection: the command holds one of its own, apart from the site's. */
export type Connection = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface Renamed {
  readonly run: string;
  readonly backend: string;
  readonly from: string;
  readonly to: string;
}

export interface RenameReport {
  readonly runsRead: number;
  /** Runs whose environment this version's schema cannot read: left as they are, and named. */
  readonly unreadable: readonly string[];
  readonly renamed: readonly Renamed[];
}

/**
 * Runs per statement: few enough that a pass never holds the single embedded connection for long.
 */
const BATCH = 200;

/**
 * Reads every stored environment with the present table of names, and moves the rows that are named
 * otherwise now; a dry run only says which.
 */
export async function renameDevices(
  db: Connection,
  { dryRun }: { readonly dryRun: boolean },
): Promise<RenameReport> {
  const unreadable: string[] = [];
  const renamed: Renamed[] = [];
  let runsRead = 0;
  for (let after = ''; ; ) {
    const batch = await db
      .select({ id: runs.id, environment: runs.environment })
      .from(runs)
      .where(and(ne(runs.deviceTableVersion, DEVICE_VERSION), gt(runs.id, after)))
      .orderBy(asc(runs.id))
      .limit(BATCH);
    for (const { id, environment } of batch) {
      const parsed = storedEnvironmentSchema.safeParse(environment);
      runsRead += 1;
      if (!parsed.success) unreadable.push(id);
      else renamed.push(...(await renameRun(db, id, parsed.data, dryRun)));
    }
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return { runsRead, unreadable, renamed };
    after = last.id;
  }
}

/** All rows of a run and its version change together, or none does. */
async function renameRun(
  db: Connection,
  run: string,
  environment: Environment,
  dryRun: boolean,
): Promise<Renamed[]> {
  const stored = await db
    .selectDistinct({
      backend: measurements.backend,
      slug: measurements.deviceSlug,
      name: measurements.deviceName,
      kind: measurements.deviceKind,
    })
    .from(measurements)
    .where(eq(measurements.run, run));
  const changes = stored.flatMap(({ backend, slug, name, kind }) => {
    const device = listedDeviceOf(environment, backendSchema.parse(backend));
    return device.slug === slug && device.name === name && device.kind === kind
      ? []
      : [{ backend, from: slug, device }];
  });
  if (!dryRun) {
    await db.transaction(async (change) => {
      for (const { backend, device } of changes) {
        await change
          .update(measurements)
          .set({ deviceSlug: device.slug, deviceName: device.name, deviceKind: device.kind })
          .where(and(eq(measurements.run, run), eq(measurements.backend, backend)));
      }
      const { gpu, cpu } = listedDeclaredSlugsOf(
        environment,
        environment.declared ?? NOTHING_DECLARED,
      );
      await change
        .update(runs)
        .set({
          deviceTableVersion: DEVICE_VERSION,
          declaredGpuSlug: gpu,
          declaredCpuSlug: cpu,
          ...agentColumns(environment),
        })
        .where(eq(runs.id, run));
    });
  }
  return changes.map(({ backend, from, device }) => ({ run, backend, from, to: device.slug }));
}
