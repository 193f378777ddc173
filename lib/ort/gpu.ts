// The GPU that a run is measured on: adapter and device are ours and are handed to ORT, so that the
// row names the very device that did the work. Asks for all that the native WebGPU provider would
// ask for itself (ORT's webgpu_context.cc).
import { err, ok, type Result } from '@/lib/core/result';
import { type OpenFailure, openFailure, runtimeFailure } from './failure';

export interface Gpu {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  /** Older browsers say it on the adapter, newer ones in its info. */
  readonly isFallbackAdapter: boolean | undefined;
  /** Rejects when the device is lost or reports an error that nobody caught; never resolves. */
  readonly broken: Promise<never>;
}

const FEATURES = ['shader-f16', 'subgroups', 'chromium-experimental-subgroup-matrix'] as const;

const LIMITS = [
  'maxBindGroups',
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

let requested: Promise<Result<Gpu, OpenFailure>> | null = null;

/**
 * The adapter and device that sessions are given, so that the facts of a row are this device's. One
 * for a worker: ORT keeps the first that it is given.
 */
export function requestGpu(): Promise<Result<Gpu, OpenFailure>> {
  requested ??= request();
  return requested;
}

async function request(): Promise<Result<Gpu, OpenFailure>> {
  if (navigator.gpu === undefined)
    return err(openFailure('unsupported', 'This browser has no WebGPU in workers.'));
  try {
    return await requestDevice();
  } catch (error) {
    return err(runtimeFailure(error, 'session'));
  }
}

/** @throws what the browser refuses with. */
async function requestDevice(): Promise<Result<Gpu, OpenFailure>> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    return err(
      openFailure('no-adapter', 'The browser knows WebGPU but offers no adapter for this GPU.'),
    );
  }
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) =>
      adapter.features.has(feature),
    ) as GPUFeatureName[],
    requiredLimits: Object.fromEntries(
      LIMITS.map((limit) => [limit, Number(adapter.limits[limit])]),
    ),
  });
  const broken = new Promise<never>((_, reject) => {
    device.lost.then(({ reason, message }) =>
      reject(new Error(`GPU device lost (${reason}): ${message}`)),
    );
    device.addEventListener('uncapturederror', ({ error }) =>
      reject(new Error(`GPU error: ${error.message}`)),
    );
  });
  // A break between two measurements is noticed at the next one; until then nobody listens.
  broken.catch(() => undefined);
  return ok({
    device,
    info: adapter.info,
    isFallbackAdapter: Reflect.get(adapter, 'isFallbackAdapter') as boolean | undefined,
    broken,
  });
}
