import { describe, expect, it } from 'vitest';
import { bytesOf, createBudget } from '@/scripts/front/budget';

describe('the budget of a network', () => {
  it('has a reserve, then what flows in', () => {
    const { spend } = createBudget({ reserve: 20, perSecond: 2 });
    for (let i = 0; i < 4; i += 1) expect(spend('a', 5, 0)).toBeNull();
    expect(spend('a', 5, 0)).toBe(3);
    expect(spend('a', 5, 2_000)).toBe(1);
    expect(spend('a', 5, 2_500)).toBeNull();
    expect(spend('a', 5, 2_500)).not.toBeNull();
  });

  it('is each network’s own, and never more than the reserve', () => {
    const { spend } = createBudget({ reserve: 10, perSecond: 1 });
    expect(spend('a', 10, 0)).toBeNull();
    expect(spend('b', 10, 0)).toBeNull();
    expect(spend('a', 10, 1_000_000)).toBeNull();
    expect(spend('a', 1, 1_000_000)).toBe(1);
  });

  it('does not grow with the networks that were seen', () => {
    const { spend } = createBudget({ reserve: 10, perSecond: 1 });
    expect(spend('first', 10, 0)).toBeNull();
    for (let i = 0; i < 10_000; i += 1) spend(`network ${i}`, 1, 0);
    expect(spend('first', 10, 0)).toBeNull();
  });
});

it.each([
  ['none, where no body is announced', {}, 0],
  ['as many as are announced', { 'content-length': '12' }, 12],
  ['the most, of a body without a length', { 'transfer-encoding': 'chunked' }, 99],
])('a request brings %s', (_, headers, bytes) => {
  expect(bytesOf(headers, 99)).toBe(bytes);
});
