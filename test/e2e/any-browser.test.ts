// Browsers as people have them: restricted, old, behind a proxy, short of something. On every page
// that works in the browser each stage ends, and the visitor can read why; what is not the device's
// fault is never a row about it. No time is judged here, so two of the tests run at once.
import fc from 'fast-check';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';
import type { RunSubmission } from '@/lib/submission/schema';
import { launchChromium, launchChromiumWith, launchEngine } from '@/scripts/browser/chromium';
import type { Driver } from '@/scripts/browser/driver';
import { firefoxDriver } from '@/scripts/browser/firefox-driver';
import { webkitDriver } from '@/scripts/browser/webkit-driver';
import { WITHOUT_CHALLENGE } from '@/scripts/browser/without-challenge';
import { LONG } from '../support/extent';
import { leave } from '../support/leave';
import { HURRIED, type Sabotage, sabotaged, WAYS } from '../support/sabotage';
import { sharedSite } from '../support/shared-site';
import { until } from '../support/until';
import { WITHOUT_PROOF } from '../support/without-proof';
import { prependToWorkers, WORKER_SCRIPT } from '../support/worker-script';

const site = sharedSite();
const GEMM = 'workloads=gemm-128-fp32&threads=1&backends=wasm';
const STOP = '[data-testid="stop"]';
const PAYLOAD = '[data-testid="payload"]';

/** One matrix product, which every backend has. */
function product(): Buffer {
  const g = new GraphBuilder({ name: 'product', opset: 17 });
  const x = g.input('x', 'float32', [8, 8]);
  const w = g.parameter('w', 'float32', [8, 8], (target) => target.fill(1));
  g.output(g.node('MatMul', [x, w]), 'float32', [8, 8]);
  return Buffer.from(writeModel(g.finish()));
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchEngine(['--host-resolver-rules=MAP flopmark.lan 127.0.0.1']);
});
afterAll(async () => {
  await browser?.close();
});

interface Restriction {
  /** Runs before the page's scripts. */
  readonly page?: string;
  /** Runs before each worker's script. */
  readonly worker?: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
  readonly query?: string;
}

async function onRun<T>(restriction: Restriction, look: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  try {
    if (restriction.page !== undefined) await page.addInitScript(restriction.page);
    if (restriction.worker !== undefined) await prependToWorkers(page, restriction.worker);
    await restriction.prepare?.(page);
    await page.goto(`${site.url}/run?${restriction.query ?? GEMM}`);
    return await look(page);
  } finally {
    await leave(page);
  }
}

const pressed = async (page: Page): Promise<void> => {
  await page.waitForSelector('[data-stage="ready"]');
  await page.evaluate(WITHOUT_CHALLENGE);
  await page.click('[data-testid="run"]');
};

async function payloadOn(page: Page): Promise<RunSubmission> {
  await page.waitForSelector(PAYLOAD, { state: 'attached' });
  return JSON.parse((await page.textContent(PAYLOAD)) ?? '');
}

/** Run is pressed, and what ends the run is said. */
const endOn = async (page: Page): Promise<string> => {
  await pressed(page);
  await page.waitForSelector(STOP);
  await page.waitForSelector('[data-stage="finished"], [data-stage="stopped"]');
  expect(await page.$(PAYLOAD)).toBeNull();
  return (await page.textContent(STOP)) ?? '';
};

