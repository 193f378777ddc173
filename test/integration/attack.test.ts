// The short form of `npm run -s attack`: some forgeries of every kind. The honest devices beside
// them are in honest.test.ts.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allAttacks } from '@/scripts/attack/all-kinds';
import { carryOut } from '@/scripts/attack/carry-out';
import { Client } from '@/scripts/attack/client';
import type { Attack } from '@/scripts/attack/kinds';
import { type Site, startSite } from '@/scripts/site/site';

const OF_EACH_KIND = 2;

let site: Site;
let attacks: readonly Attack[];
beforeAll(async () => {
  site = await startSite();
  attacks = await allAttacks(new Client(site.url));
});
afterAll(() => site.stop());

it('there are two hundred forgeries and more, in twenty kinds and more, each under its own name', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(200);
  expect(new Set(attacks.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(20);
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
});

it('none of every kind comes too far, and each is stopped by the rule of its kind', async () => {
  const seen = new Map<string, number>();
  const chosen = attacks.filter(({ kind }) => {
    const before = seen.get(kind) ?? 0;
    seen.set(kind, before + 1);
    return before < OF_EACH_KIND;
  });
  const results = await carryOut(site.url, chosen);
  expect(results).toHaveLength(chosen.length);
  expect(results.filter(({ reached, expected }) => reached || !expected)).toEqual([]);
});
