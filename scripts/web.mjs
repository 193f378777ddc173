// The web server as a process of its own, with its settings as its argument. It ends with the
// process that started it, also when that one was killed outright, so that nobody serves pages
// without a database or keeps the port.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';
import { root } from './dependencies.mjs';

process.once('disconnect', () => process.exit(1));
const unregister = register({ tsconfig: join(root, 'tsconfig.node.json') });
const { serveWeb } = await import(pathToFileURL(join(root, 'scripts/front/serve-web.ts')).href);
// What Next loads is JavaScript already.
await unregister();
try {
  await serveWeb(JSON.parse(process.argv[2] ?? '{}'));
} catch (error) {
  // What is logged later does not end the process; who cannot listen has to.
  console.error(error);
  process.exit(1);
}
