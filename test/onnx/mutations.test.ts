// Mutated files: every one is loaded, and counted where it loads, in bounded time and memory.
// 100,000 of them, each within two seconds, by `npm run -s flopmark -- measure hostile`.
import { expect, it } from 'vitest';
import { surviveMutations } from '@/scripts/oracle/hostile';

const CASES = 30_000;
const BUFFER_LIMIT_BYTES = 4 * 2 ** 20;
/** A few milliseconds on an idle machine: a loop that a count in the file drives takes minutes. */
const LIMIT_MS = 30_000;

it('survives mutated files in bounded time and memory', async () => {
  const { slowestMs, mostBufferBytes, codes } = await surviveMutations(CASES, 7);
  expect(slowestMs).toBeLessThan(LIMIT_MS);
  expect(mostBufferBytes).toBeLessThan(BUFFER_LIMIT_BYTES);
  expect([...codes.values()].reduce((sum, count) => sum + count, 0)).toBe(CASES);
  for (const code of ['ok', 'malformed', 'truncated'])
    expect(codes.get(code)).toBeGreaterThan(CASES / 100);
}, 600_000);
