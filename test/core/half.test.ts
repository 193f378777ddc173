import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfBits, halfValue } from '@/lib/core/half';

describe('binary16', () => {
  it('gives every one of the 65,536 patterns back', () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 65_536; bits += 1) {
      const value = halfValue(bits);
      if (
        Number.isNaN(value) ? !Number.isNaN(halfValue(halfBits(value))) : halfBits(value) !== bits
      )
        wrong.push(bits);
    }
    expect(wrong).toEqual([]);
  });

  it('rounds to the nearest, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -65_504, max: 65_504 }), (value) => {
        const bits = halfBits(value);
        const error = Math.abs(halfValue(bits) - value);
        for (const neighbour of [bits - 1, bits + 1]) {
          if ((neighbour & 0x7c00) === 0x7c00 || neighbour < 0 || (neighbour ^ bits) & 0x8000)
            continue;
          const other = Math.abs(halfValue(neighbour) - value);
          expect(error < other || (error === other && (bits & 1) === 0)).toBe(true);
        }
      }),
    );
  });

  it('overflows to infinity and keeps NaN', () => {
    expect(halfValue(halfBits(65_520))).toBe(Number.POSITIVE_INFINITY);
    expect(halfValue(halfBits(65_519))).toBe(65_504);
    expect(halfValue(halfBits(Number.NaN))).toBeNaN();
  });
});
