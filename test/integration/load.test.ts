// Ten seconds of what `npm run -s load -- --seconds 1800` does for half an hour: nobody is refused,
// nothing acknowledged is lost, and the standings are those of a rebuild. How fast it is depends on
// the machine and is measured by the command.
import { expect, it } from 'vitest';
import { loadSite } from '@/scripts/measure/load/site-under-load';

it('answers everybody and loses nothing while it is read and written at once', async () => {
  const loaded = await loadSite(10, false);
  expect(loaded.mixed.map(({ name, refused, failed }) => [name, refused, failed])).toEqual(
    ['pages', 'badges', 'api', 'bare'].map((name) => [name, 0, 0]),
  );
  expect(loaded.publishFailures).toEqual([]);
  expect(loaded.published).toBeGreaterThanOrEqual(6);
  expect(loaded.lost).toBe(0);
  expect(loaded.standingsEqualRebuild).toBe(true);
  expect(loaded.database.statements).toBeGreaterThan(loaded.published);
});
