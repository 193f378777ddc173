// The probe in real browsers: what it says must be what the test reads from the browser itself, in
// words of its own. The WebGPU of Debian's Chromium is SwiftShader: it must be called software and
// never stand among the GPUs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceOf } from '@/lib/device/device';
import { describeEnvironment, type ProbedEnvironment } from '@/lib/device/facts';
import type { PageProbe } from '@/lib/runner/probe';
import { type Environment, environmentSchema } from '@/lib/submission/schema';
import { launchChromium } from '@/scripts/browser/chromium';
import { launchFirefox } from '@/scripts/browser/firefox';
import { type BundledPage, serveBundled } from '@/test/support/bundled-page';

const SUBJECT = `
  export { probePage, probeAdapter } from '@/lib/runner/probe';
  export { reportAdapter } from '@/lib/device/adapter-report';
`;

interface Read {
  readonly page: PageProbe;
  readonly adapter: Environment['webgpu'];
  readonly direct: Direct;
}

interface Direct {
  readonly userAgent: string;
  readonly cores: number;
  readonly memory: number | null;
  readonly isolated: boolean;
  readonly renderer: string | null;
  readonly platform: string | null;
  readonly architecture: string | null;
  readonly charging: boolean | null;
  readonly adapter: {
    vendor: string;
    architecture: string;
    features: string[];
    maxBufferSize: number;
  } | null;
}

/**
 * Runs in the page as text: both browsers' drivers take an expression, and no build step touches
 * it.
 */
const READ = `(async () => {
  const page = await subject.probePage();
  const adapter = await subject.probeAdapter();
  const gl = document.createElement('canvas').getContext('webgl2');
  const debug = gl && gl.getExtension('WEBGL_debug_renderer_info');
  const high = navigator.userAgentData && (await navigator.userAgentData.getHighEntropyValues(['architecture']));
  const own = navigator.gpu && (await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }));
  return JSON.stringify({ page, adapter, direct: {
    userAgent: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    memory: navigator.deviceMemory ?? null,
    isolated: crossOriginIsolated,
    renderer: gl ? gl.getParameter(debug ? debug.UNMASKED_RENDERER_WEBGL : gl.RENDERER) : null,
    platform: high ? high.platform : null,
    architecture: high ? high.architecture : null,
    charging: navigator.getBattery ? (await navigator.getBattery()).charging : null,
    adapter: own ? { vendor: own.info.vendor, architecture: own.info.architecture,
      features: [...own.features].sort(), maxBufferSize: own.limits.maxBufferSize } : null,
  } });
})()`;

let bundled: BundledPage;
beforeAll(async () => {
  bundled = await serveBundled(SUBJECT);
});
afterAll(async () => {
  await bundled.stop();
});

/**
 * The environment a run would send from here; what the runtime adds is of no matter to the probe.
 */
function environmentOf({ page, adapter }: Read): Environment & ProbedEnvironment {
  return {
    ...page,
    webgpu: adapter,
    timerStepUs: 5,
    simd: true,
    runtime: 'ort',
    ortVersion: '0',
    ortBundle: 'wasm',
  };
}

function expectAgreement(read: Read): void {
  const { page, direct } = read;
  expect(page.userAgent).toBe(direct.userAgent);
  expect(page.cores).toBe(direct.cores);
  expect(page.memoryGiB).toBe(direct.memory);
  expect(page.nanByte).toBe(process.arch === 'x64' ? 255 : 127);
  expect(page.touchPoints).toBe(0);
  expect(page.crossOriginIsolated).toBe(direct.isolated);
  expect(page.crossOriginIsolated).toBe(true);
  expect(page.webgl?.renderer ?? null).toBe(direct.renderer);
  expect(page.userAgentData?.platform ?? null).toBe(direct.platform);
  expect(page.userAgentData?.architecture ?? null).toBe(direct.architecture);
  expect(page.power.state).toBe(
    direct.charging === null ? 'unknown' : direct.charging ? 'mains' : 'battery',
  );
  expect(environmentSchema.safeParse(environmentOf(read)).error).toBeUndefined();
}

