import { describe, expect, it } from 'vitest';
import { arrivalOf, elapsedOf, lifetimeOf } from '@/lib/edge/lab';

const told = (value: string): Request =>
  new Request('http://localhost/', { headers: { 'X-Flopmark-Lab-Elapsed-Ms': value } });

describe('the time of a simulated device', () => {
  it('is believed in a laboratory', () => {
    expect(elapsedOf(told('12.5'), 1000, true)).toBe(12.5);
  });

  it('means nothing elsewhere', () => {
    expect(elapsedOf(told('12.5'), 1000, false)).toBe(1000);
  });

  it.each(['', '-1', '0', 'x', 'Infinity', 'NaN'])('must be a time: %j', (value) => {
    expect(elapsedOf(told(value), 1000, true)).toBe(1000);
  });
});

describe('the life of a challenge', () => {
  const asked = (value: string): Request =>
    new Request('http://localhost/', { headers: { 'X-Flopmark-Lab-Lifetime-Ms': value } });

  it('is shorter in a laboratory that is asked for it, never longer', () => {
    expect(lifetimeOf(asked('50'), 1000, true)).toBe(50);
    expect(lifetimeOf(asked('5000'), 1000, true)).toBe(1000);
  });

  it('is the usual one elsewhere', () => {
    expect(lifetimeOf(asked('50'), 1000, false)).toBe(1000);
  });
});

describe('the arrival of a run', () => {
  const NOW = Date.UTC(2026, 10, 29, 12);
  const told = (value: string): Request =>
    new Request('http://localhost/', { headers: { 'X-Flopmark-Lab-Days-Ago': value } });

  it('is days ago in a laboratory that is told so, at most a year', () => {
    expect(arrivalOf(told('1'), true, NOW)?.toISOString()).toBe('2026-11-28T12:00:00.000Z');
    expect(arrivalOf(told('1e300'), true, NOW)?.toISOString()).toBe('2025-11-29T12:00:00.000Z');
  });

  it.each(['', '-1', '0', 'x', 'NaN'])('is now where nothing is told: %j', (value) => {
    expect(arrivalOf(told(value), true, NOW)).toBeNull();
  });

  it('is now elsewhere, whatever is told', () => {
    expect(arrivalOf(told('1'), false, NOW)).toBeNull();
  });
});
