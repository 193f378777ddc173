// `npm run -s rename-devices [-- --dry-run] [--json]`: after a new version of the device names, reads every stored run again
// and moves what is named otherwise now; then the standings are rebuilt from the rows. Works on the database of
// POSTGRES_URL, else on the embedded one while the site is stopped. Prints what moved. Exit 0 ok, 2 bad usage, 1 failure.
import { parseArgs } from 'node:util';
import { type RenameReport, renameDevices } from '@/lib/db/rename-devices';
import { rebuildStandings } from '@/lib/db/standings';
import { retried } from '@/lib/db/transaction';
import { DEVICE_VERSION } from '@/lib/device/device';
import { withDatabase } from './database/with-database';
import { startSettings } from './start-settings';

const USAGE = `Usage: npm run -s rename-devices [-- --dry-run] [--json]
  --dry-run   say what would move, change nothing
  --json      the report as JSON
POSTGRES_URL names the database; without it, the embedded one in FLOPMARK_DATA (.data), with the site stopped.`;

function human({ runsRead, renamed, unreadable }: RenameReport, dryRun: boolean): string {
  const moved = new Map<string, number>();
  for (const { from, to } of renamed) moved.set(`${from} → ${to}`, (moved.get(`${from} → ${to}`) ?? 0) + 1);
  return [
    `${runsRead} runs read with ${DEVICE_VERSION}; ${renamed.length} device names ${dryRun ? 'would change' : 'changed'}.`,
    ...[...moved].map(([move, count]) => `  ${move} (${count})`),
    ...unreadable.map((run) => `  ${run}: its environment cannot be read, left as it is`),
  ].join('\n');
}

async function main(): Promise<number> {
  let values: { 'dry-run'?: boolean; json?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      options: { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch {
    console.error(USAGE);
    return 2;
  }
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const dryRun = values['dry-run'] ?? false;
  try {
    const report = await withDatabase(startSettings().postgresUrl, async (db) => {
      const renamed = await renameDevices(db, { dryRun });
      if (!dryRun) await retried(() => db.transaction((tx) => rebuildStandings(tx)));
      return renamed;
    });
    console.log(values.json === true ? JSON.stringify(report) : human(report, dryRun));
    return 0;
  } catch (error) {
    console.error(`rename-devices: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

process.exitCode = await main();
