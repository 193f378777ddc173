// `npm run -s functions`: the functions of the database as SQL, for the migration that brings them up to date.
import { FUNCTIONS } from '@/lib/db/functions/all';

process.stdout.write(`${[...FUNCTIONS.values()].join('\n--> statement-breakpoint\n')}\n`);
