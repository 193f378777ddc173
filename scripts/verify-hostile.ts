// `npm run -s verify:hostile -- [--cases N]`: N mutated files (100,000 by default) are loaded and counted, each within two
// seconds and a heap of 48 MiB that V8 enforces. Exit code 1 where one is not.
import { parseArgs } from 'node:util';
import { surviveMutations } from '@/test/support/hostile';

const LIMIT_MS = 2000;
const BUFFER_LIMIT_BYTES = 256 * 2 ** 20;
const SEED = 11;

const { values } = parseArgs({ options: { cases: { type: 'string', default: '100000' } } });
const { slowestMs, mostBufferBytes, codes } = await surviveMutations(Number(values.cases), SEED);
const results = [...codes].sort(([, a], [, b]) => b - a).map(([code, count]) => `${count} ${code}`);
console.log(results.join(', '));
console.log(
  `slowest ${slowestMs.toFixed(0)} ms of ${LIMIT_MS}, most buffers ${(mostBufferBytes / 2 ** 20).toFixed(1)} MiB`,
);
process.exitCode = slowestMs <= LIMIT_MS && mostBufferBytes <= BUFFER_LIMIT_BYTES ? 0 : 1;
