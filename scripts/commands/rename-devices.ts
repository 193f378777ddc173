// `rename-devices`: after a new version of the device names, reads every stored run again and moves
// what is named otherwise now; then the standings are rebuilt from the rows. Prints what moved.
import { type RenameReport, renameDevices } from '@/lib/db/rename-devices';
import { rebuildStandings } from '@/lib/db/standings';
import { retried } from '@/lib/db/transaction';
import { DEVICE_VERSION } from '@/lib/device/device';
import { defineCommand, flag } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { startSettings } from '../site/start-settings';

export const command = defineCommand({
  options: {
    'dry-run': flag('say what would move, change nothing'),
    json: flag('the report as JSON'),
  },
  notes: DATABASE_NOTE,
  run: async ({ 'dry-run': dryRun, json }) => {
    const report = await withDatabase(startSettings().postgresUrl, async (db) => {
      const renamed = await renameDevices(db, { dryRun });
      if (!dryRun) await retried(() => db.transaction((tx) => rebuildStandings(tx)));
      return renamed;
    });
    console.log(json ? JSON.stringify(report) : human(report, dryRun));
    return 0;
  },
});

function human({ runsRead, renamed, unreadable }: RenameReport, dryRun: boolean): string {
  const moved = new Map<string, number>();
  for (const { from, to } of renamed)
    moved.set(`${from} → ${to}`, (moved.get(`${from} → ${to}`) ?? 0) + 1);
  return [
    `${runsRead} runs read with ${DEVICE_VERSION}; ${renamed.length} device names ${dryRun ? 'would change' : 'changed'}.`,
    ...[...moved].map(([move, count]) => `  ${move} (${count})`),
    ...unreadable.map((run) => `  ${run}: its environment cannot be read, left as it is`),
  ].join('\n');
}
