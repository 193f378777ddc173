// Backend ratios come from pairs within one run: the query against the same sum done by hand over the raw rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backendPairs } from '@/lib/db/backend-pairs';
import type { Database } from '@/lib/db/client';
import * as schema from '@/lib/db/schema';
import { ratioOverPeople } from '@/lib/standings/ratio';
import { type EmbeddedDatabase, openEmbedded } from '@/scripts/database/embedded';
import { migrateEmbedded } from '@/scripts/database/migrate';
import { seedRuns } from '../support/seed';

const SLUG = 'nvidia-geforce-rtx-4070';
const WORKLOAD = 'resnet18-fp32';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-pairs-'));
let embedded: EmbeddedDatabase;
let db: Database;

beforeAll(async () => {
  embedded = await openEmbedded(join(folder, 'db'));
  await migrateEmbedded(embedded.database);
  const session = drizzle(embedded.database, { schema });
  await seedRuns(session, 28);
  // The pages' type names the driver; the queries are the same on every Postgres.
  db = session as unknown as Database;
});

afterAll(async () => {
  await embedded?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('backendPairs', () => {
  it('takes the median over people of ratios within their runs', async () => {
    const rows = await db.select().from(schema.measurements);
    const time = (run: string, backend: string): number =>
      rows.find((row) => row.run === run && row.backend === backend && row.workload === WORKLOAD)?.medianMs ??
      Number.NaN;
    const runs = rows.filter(({ deviceSlug, workload }) => deviceSlug === SLUG && workload === WORKLOAD);
    const expected = ratioOverPeople(runs.map(({ run }) => time(run, 'wasm') / time(run, 'webgpu')));
    const pair = (await backendPairs(db, SLUG)).find(({ workload }) => workload === WORKLOAD);
    expect(pair).toMatchObject({ base: 'wasm', subject: 'webgpu', people: runs.length });
    expect(pair?.ratio.value).toBeCloseTo(expected.value, 9);
    expect(pair?.ratio.interval?.[0]).toBeCloseTo(expected.interval?.[0] ?? Number.NaN, 9);
  });

  it('finds none for a device that nobody has', async () => {
    expect(await backendPairs(db, 'nvidia-geforce-256')).toEqual([]);
  });
});
