// `measure hostile`: mutated files are loaded and counted, each within two seconds and a heap of 48
// MiB that V8 enforces.
import { defineCommand, whole } from '../command';
import { surviveMutations } from '../oracle/hostile';

const LIMIT_MS = 2000;
const BUFFER_LIMIT_BYTES = 256 * 2 ** 20;
const SEED = 11;

export const command = defineCommand({
  options: { cases: whole('N', 'mutated files', 100_000) },
  exits: { 1: 'a file took longer, or more' },
  run: async ({ cases }) => {
    const { slowestMs, mostBufferBytes, codes } = await surviveMutations(cases, SEED);
    const results = [...codes]
      .sort(([, a], [, b]) => b - a)
      .map(([code, count]) => `${count} ${code}`);
    const buffers = (mostBufferBytes / 2 ** 20).toFixed(1);
    console.log(results.join(', '));
    console.log(`slowest ${slowestMs.toFixed(0)} ms of ${LIMIT_MS}, most buffers ${buffers} MiB`);
    return slowestMs <= LIMIT_MS && mostBufferBytes <= BUFFER_LIMIT_BYTES ? 0 : 1;
  },
});
