import { describe, expect, it } from 'vitest';
import type { Clock } from '@/lib/bench/clock';
import { contentionOf, spin } from '@/lib/bench/contention';
import { PROTOCOL } from '@/lib/bench/protocol';

/** A clock that moves by `stepMs` a reading, and by `gapMs` at each of the readings named. */
function clockWith(stepMs: number, gapMs: number, gapsAt: readonly number[]): Clock {
  let nowMs = 0;
  let readings = 0;
  return {
    monotonicMs: () => {
      nowMs += gapsAt.includes(readings) ? gapMs : stepMs;
      readings += 1;
      return nowMs;
    },
    wallMs: () => 0,
  };
}

describe('spin', () => {
  const { spinMs } = PROTOCOL.contention;

  it('loses nothing where it runs all the time, whatever the step of the clock', () => {
    for (const stepMs of [0.005, 0.1, 0.4, 1, 16.7])
      expect(spin(clockWith(stepMs, 0, [])).lostMs).toBe(0);
  });

  it('ends though the clock stands still, and says nothing', () => {
    const reading = spin({ monotonicMs: () => 5, wallMs: () => 0 });
    expect(reading).toEqual({ spunMs: 0, lostMs: 0 });
    expect(contentionOf([reading])).toBeNull();
  });

  it('counts the time in which it did not run', () => {
    const { spunMs, lostMs } = spin(clockWith(0.125, 10, [20, 40, 41]));
    expect(lostMs).toBe(30);
    expect(spunMs).toBeGreaterThanOrEqual(spinMs);
    expect(spunMs).toBeLessThan(spinMs + 0.2);
  });
});

describe('contentionOf', () => {
  it('weighs readings by their length and knows the least', () => {
    const readings = [
      { spunMs: 100, lostMs: 20 },
      { spunMs: 300, lostMs: 0 },
    ];
    expect(contentionOf(readings)).toEqual({ spunMs: 400, lostMs: 20, mean: 0.05, least: 0 });
    expect(contentionOf([])).toBeNull();
  });
});
