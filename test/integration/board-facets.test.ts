// The values a board's filters offer are those of the people on it, most people first.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardFacets } from '@/lib/db/board-facets';
import type { Database } from '@/lib/db/client';
import * as schema from '@/lib/db/schema';
import { type EmbeddedDatabase, openEmbedded } from '@/scripts/database/embedded';
import { migrateEmbedded } from '@/scripts/database/migrate';
import { seedRuns } from '../support/seed';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-facets-'));
let embedded: EmbeddedDatabase;
let db: Database;

beforeAll(async () => {
  embedded = await openEmbedded(join(folder, 'db'));
  await migrateEmbedded(embedded.database);
  const session = drizzle(embedded.database, { schema });
  await seedRuns(session, 14);
  // The pages' type names the driver; the queries are the same on every Postgres.
  db = session as unknown as Database;
});

afterAll(async () => {
  await embedded?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('boardFacets', () => {
  it('lists systems by people, and each value once', async () => {
    const facets = await boardFacets(db, 'resnet18-fp32', 1);
    expect(facets.os[0]).toBe('Windows');
    expect(facets.os.toSorted()).toEqual(['Android', 'Linux', 'Windows', 'macOS']);
    expect(facets.browser).toEqual(['Chrome']);
    expect(facets.ortVersion).toEqual(['1.30.0']);
  });

  it('is empty for a workload that nobody measured', async () => {
    expect(await boardFacets(db, 'alexnet-fp32', 1)).toEqual({ browser: [], os: [], form: [], ortVersion: [] });
  });
});
