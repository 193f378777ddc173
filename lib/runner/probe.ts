// What the page itself can ask the browser about the machine. The WebGPU device is not asked here:
// the worker reports the one that ORT runs on (lib/device/adapter-report.ts). Every question may
// fail, be missing or never be answered: then the answer is null.
import { plainText, reportAdapter } from '@/lib/device/adapter-report';
import { deviceOf } from '@/lib/device/device';
import { producedNanByte } from '@/lib/device/produced-nan';
import type { Environment } from '@/lib/submission/schema';
import type { Capabilities } from './plan';
import { hasSharedMemory } from './shared-memory';
import { answerTo, readOr, within } from './stages';
import { hasRelaxedSimd, wasmSupport } from './wasm-support';

export type PageProbe = Pick<
  Environment,
  | 'userAgent'
  | 'userAgentData'
  | 'cores'
  | 'memoryGiB'
  | 'nanByte'
  | 'touchPoints'
  | 'crossOriginIsolated'
  | 'simd'
  | 'relaxedSimd'
  | 'webgl'
  | 'power'
>;

/** The parts of a page that browsers do not all have, and that TypeScript's DOM library lacks. */
interface Extras {
  readonly userAgentData?: {
    readonly brands?: readonly { readonly brand: string; readonly version: string }[];
    readonly mobile?: boolean;
    readonly platform?: string;
    getHighEntropyValues?(hints: readonly string[]): Promise<Partial<Record<string, unknown>>>;
  };
  readonly deviceMemory?: number;
  getBattery?(): Promise<{ readonly charging: boolean }>;
}

/** What the page alone can see of the machine, before any worker is asked. */
export async function probePage(): Promise<PageProbe> {
  const extras = navigator as Navigator & Extras;
  const unknownPower = { state: 'unknown', provenance: 'unknown' } as const;
  const [userAgentData, power, webgl, nanByte] = await Promise.all([
    answerTo(() => clientHints(extras), null),
    answerTo(() => powerState(extras), unknownPower),
    answerTo(webglNames, null),
    answerTo(producedNanByte, undefined),
  ]);
  return {
    userAgent: plainText(readOr(() => navigator.userAgent, '')),
    userAgentData,
    cores: positive(readOr(() => navigator.hardwareConcurrency, undefined)),
    memoryGiB: positive(readOr(() => extras.deviceMemory, undefined)),
    ...(nanByte !== undefined && { nanByte }),
    touchPoints: Math.min(
      256,
      Math.max(0, Math.trunc(readOr(() => navigator.maxTouchPoints, 0) || 0)),
    ),
    crossOriginIsolated: globalThis.crossOriginIsolated === true,
    simd: wasmSupport() === 'simd',
    relaxedSimd: hasRelaxedSimd(),
    webgl,
    power,
  };
}

/**
 * The adapter a run would start on, for showing before a run. The row keeps what the worker's
 * device says.
 */
export async function probeAdapter(): Promise<Environment['webgpu']> {
  if (readOr(() => navigator.gpu, undefined) === undefined)
    return { status: 'unavailable', reason: 'no WebGPU in this browser' };
  const asked = await within('question', async (): Promise<Environment['webgpu']> => {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) return { status: 'unavailable', reason: 'no adapter' };
    const { info, features, limits } = adapter;
    return reportAdapter({
      info,
      features,
      limits,
      isFallbackAdapter: Reflect.get(adapter, 'isFallbackAdapter') as boolean | undefined,
    });
  });
  return asked.ok ? asked.value : { status: 'unavailable', reason: plainText(asked.error.why) };
}

/** What this machine can run, as the plan of a run needs it. */
export function capabilitiesOf(page: PageProbe, webgpu: Environment['webgpu']): Capabilities {
  const { cores, memoryGiB } = page;
  const softwareAdapter = deviceOf({ ...page, webgpu }, 'webgpu').software;
  const sharedMemory = hasSharedMemory();
  return {
    cores,
    memoryGiB,
    wasm: wasmSupport(),
    webgpu,
    webnn: readOr(() => Reflect.get(navigator, 'ml'), undefined) !== undefined,
    sharedMemory,
    softwareAdapter,
  };
}

/** @throws what a permissions policy refuses with. */
async function clientHints({ userAgentData: data }: Extras): Promise<PageProbe['userAgentData']> {
  if (typeof data?.getHighEntropyValues !== 'function') return null;
  const high = await data.getHighEntropyValues([
    'platformVersion',
    'architecture',
    'bitness',
    'model',
  ]);
  const text = (key: string, max: number): string =>
    typeof high[key] === 'string' ? plainText(high[key], max) : '';
  return {
    brands: (data.brands ?? []).slice(0, 16).map(({ brand, version }) => ({
      brand: plainText(brand, 64),
      version: plainText(version, 32),
    })),
    mobile: data.mobile ?? false,
    platform: plainText(data.platform, 64),
    platformVersion: text('platformVersion', 64),
    architecture: text('architecture', 32),
    bitness: text('bitness', 8),
    model: text('model', 128),
  };
}

function webglNames(): PageProbe['webgl'] {
  const canvas = document.createElement('canvas');
  const options: WebGLContextAttributes = { powerPreference: 'high-performance' };
  const gl = canvas.getContext('webgl2', options) ?? canvas.getContext('webgl', options);
  if (gl === null) return null;
  // Firefox answers RENDERER itself with the (bucketed) name and warns about the extension; others
  // need it.
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info');
  const read = (name: number): string => plainText(String(gl.getParameter(name) ?? ''));
  const names = {
    vendor: read(unmasked?.UNMASKED_VENDOR_WEBGL ?? gl.VENDOR),
    renderer: read(unmasked?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER),
  };
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return names;
}

/** Chromium's battery: a machine without one says that it charges, which is mains. */
async function powerState(extras: Extras): Promise<PageProbe['power']> {
  const battery = await extras.getBattery?.();
  if (battery === undefined) return { state: 'unknown', provenance: 'unknown' };
  return { state: battery.charging ? 'mains' : 'battery', provenance: 'detected' };
}

function positive(value: number | undefined): number | null {
  return value !== undefined && value > 0 ? value : null;
}
