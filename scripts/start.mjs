// `npm start`: one command from a clone to a running site.
import { ensureDependencies, runTypeScript } from './dependencies.mjs';

ensureDependencies();
await runTypeScript('flopmark', ['start', ...process.argv.slice(2)]);
