import { expect, it } from 'vitest';
import { sharesOf } from '@/lib/runner/pressure-watch';

it('lets a state hold until the next one, and the last to the end', () => {
  const records = [
    { state: 'nominal', time: 1000 },
    { state: 'critical', time: 2000 },
    { state: 'nominal', time: 5000 },
  ] as const;
  expect(sharesOf(records, 6000)).toEqual({ nominal: 0.4, fair: 0, serious: 0, critical: 0.6 });
});

it('says nothing where nothing was seen', () => {
  expect(sharesOf([], 6000)).toBeNull();
  expect(sharesOf([{ state: 'fair', time: 6000 }], 6000)).toBeNull();
});
