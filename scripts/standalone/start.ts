// scripts/start.mjs of a packed site: `npm start` from JavaScript that was bundled.
import { command } from '../commands/start';

command.run('start', 'Serves Flopmark.', process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
