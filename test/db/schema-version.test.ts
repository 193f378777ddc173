// Which databases a version of Flopmark may migrate.
import { describe, expect, it } from 'vitest';
import { MIGRATIONS, schemaFault, schemaState } from '@/lib/db/schema-version';

const KNOWN = [
  { tag: 'first', when: 10 },
  { tag: 'second', when: 20 },
  { tag: 'third', when: 30 },
];

it('the migrations are in the order of their times, in which drizzle applies them', () => {
  const times = MIGRATIONS.map(({ when }) => when);
  expect(times.length).toBeGreaterThan(10);
  expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
});

describe('schemaState', () => {
  it.each([
    [[10, 20, 30], { kind: 'current' }],
    [[], { kind: 'behind', missing: ['first', 'second', 'third'] }],
    [[10], { kind: 'behind', missing: ['second', 'third'] }],
    [[10, 20, 30, 40], { kind: 'newer', unknown: [40] }],
    [[10, 20, 25], { kind: 'newer', unknown: [25] }],
    [[10, 30], { kind: 'out-of-order', missing: ['second'] }],
  ])('of %j is %j', (applied, state) => {
    expect(schemaState(applied, KNOWN)).toEqual(state);
    expect(schemaFault(schemaState(applied, KNOWN)) === null).toBe(state.kind === 'current');
  });
});
