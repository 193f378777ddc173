// An embedded database of a test's own, full of the example data of `npm start -- --demo`. Apart
// from the empty one, which most tests open: they need not load what generates runs.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { keptExampleData } from '@/scripts/site/demo-site';
import { openFilled, type TestDatabase } from './test-database';

export const openExampleDatabase = (): Promise<TestDatabase> =>
  openFilled(async (path) =>
    cpSync(join(await keptExampleData(), 'db'), path, { recursive: true }),
  );
