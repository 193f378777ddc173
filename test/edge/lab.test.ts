import { describe, expect, it } from 'vitest';
import { elapsedOf, lifetimeOf } from '@/lib/edge/lab';

const told = (value: string): Request =>
  new Request('http://localhost/', { headers: { 'X-Flopmark-Lab-Elapsed-Ms': value } });

describe('the time of a simulated device', () => {
  it('is believed in a laboratory', () => {
    expect(elapsedOf(told('12.5'), 1000, { FLOPMARK_LAB: '1' })).toBe(12.5);
  });

  it.each([{}, { FLOPMARK_LAB: '' }, { FLOPMARK_LAB: 'true' }])('means nothing elsewhere: %j', (environment) => {
    expect(elapsedOf(told('12.5'), 1000, environment)).toBe(1000);
  });

  it.each(['', '-1', '0', 'x', 'Infinity', 'NaN'])('must be a time: %j', (value) => {
    expect(elapsedOf(told(value), 1000, { FLOPMARK_LAB: '1' })).toBe(1000);
  });
});

describe('the life of a challenge', () => {
  const asked = (value: string): Request =>
    new Request('http://localhost/', { headers: { 'X-Flopmark-Lab-Lifetime-Ms': value } });

  it('is shorter in a laboratory that is asked for it, never longer', () => {
    expect(lifetimeOf(asked('50'), 1000, { FLOPMARK_LAB: '1' })).toBe(50);
    expect(lifetimeOf(asked('5000'), 1000, { FLOPMARK_LAB: '1' })).toBe(1000);
  });

  it.each([{}, { FLOPMARK_LAB: '' }])('is the usual one elsewhere: %j', (environment) => {
    expect(lifetimeOf(asked('50'), 1000, environment)).toBe(1000);
  });
});