describe('Chromium', () => {
  let read: Read;
  let fromWorker: Environment['webgpu'];
  beforeAll(async () => {
    const browser = await launchChromium(['--enable-unsafe-webgpu', '--enable-unsafe-swiftshader']);
    try {
      const page = await browser.newPage();
      await page.goto(bundled.url);
      read = JSON.parse(await page.evaluate(READ)) as Read;
      fromWorker = JSON.parse(await page.evaluate(IN_WORKER)) as Environment['webgpu'];
    } finally {
      await browser.close();
    }
  });

  it('agrees with the browser', () => {
    expectAgreement(read);
    expect(read.page.userAgentData).not.toBeNull();
    expect(read.page.webgl?.renderer).toMatch(/^ANGLE \(/);
  });

  it('reports adapter, features and limits of the device itself', () => {
    expect(read.direct.adapter).not.toBeNull();
    expect(fromWorker).toMatchObject({
      status: 'available',
      vendor: read.direct.adapter?.vendor,
      architecture: read.direct.adapter?.architecture,
    });
    expect(read.adapter).toMatchObject({ features: read.direct.adapter?.features });
    expect(read.adapter.status === 'available' && read.adapter.limits?.maxBufferSize).toBe(
      read.direct.adapter?.maxBufferSize,
    );
  });

  it('calls SwiftShader software, on the page and in a worker, and never ranks it as a GPU', () => {
    for (const webgpu of [read.adapter, fromWorker]) {
      const device = deviceOf({ ...environmentOf(read), webgpu }, 'webgpu');
      expect(device).toMatchObject({
        kind: 'software',
        software: true,
        slug: 'software-google-swiftshader',
      });
    }
  });

  it('says of each value where it is from and how far the browser lets it through', () => {
    const facts = new Map(describeEnvironment(environmentOf(read)).map((fact) => [fact.key, fact]));
    expect(facts.get('cores')).toMatchObject({
      fidelity: 'exact',
      provenance: 'navigator.hardwareConcurrency',
    });
    expect(facts.get('memoryGiB')?.fidelity).toBe('rounded');
    expect(facts.get('webgpu.device')?.fidelity).toBe('masked');
    expect(facts.get('webgpu.limits')?.fidelity).toBe('bucketed');
    expect(facts.get('userAgent')?.fidelity).toBe('frozen');
  });
});

/**
 * A worker of its own asks for a device; the report is made of that device, as the bench worker
 * makes it of ORT's.
 */
const IN_WORKER = `(async () => {
  const source = \`
    importScripts('\${location.origin}/subject.js');
    (async () => {
      const adapter = await navigator.gpu.requestAdapter();
      const device = await adapter.requestDevice();
      const { features, limits, adapterInfo } = device;
      const info = adapterInfo ?? adapter.info;
      postMessage(JSON.stringify(subject.reportAdapter({ info, features, limits })));
    })();
  \`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  return await new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
})()`;

describe('Firefox', () => {
  let read: Read;
  beforeAll(async () => {
    const browser = await launchFirefox();
    try {
      const page = await browser.newPage();
      await page.goto(bundled.url);
      read = JSON.parse((await page.evaluate(READ)) as string) as Read;
    } finally {
      await browser.close();
    }
  });

  it('agrees with the browser, which has no client hints, memory or battery', () => {
    expectAgreement(read);
    expect(read.page).toMatchObject({
      userAgentData: null,
      memoryGiB: null,
      power: { state: 'unknown' },
    });
  });

  it('sees that Firefox buckets its renderer', () => {
    const facts = new Map(describeEnvironment(environmentOf(read)).map((fact) => [fact.key, fact]));
    const { webgl } = read.page;
    expect(facts.get('webglRenderer')?.fidelity).toBe(webgl === null ? 'absent' : 'bucketed');
    expect(facts.get('userAgentData')?.fidelity).toBe('absent');
  });

  it('names no GPU where there is no adapter', () => {
    expect(read.adapter.status).toBe('unavailable');
    expect(deviceOf(environmentOf(read), 'webgpu')).toMatchObject({
      kind: 'unknown',
      provenance: 'none',
    });
  });
});
