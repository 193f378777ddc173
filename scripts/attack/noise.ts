// Noise that no earlier call of the command made: a server that still has those runs would find
// copies in these.
import { createPrng, type Prng } from '@/lib/core/prng';

export const [CALL] = crypto.getRandomValues(new Uint32Array(1));

/** The noise of number `index` of a kind of runs; the same within one call. */
export const freshNoise = (kind: number, index: number): Prng =>
  createPrng([CALL, kind, index, 0x5eed]);
