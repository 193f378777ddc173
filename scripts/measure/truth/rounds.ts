// One published run on a site of its own, so that every average on it is of this run alone: what
// was sent, what was stored, and what each surface made of it.
import type { SuiteId } from '@/lib/bench/suites';
import type { Driver } from '@/scripts/browser/driver';
import { startSite } from '@/scripts/site/site';
import { LOADS, type LoadName, underLoad } from '../estimator/loads';
import { untilSettled, watchOthers } from '../quiet';
import { type MeasuredRow, readerOf, readStored } from './stored';
import { type Harvest, harvest } from './surfaces';

export interface Round {
  readonly browser: Driver['name'];
  readonly suite: SuiteId;
  readonly load: LoadName;
  /** Of one core, by everything that is not this command; the load on purpose is this command's. */
  readonly othersShare: number | null;
  readonly rows: readonly MeasuredRow[];
  readonly harvest: Harvest;
}

const RUN_LIMIT_MS = 300_000;
const SETTLE_LIMIT_MS = 20_000;

export async function playRound(driver: Driver, suite: SuiteId, load: LoadName): Promise<Round> {
  const site = await startSite();
  try {
    await openRun(driver, site.url, suite);
    await untilSettled(SETTLE_LIMIT_MS);
    const { value: id, othersShare } = await watchOthers(() =>
      underLoad(LOADS[load], () => publishRun(driver, suite)),
    );
    const read = readerOf(site.url);
    const run = await readStored(read, id);
    return {
      browser: driver.name,
      suite,
      load,
      othersShare,
      rows: run.rows,
      harvest: await harvest(read, run),
    };
  } finally {
    await site.stop();
  }
}

/** The way a visitor does it, on WASM alone: a headless machine's GPU is software. */
async function openRun(driver: Driver, site: string, suite: SuiteId): Promise<void> {
  await driver.open(`${site}/run?suite=${suite}`);
  await driver.waitFor('[data-stage="ready"]', 60_000);
}

async function publishRun(driver: Driver, suite: SuiteId): Promise<string> {
  await driver.click('[data-testid="run"]');
  await driver.waitFor('[data-testid="publish"]', RUN_LIMIT_MS);
  await driver.click('[data-testid="publish"]');
  await driver.waitFor('[data-stage="published"], [data-stage="refused"]', 60_000);
  const href = await driver.evaluate<string | null>(
    `document.querySelector('[data-testid="permalink"]')?.getAttribute('href') ?? null`,
  );
  if (href !== null) return href.replace('/runs/', '');
  const why = await driver.evaluate<string>(
    `document.querySelector('[role="alert"]')?.textContent ?? 'refused'`,
  );
  throw new Error(`${driver.name}, ${suite}: ${why}`);
}
