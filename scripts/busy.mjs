// Keeps every core busy until the process that started it ends or kills it: `npm test --
// --under-load` runs all tests beside it, as on a machine that has other work.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

process.once('disconnect', () => process.exit());
for (let i = 0; i < availableParallelism(); i += 1) {
  new Worker('let x = 1; for (;;) x = Math.sqrt(x + 1);', { eval: true });
}
