// `npm test`: everything that must hold, from a bare clone. Plain Node until the dependencies are
// there.
import { ensureDependencies, runTypeScript } from './dependencies.mjs';

ensureDependencies();
await runTypeScript('flopmark', ['test', ...process.argv.slice(2)]);