describe.concurrent('a browser that keeps nothing', () => {
  /** Runs, publishes, and takes the run back with the key that is shown. */
  async function publishesAndTakesBack(driver: Driver): Promise<void> {
    await driver.open(`${site.url}/run?${GEMM}`);
    await driver.waitFor('[data-stage="ready"]');
    await driver.waitFor('[data-testid="forgets"]');
    await driver.evaluate(WITHOUT_PROOF);
    await driver.click('[data-testid="run"]');
    await driver.waitFor('[data-testid="publish"]');
    await driver.click('[data-testid="publish"]');
    await driver.waitFor('[data-stage="published"]');
    const key = await driver.evaluate<string>(
      `document.querySelector('[data-testid="withdrawal-key"]').textContent.trim()`,
    );
    const path = await driver.evaluate<string>(
      `document.querySelector('[data-testid="permalink"]').getAttribute('href')`,
    );
    const api = `${site.url}/api/v1${path}`;
    expect((await fetch(api)).status).toBe(200);
    await driver.open(`${site.url}/my-runs`);
    await driver.waitFor('[data-testid="empty"]');
    expect(await driver.evaluate('document.body.innerText')).toContain(
      'keeps nothing for this site',
    );
    await driver.evaluate(`(() => {
      const form = document.querySelector('[data-take-back]');
      form.closest('details').open = true;
      form.elements.run.value = ${JSON.stringify(`${site.url}${path}`)};
      form.elements.key.value = ${JSON.stringify(key)};
      form.requestSubmit();
    })()`);
    await driver.waitFor('[data-by-key] [role="status"]:not(:empty)');
    await until(async () => (await fetch(api)).status === 404);
  }

  const driverOf = (context: BrowserContext, page: Page): Driver => ({
    name: 'chromium',
    open: async (url) => void (await page.goto(url)),
    click: (selector) => page.locator(selector).first().click(),
    waitFor: async (selector) => void (await page.waitForSelector(selector, { state: 'attached' })),
    evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    faults: async () => [],
    close: () => context.close(),
  });

  it('publishes and shows the key, in Chromium with all site data blocked', async () => {
    const context = await launchChromiumWith({
      profile: { default_content_setting_values: { cookies: 2 } },
    });
    const page = await context.newPage();
    await page.goto(`${site.url}/run`);
    expect(
      await page.evaluate(
        '(() => { try { return String(localStorage) } catch (e) { return e.name } })()',
      ),
    ).toBe('SecurityError');
    await publishesAndTakesBack(driverOf(context, page));
    await context.close();
  });

  it('publishes and shows the key, in Firefox with all site data blocked', async () => {
    const driver = await firefoxDriver({ 'network.cookie.cookieBehavior': 2 });
    await publishesAndTakesBack(driver);
    await driver.close();
  });

  it('measures where the storage is full', () =>
    onRun(
      {
        page: "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
      },
      async (page) => {
        await pressed(page);
        expect((await payloadOn(page)).measurements).toMatchObject([{ outcome: 'measured' }]);
      },
    ));
});

describe.concurrent('Firefox as privacy settings make it', () => {
  it.each([
    ['resisting fingerprinting', { 'privacy.resistFingerprinting': true }],
    ['in a private window', { 'browser.privatebrowsing.autostart': true }],
    ['without WebGL', { 'webgl.disabled': true }],
  ])('measures, %s', async (_how, preferences) => {
    const driver = await firefoxDriver(preferences);
    await driver.open(`${site.url}/run?${GEMM}`);
    await driver.waitFor('[data-stage="ready"]');
    await driver.evaluate(WITHOUT_CHALLENGE);
    await driver.click('[data-testid="run"]');
    await driver.waitFor(PAYLOAD);
    const payload = JSON.parse(
      await driver.evaluate<string>(`document.querySelector('${PAYLOAD}').textContent`),
    );
    expect(payload.measurements).toMatchObject([{ outcome: 'measured' }]);
    await driver.close();
  });
});

describe.concurrent('Chromium that keeps 3D from pages', () => {
  it('measures, without a name of the GPU and without WebGPU', async () => {
    const without3d = await launchChromium(['--disable-3d-apis']);
    const page = await (await without3d.newContext()).newPage();
    await page.goto(`${site.url}/run?${GEMM},webgpu`);
    await pressed(page);
    const { environment, measurements } = await payloadOn(page);
    expect(environment.webgl).toBeNull();
    expect(environment.webgpu.status).toBe('unavailable');
    expect(new Map(measurements.map(({ backend, outcome }) => [backend, outcome]))).toEqual(
      new Map([
        ['wasm', 'measured'],
        ['webgpu', 'skipped'],
      ]),
    );
    await without3d.close();
  });
});

