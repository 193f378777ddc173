import { describe, expect, it } from 'vitest';
import { rotaryTables } from '@/lib/models/nets/rotary';

describe('rotary tables', () => {
  it('are the cosines and sines of position·base^(−2i/width)', () => {
    const [base, width, first, tokens] = [10_000, 64, 200, 57];
    const { cosines, sines } = rotaryTables(base, width, first, tokens);
    for (let at = 0; at < tokens * width; at += 1) {
      const angle = (first + Math.floor(at / width)) * base ** ((-2 * (at % (width / 2))) / width);
      expect(cosines[at]).toBeCloseTo(Math.cos(angle), 6);
      expect(sines[at]).toBeCloseTo(Math.sin(angle), 6);
    }
  });

  it('continue where an earlier step ended', () => {
    const whole = rotaryTables(10_000, 64, 0, 129);
    const last = rotaryTables(10_000, 64, 128, 1);
    expect(last.cosines).toEqual(whole.cosines.slice(128 * 64));
    expect(last.sines).toEqual(whole.sines.slice(128 * 64));
  });
});
