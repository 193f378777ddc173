// `node scripts/run.mjs NAME ARGS…`: runs scripts/NAME.ts, after installing what is missing.
import { ensureDependencies, runTypeScript } from './dependencies.mjs';

const [script, ...args] = process.argv.slice(2);
ensureDependencies();
await runTypeScript(script, args);
