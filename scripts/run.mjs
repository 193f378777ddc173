// `node scripts/run.mjs NAME ARGS…`: runs a command of scripts/catalogue.ts, after installing what
// is missing. Plain Node until the dependencies are there.
import { ensureDependencies, runTypeScript } from './dependencies.mjs';

ensureDependencies();
await runTypeScript('flopmark', process.argv.slice(2));
