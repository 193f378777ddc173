// Truth under faults, in a real Chromium: what goes wrong is a recorded outcome or a quality code,
// never a plain number, and the rest of the run goes on. Faults are put into the worker by
// prepending code to its script as it is served.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { summarise } from '@/lib/bench/stats';
import { qualityOfMeasurement } from '@/lib/submission/quality';
import type { Measurement, RunSubmission } from '@/lib/submission/schema';
import { launchEngine } from '@/scripts/browser/chromium';
import { WITHOUT_CHALLENGE } from '@/scripts/browser/without-challenge';
import { leave } from '../support/leave';
import { sharedSite } from '../support/shared-site';
import { prependToWorkers } from '../support/worker-script';

const site = sharedSite();
let browser: Browser;

interface Fault {
  /** Code that runs in the worker before anything else. */
  readonly worker?: string;
  /** Code that runs in the page before anything else. */
  readonly page?: string;
  /** Answers of /run lose their isolation headers. */
  readonly isolated?: false;
  readonly query: string;
  /** What is done to the page while it measures. */
  readonly meanwhile?: (page: Page) => Promise<void>;
}

async function runWith(fault: Fault): Promise<RunSubmission> {
  const context = await browser.newContext({ bypassCSP: fault.page !== undefined });
  const page = await context.newPage();
  try {
    if (fault.page !== undefined) await page.addInitScript(fault.page);
    if (fault.isolated === false) {
      await page.route('**/run?*', async (route) => {
        const response = await route.fetch();
        const headers = response.headers();
        delete headers['cross-origin-opener-policy'];
        delete headers['cross-origin-embedder-policy'];
        await route.fulfill({ response, headers });
      });
    }
    if (fault.worker !== undefined) await prependToWorkers(page, fault.worker);
    await page.goto(`${site.url}/run?${fault.query}`);
    await page.waitForSelector('[data-stage="ready"]');
    await page.evaluate(WITHOUT_CHALLENGE);
    await page.click('[data-testid="run"]');
    await fault.meanwhile?.(page);
    await page.waitForSelector('[data-testid="payload"]', { state: 'attached' });
    return JSON.parse((await page.textContent('[data-testid="payload"]')) ?? '');
  } finally {
    await leave(page);
  }
}

function qualityIn({ environment }: RunSubmission, measurement: Measurement): string[] {
  if (measurement.outcome !== 'measured')
    throw new Error(`${measurement.outcome}: ${measurement.reason}`);
  return qualityOfMeasurement(measurement, environment, summarise(measurement.samples));
}

const GEMM = 'workloads=gemm-128-fp32&backends=wasm';
/** The fault strikes the first of them, wherever it stands in the run. */
const STRUCK = 'gemm-256-fp32';
const BOTH = `workloads=${STRUCK},gemm-128-fp32&backends=wasm`;

function expectStruck({ measurements }: RunSubmission, cause: string, outcome = 'failed'): void {
  const struck = measurements.find(({ workload }) => workload === STRUCK);
  const other = measurements.find(({ workload }) => workload !== STRUCK);
  expect(struck).toMatchObject({ outcome, cause });
  expect(other?.outcome).toBe('measured');
}

beforeAll(async () => {
  browser = await launchEngine(['--enable-unsafe-webgpu']);
});

afterAll(async () => {
  await browser?.close();
});

