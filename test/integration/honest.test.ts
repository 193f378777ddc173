// The short form of the other half of `npm run -s attack`: honest devices of every kind. It waits
// for the slow ones.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from '@/scripts/attack/client';
import { runHonest } from '@/scripts/attack/honest';
import { type Site, startSite } from '@/scripts/site/site';

const DEVICES = 28;

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

it('honest devices of every kind are taken, wait for nobody, and are ranked where networks agree', async () => {
  const { reasons, ...counted } = await runHonest(new Client(site.url), DEVICES);
  expect([counted, reasons]).toEqual([
    { devices: DEVICES, level1: DEVICES, refused: 0, quarantined: 0, agreed: true },
    {},
  ]);
});
