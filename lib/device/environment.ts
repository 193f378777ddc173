// The part of a run's environment that names hardware, as the wire format has it
// (lib/submission/schema.ts is its schema; lib/device stands below it, so the shape is repeated
// here and checked by the compiler wherever the two meet). lib/runner/probe.ts asks the browser for
// it.

export interface UserAgentData {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
  readonly mobile: boolean;
  readonly platform: string;
  readonly platformVersion: string;
  readonly architecture: string;
  readonly bitness: string;
  readonly model: string;
}

export type WebgpuReport =
  | {
      readonly status: 'available';
      readonly vendor: string;
      readonly architecture: string;
      readonly device: string;
      readonly description: string;
      readonly fallbackAdapter: boolean | null;
      readonly features: string[];
      readonly limits?: Record<string, number> | undefined;
    }
  | { readonly status: 'unavailable'; readonly reason: string };

export interface DeviceEnvironment {
  readonly userAgent: string;
  readonly userAgentData: UserAgentData | null;
  readonly cores: number | null;
  /** The top byte of a NaN that the processor made; absent in runs from before it was asked. */
  readonly nanByte?: number | undefined;
  /** `navigator.maxTouchPoints`; absent in runs from before it was asked. */
  readonly touchPoints?: number | undefined;
  readonly webgl: { readonly vendor: string; readonly renderer: string } | null;
  readonly webgpu: WebgpuReport;
}
