// Burst, last two minutes and what one keeps of the other, as shares of the time and not of the
// samples.
import { describe, expect, it } from 'vitest';
import { sustainedOf } from '@/lib/bench/sustained';

const second = (ms: number) => ({ elapsedMs: 1000, iterations: 1000 / ms });

describe('sustainedOf', () => {
  it('takes 10 s and two minutes of ten', () => {
    const samples = [
      ...Array.from({ length: 10 }, () => second(10)),
      ...Array.from({ length: 470 }, () => second(11)),
      ...Array.from({ length: 120 }, () => second(12.5)),
    ];
    expect(sustainedOf(samples)).toEqual({
      burstMs: 10,
      lastMs: 12.5,
      stability: 0.8,
      durationMs: 600_000,
    });
  });

  it('goes by time where samples differ in length', () => {
    const samples = [
      ...Array.from({ length: 6 }, () => ({ elapsedMs: 1, iterations: 1 })),
      { elapsedMs: 294, iterations: 3 },
    ];
    expect(sustainedOf(samples)).toMatchObject({ burstMs: 1, lastMs: 98 });
  });

  it('says of one sample that it kept its speed', () => {
    expect(sustainedOf([{ elapsedMs: 20, iterations: 2 }])).toMatchObject({
      burstMs: 10,
      lastMs: 10,
      stability: 1,
    });
  });
});
