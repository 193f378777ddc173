// The site as `npm start -- --demo` serves it. Its runs take two or three minutes to generate and
// many files begin with them: they are kept by the version of the generator, and each site has a
// copy.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { keptFolder } from '@/scripts/kept-folder';
import { ensureExampleData } from '@/scripts/site/example-data';
import { generatorVersion } from '@/scripts/synth/version';
import { type Site, startSite } from './site';

/** The folder of the data that all such sites begin with: to copy, and never to open. */
export const keptExampleData = (): Promise<string> =>
  keptFolder('demo', generatorVersion(), (folder) => ensureExampleData(folder, false));

/** Of every such site: what is moderated there is nobody's. */
const MODERATOR = 'moderator-of-example-data';

/** Fills the form of /admin where the page has one. */
export async function signIn(page: Page): Promise<void> {
  const token = page.locator('form[action="/admin/session"] input[name=token]');
  if ((await token.count()) === 0) return;
  await token.fill(MODERATOR);
  await Promise.all([page.waitForURL('**/admin'), token.press('Enter')]);
  await page.locator('#trail').waitFor();
}

export async function startDemoSite(): Promise<Site> {
  const kept = await keptExampleData();
  const data = mkdtempSync(join(tmpdir(), 'flopmark-demo-site-'));
  cpSync(join(kept, 'db'), join(data, 'db'), { recursive: true });
  const site = await startSite({ data, demo: true, env: { FLOPMARK_ADMIN_TOKEN: MODERATOR } });
  return {
    ...site,
    stop: async () => {
      await site.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
