// Seeded randomness that gives the same bits in every engine: 32-bit integer arithmetic only. sfc32
// (Chris Doty-Humphrey, PractRand) seeded through splitmix32, so that near seeds give unrelated
// streams.

export interface Prng {
  /** Uniform unsigned 32-bit integer. */
  uint32(): number;
  /** Uniform in [0, 1) with 24 random bits: exact in fp32. */
  unit(): number;
  /** Uniform integer in [0, bound), bound ≤ 2³². Unbiased by rejection. */
  below(bound: number): number;
  /**
   * Fills with uniform numbers in [low, high): the same as one `unit` per element, several times as
   * fast.
   */
  fillUniform(target: Float32Array, low: number, high: number): void;
}

/** FNV-1a over UTF-16 code units: a 32-bit seed for a name. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** 128 bits to start from, for streams that nobody must be able to guess or enumerate. */
export type PrngState = readonly [number, number, number, number];

/**
 * A generator of pseudorandom numbers that gives the same sequence for a seed in every engine; a
 * saved state goes on where it was.
 */
export function createPrng(seed: number | PrngState): Prng {
  let state = typeof seed === 'number' ? seed | 0 : 0;
  const splitmix = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, counter] =
    typeof seed === 'number'
      ? [splitmix(), splitmix(), splitmix(), 1]
      : [seed[0] | 0, seed[1] | 0, seed[2] | 0, seed[3] | 0];

  const uint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) uint32();

  /** `uint32` with its state in locals. */
  const fillUniform = (target: Float32Array, low: number, high: number): void => {
    const scale = (high - low) * 2 ** -24;
    let [x, y, z, n] = [a, b, c, counter];
    for (let i = 0; i < target.length; i += 1) {
      const sum = (((x + y) | 0) + n) | 0;
      n = (n + 1) | 0;
      x = y ^ (y >>> 9);
      y = (z + (z << 3)) | 0;
      z = (((z << 21) | (z >>> 11)) + sum) | 0;
      target[i] = low + (sum >>> 8) * scale;
    }
    [a, b, c, counter] = [x, y, z, n];
  };

  return {
    fillUniform,
    uint32,
    unit: () => (uint32() >>> 8) * 2 ** -24,
    below: (bound) => {
      const limit = 2 ** 32 - (2 ** 32 % bound);
      for (;;) {
        const value = uint32();
        if (value < limit) return value % bound;
      }
    },
  };
}
