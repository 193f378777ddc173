// Fingerprints of rows that were stored before there were any.
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { sketchOf } from '../submission/plausibility/sketch';
import { seriesOf } from './fingerprints';
import type { Connection } from './levels';
import { fingerprints, measurements } from './schema';

/** Rows per statement: few enough that the single embedded connection is never held for long. */
const BATCH = 500;

/**
 * Keeps the hashes of all stored series, in the order in which they came; those that are kept stay.
 * How many series there are.
 */
export async function fingerprintAll(db: Connection): Promise<number> {
  let series = 0;
  for (let after = 0; ; ) {
    const rows = await db
      .select({
        id: measurements.id,
        run: measurements.run,
        position: measurements.position,
        workload: measurements.workload,
        backend: measurements.backend,
        samplesMs: measurements.samplesMs,
        iterations: measurements.sampleIterations,
      })
      .from(measurements)
      .where(and(gt(measurements.id, after), eq(measurements.outcome, 'measured')))
      .orderBy(asc(measurements.id))
      .limit(BATCH);
    const told = rows.map(({ run, position, workload, backend, samplesMs, iterations }) => {
      const samples = samplesMs.map((elapsedMs, i) => ({
        elapsedMs,
        iterations: iterations[i] ?? 1,
      }));
      return { run, position, sketch: sketchOf(samples, `${workload} ${backend}`).kept };
    });
    await db.execute(sql`
      insert into ${fingerprints} (hash, series)
      select hash.told::bigint, ${seriesOf('row.run', 'row.position')}
        from json_to_recordset(${JSON.stringify(told)}::json) as row (run text, position int,
          sketch json)
       cross join lateral json_array_elements_text(row.sketch) hash (told)
          on conflict (hash) do nothing`);
    series += told.filter(({ sketch }) => sketch.length > 0).length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return series;
    after = last.id;
  }
}