describe.concurrent('WebKit', () => {
  it('starts at one press from the front page, with Cancel in view', async () => {
    const driver = await webkitDriver();
    await driver.open(`${site.url}/`);
    await driver.click('a.button[href="/run?start"]');
    await driver.waitFor('[data-stage="running"] [data-testid="cancel"]');
    await driver.click('[data-testid="cancel"]');
    await driver.waitFor('[data-testid="verdict"]');
    await driver.close();
  });
});

describe.concurrent('an older browser', () => {
  const MISSING = `for (const [target, names] of [
      [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
      [Object.getPrototypeOf(Uint8Array.prototype), ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with']],
      [Object, ['hasOwn', 'groupBy']],
      [Map, ['groupBy']],
      [Promise, ['withResolvers', 'try']],
      [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf']],
      [Array, ['fromAsync']],
      [URL, ['canParse', 'parse']],
      [AbortSignal, ['any', 'timeout']],
      [String.prototype, ['isWellFormed', 'toWellFormed']],
      [ArrayBuffer.prototype, ['transfer', 'resize']],
      [globalThis, ['Iterator', 'structuredClone', 'requestIdleCallback', 'Float16Array']],
    ]) for (const name of names) delete target[name];`;

  it('measures without what came after the browsers that are supported, in page and worker', () =>
    onRun({ page: MISSING, worker: MISSING }, async (page) => {
      await pressed(page);
      expect((await payloadOn(page)).measurements).toMatchObject([{ outcome: 'measured' }]);
    }));

  it.each([
    ['has no WebAssembly', 'delete globalThis.WebAssembly;', 'This browser has no WebAssembly'],
    ['has no SIMD', 'WebAssembly.validate = () => false;', 'has no SIMD'],
  ])('that %s says so before Run, and records it as what it is', (_what, page, words) =>
    onRun({ page }, async (at) => {
      await at.waitForSelector('[data-stage="ready"]');
      expect(await at.textContent('main')).toContain(words);
      await pressed(at);
      expect((await payloadOn(at)).measurements).toMatchObject([
        { outcome: 'skipped', cause: 'unsupported' },
      ]);
    }),
  );
});

