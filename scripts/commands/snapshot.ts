// `snapshot`: the open data of a month as files that never change.
import { address, defineCommand, flag, text } from '../command';
import { DATABASE_NOTE, withDatabase } from '../database/with-database';
import { startSettings } from '../site/start-settings';
import { monthNamed, newestMonth } from '../snapshot/month';
import { writeSnapshot } from '../snapshot/write';

const NOTES = `Writes DIR/flopmark-YYYY-MM: measurements as Parquet and CSV, data dictionary, datasheet, CITATION.cff,
croissant.json and SHA256SUMS. Only months whose rows are all 30 days old; an existing snapshot is
never changed.

${DATABASE_NOTE}`;

export const command = defineCommand({
  options: {
    month: text('YYYY-MM', 'the month (the newest that is old enough)'),
    out: text('DIR', 'where to', '.out/snapshots'),
    origin: address(
      'address of the site, for the texts (FLOPMARK_ORIGIN, else http://localhost:3000)',
    ),
    json: flag('what was written as JSON'),
  },
  notes: NOTES,
  run: async ({ month: named, out, origin: wanted, json }) => {
    const now = new Date();
    const month = named === undefined ? newestMonth(now) : monthNamed(named, now);
    const origin = new URL(wanted ?? startSettings().origin ?? 'http://localhost:3000').origin;
    const report = await withDatabase(startSettings().postgresUrl, (db) =>
      writeSnapshot(db, month, origin, out),
    );
    console.log(
      json ? JSON.stringify(report) : `${report.rows} rows of ${month.name} in ${report.folder}`,
    );
    return 0;
  },
});
