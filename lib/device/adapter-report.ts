// What a WebGPU device says about itself, in the wire's shape. Called with the very device that ORT
// ran on (a second requestAdapter() may name another GPU): its adapterInfo, features and limits,
// never those of a fresh adapter.
import type { WebgpuReport } from './environment';

/** `GPUAdapterInfo`, as far as browsers fill it. */
export interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

export interface ReportedDevice {
  readonly info: AdapterInfo;
  readonly features: Iterable<string>;
  /** `GPUSupportedLimits`: getters on a prototype, so it does not survive structured cloning. */
  readonly limits: object;
  /** Older browsers have it on the adapter instead of its info. */
  readonly isFallbackAdapter?: boolean | undefined;
}

const LIST = 64;

/**
 * What a WebGPU adapter says of itself, as it is sent: names, features and the limits that matter.
 */
export function reportAdapter({
  info,
  features,
  limits,
  isFallbackAdapter,
}: ReportedDevice): Extract<WebgpuReport, { status: 'available' }> {
  return {
    status: 'available',
    vendor: plainText(info.vendor),
    architecture: plainText(info.architecture),
    device: plainText(info.device),
    description: plainText(info.description),
    fallbackAdapter: info.isFallbackAdapter ?? isFallbackAdapter ?? null,
    features: [...features]
      .map((feature) => plainText(feature, 64))
      .sort()
      .slice(0, LIST),
    limits: numbersOf(limits),
  };
}

function numbersOf(limits: object): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const key in limits) {
    const value: unknown = Reflect.get(limits, key);
    if (typeof value === 'number' && Object.keys(numbers).length < LIST) numbers[key] = value;
  }
  return numbers;
}

/** Text that the wire accepts: no control characters, no direction marks, at most `max` long. */
export function plainText(text: string | null | undefined, max = 512): string {
  return (text ?? '')
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .trim()
    .slice(0, max);
}