// What is told of a fault is told beside other work as well: two of the tests run at once.
describe.concurrent('truth under faults', () => {
  it('without isolation: one thread, and the reason', async () => {
    const payload = await runWith({ isolated: false, query: `${GEMM}&threads=2` });
    const [measurement] = payload.measurements;
    expect(payload.environment.crossOriginIsolated).toBe(false);
    expect(measurement).toMatchObject({ outcome: 'measured', threadsWanted: 2, threadsGot: 1 });
    expect(qualityIn(payload, measurement)).toEqual(
      expect.arrayContaining(['not-isolated', 'fewer-threads']),
    );
  });

  it('a slowed clock is noticed', async () => {
    const worker =
      'const now = performance.now.bind(performance); performance.now = () => now() * 0.5;';
    const payload = await runWith({ worker, query: GEMM });
    expect(qualityIn(payload, payload.measurements[0])).toContain('clock-anomaly');
  });

  it('a clock of 100 µs makes longer samples, not worse ones', async () => {
    const worker =
      'const now = performance.now.bind(performance); performance.now = () => Math.floor(now() * 10) / 10;';
    const payload = await runWith({ worker, query: GEMM });
    const [measurement] = payload.measurements;
    expect(payload.environment.timerStepUs).toBeCloseTo(100, 3);
    expect(qualityIn(payload, measurement)).not.toContain('coarse-timer');
    if (measurement.outcome !== 'measured') throw new Error('measured');
    for (const { elapsedMs } of measurement.samples) expect(elapsedMs).toBeGreaterThanOrEqual(5);
  });

  it('a background tab pauses, drops the sample it cut, and says so', async () => {
    const setHidden = (page: Page, hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    const payload = await runWith({
      // Five seconds of a small kernel: long enough to be seen sampling, and a sample is short
      // beside the pause.
      query: 'suite=sustained&workloads=gemm-256-fp32&backends=wasm&sustain=5',
      meanwhile: async (page) => {
        await page.waitForSelector('text=Sampling');
        await setHidden(page, true);
        await page.waitForTimeout(2000);
        await setHidden(page, false);
      },
    });
    const [measurement] = payload.measurements;
    expect(qualityIn(payload, measurement)).toContain('tab-hidden');
    if (measurement.outcome !== 'measured') throw new Error('measured');
    expect(measurement.hiddenMs).toBeGreaterThan(1500);
    expect(Math.max(...measurement.samples.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(1500);
  });

  it('a worker that dies is a crash, and the rest goes on', async () => {
    const worker = `let struck = false;
      self.addEventListener('message', ({ data }) => { struck ||= data.request?.workload === '${STRUCK}'; });
      const post = self.postMessage.bind(self);
      self.postMessage = (message) => {
        post(message);
        if (struck && message.type === 'progress') queueMicrotask(() => { throw new Error('killed by the test'); });
      };`;
    const payload = await runWith({ worker, query: BOTH });
    expectStruck(payload, 'worker', 'crashed');
  });

  it('a lost device is named as such', async () => {
    // Lost when the queue is awaited for the fourth time: in the middle of the measurement, however
    // fast the machine.
    const worker = `const request = GPUAdapter.prototype.requestDevice;
      let device;
      GPUAdapter.prototype.requestDevice = async function (...args) {
        device = await request.apply(this, args);
        return device;
      };
      const done = GPUQueue.prototype.onSubmittedWorkDone;
      let waits = 0;
      GPUQueue.prototype.onSubmittedWorkDone = function () {
        waits += 1;
        if (waits === 4) device.destroy();
        return done.call(this);
      };`;
    const payload = await runWith({ worker, query: 'workloads=gemm-256-fp32&backends=webgpu' });
    expect(payload.measurements[0]).toMatchObject({ outcome: 'failed', cause: 'device-lost' });
  });

  it('wrong values are a result of their own, without a rate', async () => {
    // The digest is taken of the right bytes; then one weight changes, as if a kernel had
    // multiplied wrongly.
    const worker = `const digest = crypto.subtle.digest.bind(crypto.subtle);
      crypto.subtle.digest = async (algorithm, bytes) => {
        const hash = await digest(algorithm, bytes.slice());
        const from = (bytes.length - 4096) & ~3;
        for (let i = from; i < bytes.length - 1024; i += 4) bytes[i + 3] ^= 0x80;
        return hash;
      };`;
    const payload = await runWith({ worker, query: GEMM });
    expect(payload.measurements[0]).toMatchObject({ outcome: 'incorrect' });
    expect(payload.measurements[0]).not.toHaveProperty('samples');
  });

  it('a backend that never answers runs into the watchdog, and the rest goes on', async () => {
    const worker = `self.addEventListener('message', ({ data }) => {
        if (data.type !== 'measure' || data.request.workload !== '${STRUCK}') return;
        WebAssembly.instantiate = () => new Promise(() => undefined);
        WebAssembly.instantiateStreaming = WebAssembly.instantiate;
      });`;
    // The watch over the other workload keeps its minute.
    const page = `let struck = false;
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (message, ...rest) {
        if (message.type === 'measure') struck = message.request.workload === '${STRUCK}';
        return post.call(this, message, ...rest);
      };
      const wait = setTimeout;
      window.setTimeout = (f, ms, ...rest) => wait(f, ms === 60000 && struck ? 1500 : ms, ...rest);`;
    const payload = await runWith({ worker, page, query: BOTH });
    expectStruck(payload, 'timeout');
  });

  it('memory that runs out is named as such, and the rest goes on', async () => {
    const worker = `self.addEventListener('message', ({ data }) => {
        if (data.type !== 'measure' || data.request.workload !== '${STRUCK}') return;
        WebAssembly.Memory.prototype.grow = () => { throw new RangeError('WebAssembly.Memory.grow(): out of memory'); };
        WebAssembly.instantiate = async () => { throw new RangeError('WebAssembly.instantiate(): Out of memory'); };
        WebAssembly.instantiateStreaming = WebAssembly.instantiate;
      });`;
    const payload = await runWith({ worker, query: BOTH });
    expectStruck(payload, 'out-of-memory');
  });

  it('a workload that will not fit is skipped before it starts, with its need', async () => {
    const page = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 0.5 });";
    const payload = await runWith({
      page,
      query: 'workloads=gemm-128-fp32,vgg16-fp32&backends=wasm',
    });
    const outcomes = new Map(
      payload.measurements.map((measurement) => [measurement.workload, measurement]),
    );
    expect(outcomes.get('gemm-128-fp32')?.outcome).toBe('measured');
    expect(outcomes.get('vgg16-fp32')).toMatchObject({
      outcome: 'skipped',
      cause: 'too-large',
      reason: expect.stringContaining('GiB'),
    });
  });

  it('a software adapter is left out of a suite, with the reason', async () => {
    const payload = await runWith({ query: 'suite=sustained&workloads=gemm-256-fp32&sustain=1' });
    expect(payload.measurements).toMatchObject([
      { backend: 'wasm', outcome: 'measured', options: { mode: 'sustained', sustainMs: 1000 } },
      { backend: 'webgpu', outcome: 'skipped', cause: 'no-adapter' },
    ]);
  });

  it('without a server to announce it to, a run is measured and says that it cannot be published', async () => {
    const payload = await runWith({ query: GEMM });
    expect(payload).not.toHaveProperty('ticket');
    expect(payload.measurements[0].outcome).toBe('measured');
  });
});
