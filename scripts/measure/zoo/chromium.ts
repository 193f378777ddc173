// Builds in a worker of Chromium: time by the worker's clock, memory by what Linux keeps of the
// renderer process, since pages cannot see their own.
import { launchChromium } from '@/scripts/browser/chromium';
import type { Driver } from '@/scripts/browser/driver';
import type { BuildRequest } from '../../zoo/build.worker';
import { ask, serveLab } from '../../zoo/lab';
import { growthAtPeak } from '../resident';
import { smallSibling } from './small-sibling';

const LIMIT_MS = 120_000;
const ROUNDS = 3;

/** Of a model and of its small sibling. */
export interface Growth {
  readonly small: number;
  readonly whole: number;
}

export interface BrowserBuild {
  readonly buildMs: readonly number[];
  readonly growths: readonly Growth[];
}

export async function buildInChromium(id: string, builds: number): Promise<BrowserBuild> {
  const lab = await serveLab('scripts/zoo/build.worker.ts');
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const driver: Pick<Driver, 'name' | 'evaluate'> = {
      name: 'chromium',
      evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    };
    await page.goto(lab.url);
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map((each) => each.id);
    const times = (of: string, count: number): Promise<number[]> =>
      ask(driver, { want: 'times', id: of, builds: count } satisfies BuildRequest, LIMIT_MS);
    await times(smallSibling(id), 1);
    const growths: Growth[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const small = await growthAtPeak(renderers, () => times(smallSibling(id), 1));
      growths.push({ small, whole: await growthAtPeak(renderers, () => times(id, 1)) });
    }
    const [, ...buildMs] = await times(id, builds + 1);
    return { buildMs, growths };
  } finally {
    await browser.close();
    await lab.stop();
  }
}