describe.concurrent('a page whose parts do not come', () => {
  it('says that no worker can be started', () =>
    onRun(
      {
        page: "globalThis.Worker = function () { throw new DOMException('denied', 'SecurityError'); };",
      },
      async (page) => {
        expect(await endOn(page)).toMatch(/does not start the worker .*Reload the page/);
      },
    ));

  it('says that the script of the worker did not load', () =>
    onRun(
      {
        prepare: (page) =>
          page.route(WORKER_SCRIPT, (route) => route.fulfill({ status: 404, body: 'gone' })),
      },
      async (page) => {
        expect(await endOn(page)).toMatch(/could not be loaded.*Reload the page/);
      },
    ));

  it.each([
    ['blocked', { status: 403, body: 'blocked' }, 'answered with 403'],
    [
      'a login page',
      { status: 200, contentType: 'text/html', body: '<html>Sign in' },
      'web page in its place',
    ],
  ])('says that the runtime is %s, with no row about the device', (_what, answer, words) =>
    onRun(
      {
        page: HURRIED,
        prepare: (page) => page.route('**/*.wasm', (route) => route.fulfill(answer)),
      },
      async (page) => {
        const end = await endOn(page);
        expect(end).toContain(words);
        expect(end).toContain('A proxy, a login page or an extension');
        expect(await page.textContent('main')).not.toContain('ASSERTIONS');
      },
    ),
  );

  it('tries again, and measures once the runtime comes', () => {
    let blocked = 2;
    return onRun(
      {
        page: HURRIED,
        prepare: (page) =>
          page.route('**/*.wasm', (route) => {
            blocked -= 1;
            return blocked >= 0 ? route.abort() : route.continue();
          }),
      },
      async (page) => {
        await pressed(page);
        expect((await payloadOn(page)).measurements).toMatchObject([{ outcome: 'measured' }]);
        expect(blocked).toBeLessThan(0);
      },
    );
  });

  const FETCHING = 'text=/Fetching the runtime: [\\d.]+ of 14\\.3 MB/';
  /** Slows the page's network until the function that it gives is called. */
  async function throttle(page: Page): Promise<() => Promise<void>> {
    const session = await page.context().newCDPSession(page);
    const slow = {
      offline: false,
      latency: 20,
      downloadThroughput: 800_000,
      uploadThroughput: 800_000,
    };
    await session.send('Network.emulateNetworkConditions', slow);
    const fast = { ...slow, downloadThroughput: -1 };
    return async () => void (await session.send('Network.emulateNetworkConditions', fast));
  }

  it('tells how much of the runtime has come over a slow network', () =>
    onRun({}, async (page) => {
      await page.waitForSelector('[data-stage="ready"]');
      const release = await throttle(page);
      await pressed(page);
      await page.waitForSelector(FETCHING);
      expect(await page.textContent('main')).not.toContain('s left');
      await release();
      expect((await payloadOn(page)).measurements).toMatchObject([{ outcome: 'measured' }]);
    }));

  describe('on /analyze and in a chapter', () => {
    const blocks = (page: Page) =>
      page.route('**/*.wasm', (route) => route.fulfill({ status: 403, body: 'blocked' }));
    const asked = (page: Page, name: string) =>
      page.getByRole('button', { name, exact: true }).click();

    async function opened(path: string, look: (page: Page) => Promise<void>): Promise<void> {
      const context = await browser.newContext({ bypassCSP: true });
      const page = await context.newPage();
      await page.addInitScript(HURRIED);
      await page.goto(`${site.url}${path}`);
      await look(page);
      await leave(page);
    }

    const onAnalyze = (look: (page: Page) => Promise<void>): Promise<void> =>
      opened('/analyze', async (page) => {
        await page.waitForSelector('[data-analysis] [data-stage]');
        await page.setInputFiles('input[type=file]', {
          name: 'product.onnx',
          mimeType: 'application/octet-stream',
          buffer: product(),
        });
        await page.waitForSelector('[data-stage="done"]');
        await look(page);
      });

    it.each(['Measure', 'Time the layers'])('“%s” tells how much has come', (button) =>
      onAnalyze(async (page) => {
        await throttle(page);
        await asked(page, button);
        await page.waitForSelector(FETCHING);
        await asked(page, 'Cancel');
        await page.getByRole('button', { name: button, exact: true }).waitFor();
      }),
    );

    it.each(['Measure', 'Time the layers'])('“%s” says what held it back', (button) =>
      onAnalyze(async (page) => {
        await blocks(page);
        await asked(page, button);
        await page.waitForSelector('text=/answered with 403\\. A proxy, a login page/');
      }),
    );

    it('“Measure it here” tells how much has come', () =>
      opened('/learn/pruning', async (page) => {
        await throttle(page);
        await asked(page, 'Measure it here');
        await page.waitForSelector(`[data-answer]:has-text("Fetching the runtime")`);
        await asked(page, 'Cancel');
        await page.waitForSelector('[data-answer]:has-text("Cancelled.")');
      }));

    it('“Measure it here” says what held it back, and that no row was run', () =>
      opened('/learn/pruning', async (page) => {
        await blocks(page);
        await asked(page, 'Measure it here');
        await page.getByRole('button', { name: 'Measure again' }).waitFor();
        expect(await page.textContent('[data-answer]')).toMatch(
          /The runtime could not be fetched: .* answered with 403\. A proxy, a login page or/,
        );
        expect(await page.locator('[data-measure] [data-time]').allTextContents()).toEqual(
          Array(3).fill('not run'),
        );
      }));
  });

  it('says over plain http that it needs https or localhost, before Run', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url.replace(/127\.0\.0\.1|localhost/, 'flopmark.lan')}/run?${GEMM}`);
    await page.waitForSelector(STOP);
    expect(await page.textContent(STOP)).toMatch(/https or on localhost.*README/);
    expect(await page.isDisabled('[data-testid="run"]')).toBe(true);
    await page.close();
  });

  it.each(['/run', '/my-runs', '/analyze'])(
    '%s says that it needs JavaScript where there is none',
    async (path) => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(`${site.url}${path}`);
      expect(await page.textContent('noscript')).toContain('turned off here');
      expect(await page.isVisible('[data-starting]')).toBe(false);
      await context.close();
    },
  );

  it.each(['/run', '/my-runs', '/analyze'])(
    '%s says that its scripts did not start',
    async (path) => {
      const context = await browser.newContext({ bypassCSP: true });
      const page = await context.newPage();
      await page.addInitScript(HURRIED);
      await page.route('**/_next/static/**/*.js', (route) => route.abort());
      await page.goto(`${site.url}${path}`);
      await page.waitForSelector('[data-late]', { state: 'visible' });
      await leave(page);
    },
  );
});

/** What /run, /analyze and /my-runs ask of a browser and could be refused. */
const APIS = [
  'localStorage',
  'sessionStorage',
  'Worker',
  'fetch',
  'crypto.getRandomValues',
  'crypto.subtle',
  'WebAssembly',
  'WebAssembly.validate',
  'SharedArrayBuffer',
  'Atomics.add',
  'AbortController',
  'requestAnimationFrame',
  'PressureObserver',
  'navigator.hardwareConcurrency',
  'navigator.deviceMemory',
  'navigator.gpu',
  'navigator.ml',
  'navigator.wakeLock',
  'navigator.clipboard',
  'navigator.userAgentData',
  'navigator.getBattery',
  'HTMLCanvasElement.prototype.getContext',
  'navigator.wakeLock.request',
  'navigator.userAgentData.getHighEntropyValues',
  'ReadableStream.prototype.getReader',
  'Response.prototype.json',
] as const;
const CASES: readonly Sabotage[] = APIS.flatMap((name) => WAYS.map((way) => ({ name, way })));

/** Minutes for a draw, on any machine, and hours for all. */
const LIMIT = LONG ? { timeout: 7_200_000 } : {};
/**
 * All in long tests, which takes a quarter of an hour; test/app/look.test.ts has every one without
 * a browser.
 */
const sampled = (cases: readonly Sabotage[], count: number): readonly Sabotage[] =>
  LONG
    ? cases
    : (fc.sample(fc.shuffledSubarray([...cases], { minLength: count, maxLength: count }), {
        numRuns: 1,
        seed: 21,
      })[0] ?? []);

/** What a page says whose scripts could not begin. */
const LATE = '[data-late]:not([hidden])';
/** Where looking has ended, or the scripts of the page could not begin. */
const LOOKED = `[data-stage]:not([data-stage="looking"]), ${LATE}`;

/** Whether the page lets Run be pressed. */
async function isOffered(page: Page): Promise<boolean> {
  const button = await page.$('[data-testid="run"]');
  return button !== null && !(await button.isDisabled());
}

/** Opens `path`, does `work`, and fails with what was taken away. */
async function without(
  taken: Sabotage,
  path: string,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  try {
    await page.addInitScript(`${HURRIED}${sabotaged(taken)}`);
    await page.goto(`${site.url}${path}`);
    await work(page);
  } catch (error) {
    const shown = await page.textContent('main').catch(() => 'nothing');
    throw new Error(`${taken.name} ${taken.way}: ${String(error)}\nshown: ${shown?.slice(0, 600)}`);
  } finally {
    await context.close();
  }
}

describe.concurrent('whatever API is absent, throws, rejects or never answers', LIMIT, () => {
  it('/run leaves the stage of looking, and says why where nothing can be measured', async () => {
    for (const taken of sampled(CASES, 8)) {
      await without(taken, `/run?${GEMM}`, async (page) => {
        await page.waitForSelector(LOOKED, { state: 'attached' });
        if (await isOffered(page)) return;
        const said = await page.textContent(`${STOP}, [data-late]:not([hidden])`);
        expect(said?.length).toBeGreaterThan(40);
      });
    }
  });

  // Alone: runs with their proofs took twice as long beside another test.
  it.sequential('a run ends, with its rows or with a sentence', () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...CASES), (taken) =>
        without(taken, `/run?${GEMM}`, async (page) => {
          await page.waitForSelector(LOOKED, { state: 'attached' });
          if (!(await isOffered(page))) return;
          await page.click('[data-testid="run"]');
          await page.waitForSelector('[data-stage="finished"], [data-stage="stopped"]');
          const end = await page.$(`${STOP}, ${PAYLOAD}`);
          expect(end).not.toBeNull();
        }),
      ),
      { numRuns: LONG ? 60 : 2, seed: 21, endOnFailure: true },
    ));

  it('/my-runs lists or says why not, and a withdrawal ends', async () => {
    const kept = { id: '0123456789abcdef', publishedAt: '2026-11-01T10:00:00.000Z' };
    const relevant = CASES.filter(({ name }) =>
      /Storage|fetch|crypto|AbortController|json/.test(name),
    );
    for (const taken of sampled(relevant, 3)) {
      await without(taken, '/my-runs', async (page) => {
        await page.waitForSelector(`[data-my-runs] :is(li, [data-testid="empty"]), ${LATE}`);
      });
      await without({ ...taken }, '/privacy', async (page) => {
        const written = await page
          .evaluate((runs) => localStorage.setItem('flopmark.runs', runs), JSON.stringify([kept]))
          .then(
            () => true,
            () => false,
          );
        await page.goto(`${site.url}/my-runs`);
        if (!written) return;
        await page.waitForSelector(`li button, ${LATE}`);
        if ((await page.$(LATE)) !== null) return;
        await page.click('li button');
        await page.click('[data-testid="withdraw"]');
        await page.waitForSelector('li:is([data-state="failed"], [data-state="withdrawn"])');
      });
    }
  });

  it('/analyze reads a file or says why not', async () => {
    for (const taken of sampled(
      CASES.filter(({ name }) => /Worker|ReadableStream|WebAssembly$/.test(name)),
      3,
    )) {
      await without(taken, '/analyze', async (page) => {
        await page.waitForSelector('[data-analysis] [data-stage]');
        await page.setInputFiles('input[type=file]', {
          name: 'x.onnx',
          mimeType: 'application/octet-stream',
          buffer: Buffer.from([1, 2, 3]),
        });
        await page.waitForSelector('[data-stage="failed"] [role="alert"]');
      });
    }
  });
});

describe.concurrent('one press', () => {
  it('starts from the front page with Cancel in view, and a reload does not start anew', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}/`);
    await page.click('a.button[href="/run?start"]');
    await page.waitForSelector('[data-stage="running"]');
    const cancel = await page.locator('[data-testid="cancel"]').boundingBox();
    const height = page.viewportSize()?.height ?? 0;
    expect((cancel?.y ?? Number.POSITIVE_INFINITY) + (cancel?.height ?? 0)).toBeLessThan(height);
    expect(await page.evaluate('location.search')).toBe('');
    await page.reload();
    await page.waitForSelector('[data-stage="ready"]');
    await page.close();
  });

  it('has Run in the first screen of a phone, and the plan below it', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto(`${site.url}/run`);
    const run = await page.locator('[data-testid="run"]').boundingBox();
    const plan = await page.locator('#plan').boundingBox();
    expect((run?.y ?? Number.POSITIVE_INFINITY) + (run?.height ?? 0)).toBeLessThan(844);
    expect(plan?.y ?? 0).toBeGreaterThan((run?.y ?? 0) + (run?.height ?? 0));
    await context.close();
  });
});
