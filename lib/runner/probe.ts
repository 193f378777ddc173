// What the page itself can ask the browser about the machine. The WebGPU device is not asked here: the worker reports the
// one that ORT runs on (lib/device/adapter-report.ts). Every question may fail or be missing: then the answer is null.
import { plainText, reportAdapter } from '@/lib/device/adapter-report';
import { deviceOf } from '@/lib/device/device';
import { producedNanByte } from '@/lib/device/produced-nan';
import type { Environment } from '@/lib/submission/schema';
import type { Capabilities } from './plan';
import { hasSharedMemory } from './shared-memory';

export type PageProbe = Pick<
  Environment,
  | 'userAgent'
  | 'userAgentData'
  | 'cores'
  | 'memoryGiB'
  | 'nanByte'
  | 'touchPoints'
  | 'crossOriginIsolated'
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
  const [userAgentData, power] = await Promise.all([clientHints(extras), powerState(extras)]);
  return {
    userAgent: plainText(navigator.userAgent),
    userAgentData,
    cores: positive(navigator.hardwareConcurrency),
    memoryGiB: positive(extras.deviceMemory),
    nanByte: producedNanByte(),
    touchPoints: Math.min(256, Math.max(0, Math.trunc(navigator.maxTouchPoints || 0))),
    crossOriginIsolated: globalThis.crossOriginIsolated === true,
    relaxedSimd: hasRelaxedSimd(),
    webgl: webglNames(),
    power,
  };
}

/** The adapter a run would start on, for showing before a run. The row keeps what the worker's device says. */
export async function probeAdapter(): Promise<Environment['webgpu']> {
  if (navigator.gpu === undefined) return { status: 'unavailable', reason: 'no WebGPU in this browser' };
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) return { status: 'unavailable', reason: 'no adapter' };
    const { info, features, limits } = adapter;
    return reportAdapter({
      info,
      features,
      limits,
      isFallbackAdapter: Reflect.get(adapter, 'isFallbackAdapter') as boolean | undefined,
    });
  } catch (error) {
    return { status: 'unavailable', reason: plainText(error instanceof Error ? error.message : String(error)) };
  }
}

/** What this machine can run, as the plan of a run needs it. */
export function capabilitiesOf(page: PageProbe, webgpu: Environment['webgpu']): Capabilities {
  const { cores, memoryGiB } = page;
  const softwareAdapter = deviceOf({ ...page, webgpu }, 'webgpu').software;
  const sharedMemory = hasSharedMemory();
  return { cores, memoryGiB, webgpu, webnn: 'ml' in navigator, sharedMemory, softwareAdapter };
}

async function clientHints({ userAgentData: data }: Extras): Promise<PageProbe['userAgentData']> {
  if (data?.getHighEntropyValues === undefined) return null;
  try {
    const high = await data.getHighEntropyValues(['platformVersion', 'architecture', 'bitness', 'model']);
    const text = (key: string, max: number): string => (typeof high[key] === 'string' ? plainText(high[key], max) : '');
    return {
      brands: (data.brands ?? [])
        .slice(0, 16)
        .map(({ brand, version }) => ({ brand: plainText(brand, 64), version: plainText(version, 32) })),
      mobile: data.mobile ?? false,
      platform: plainText(data.platform, 64),
      platformVersion: text('platformVersion', 64),
      architecture: text('architecture', 32),
      bitness: text('bitness', 8),
      model: text('model', 128),
    };
  } catch {
    // Refused by a permissions policy.
    return null;
  }
}

/**
 * A module with one function that needs i32x4.relaxed_trunc_f32x4_s (0xfd 0x101): it validates
 * where the browser has relaxed SIMD. Numbers are those of the proposal's opcode table, https://github.com/WebAssembly/relaxed-simd.
 */
const RELAXED_SIMD = Uint8Array.of(
  // Magic and version; one type () → v128; one function of it.
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  // Its body: i32.const 0, i32x4.splat, i32x4.relaxed_trunc_f32x4_s, end.
  ...[0x0a, 0x0b, 0x01, 0x09, 0x00, 0x41, 0x00, 0xfd, 0x11, 0xfd, 0x81, 0x02, 0x0b],
);

/** Null where WebAssembly cannot be asked. */
function hasRelaxedSimd(): boolean | null {
  return typeof WebAssembly === 'undefined' ? null : WebAssembly.validate(RELAXED_SIMD);
}

function webglNames(): PageProbe['webgl'] {
  const canvas = document.createElement('canvas');
  const options: WebGLContextAttributes = { powerPreference: 'high-performance' };
  const gl = canvas.getContext('webgl2', options) ?? canvas.getContext('webgl', options);
  if (gl === null) return null;
  // Firefox answers RENDERER itself with the (bucketed) name and warns about the extension; others need it.
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
  try {
    const battery = await extras.getBattery?.();
    if (battery === undefined) return { state: 'unknown', provenance: 'unknown' };
    return { state: battery.charging ? 'mains' : 'battery', provenance: 'detected' };
  } catch {
    return { state: 'unknown', provenance: 'unknown' };
  }
}

function positive(value: number | undefined): number | null {
  return value !== undefined && value > 0 ? value : null;
}
