// The same bytes in every engine: workloads built in Chromium, Firefox and WebKit, their digests
// against the manifest's, which Node's builds are pinned by. A browser that is not installed is
// left out by name.
import { MANIFEST } from '@/lib/models/manifest';
import { findChromium } from '@/scripts/browser/chromium';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { findFirefox } from '@/scripts/browser/firefox';
import { firefoxDriver } from '@/scripts/browser/firefox-driver';
import { findWebkit, webkitDriver } from '@/scripts/browser/webkit-driver';
import { some } from '../command';
import type { BuildRequest } from './build.worker';
import { ask, serveLab } from './lab';

export const BROWSERS: readonly {
  readonly name: Driver['name'];
  find: () => string | null;
  open: () => Promise<Driver>;
}[] = [
  { name: 'chromium', find: findChromium, open: chromiumDriver },
  { name: 'firefox', find: findFirefox, open: firefoxDriver },
  { name: 'webkit', find: findWebkit, open: webkitDriver },
];

/** The option that names some of them. */
export const browsersOption = some(
  'browsers; those that are not installed are left out',
  ['chromium', 'firefox', 'webkit'],
  ['chromium', 'firefox', 'webkit'],
);

const LIMIT_MS = 120_000;

export interface Build {
  readonly id: string;
  readonly digest: string;
  readonly same: boolean;
}

/** Builds `ids` in one browser, one after another, and tells of each as it comes. */
export async function buildIn(
  open: () => Promise<Driver>,
  ids: readonly string[],
  tell: (build: Build) => void = () => undefined,
): Promise<Build[]> {
  const lab = await serveLab('scripts/zoo/build.worker.ts');
  const driver = await open();
  try {
    await driver.open(lab.url);
    const builds: Build[] = [];
    for (const id of ids) {
      const digest = await ask<string>(
        driver,
        { want: 'digest', id } satisfies BuildRequest,
        LIMIT_MS,
      );
      const build = { id, digest, same: digest === MANIFEST.get(id)?.digest };
      builds.push(build);
      tell(build);
    }
    return builds;
  } finally {
    await driver.close();
    await lab.stop();
  }
}

/**
 * Prints what differs and a line for every browser; false where bytes differ or no browser is
 * there.
 */
export async function checkIdentity(ids: readonly string[]): Promise<boolean> {
  let browsers = 0;
  let different = 0;
  for (const { name, find, open } of BROWSERS) {
    if (find() === null) {
      console.log(`${name}: not installed, left out`);
      continue;
    }
    browsers += 1;
    const builds = await buildIn(open, ids, ({ id, digest, same }) => {
      if (!same) console.log(`${name} ${id}: ${digest} is not the pinned digest`);
    });
    const same = builds.filter((build) => build.same).length;
    different += builds.length - same;
    console.log(`${name}: ${same} of ${builds.length} workloads have the pinned bytes`);
  }
  return browsers > 0 && different === 0;
}
