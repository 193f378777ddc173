// Checks the types of every realm with its own tsconfig, so that pure code cannot touch a platform.
import { spawnSync } from 'node:child_process';

const realms = ['tsconfig.pure.json', 'tsconfig.worker.json', 'tsconfig.json', 'tsconfig.node.json'];
let failed = 0;
for (const realm of realms) {
  const { status } = spawnSync('node_modules/.bin/tsc', ['-p', realm], { stdio: 'inherit' });
  console.log(`types ${realm}: ${status === 0 ? 'ok' : 'failed'}`);
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
