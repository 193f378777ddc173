// Every stored fact of the machine: where it comes from, what browsers do to it, and whether it may
// say which device a row belongs to. Only what is neither frozen, bucketed, spoofed nor masked
// pools devices; where a row says "where …", the reader checks that condition on each run
// (user-agent.ts, core-count.ts, processor-architecture.ts, family.ts). /methodology prints this
// table.

/** What stands between the machine and the number; none of them: it is the machine's own. */
export type Tampering = 'frozen' | 'bucketed' | 'spoofed' | 'masked';

export interface FactProvenance {
  readonly fact: string;
  /** Its fields in a stored environment. */
  readonly fields: readonly string[];
  readonly source: string;
  readonly tampering: readonly { readonly by: Tampering; readonly where: string }[];
  /** How it takes part in saying which device a row belongs to; null where it does not. */
  readonly pools: string | null;
}

export const FACTS_OF_THE_MACHINE: readonly FactProvenance[] = [
  {
    fact: 'GPU family',
    fields: ['webgpu'],
    source: 'GPUDevice.adapterInfo of the device that ran',
    tampering: [
      {
        by: 'masked',
        where: 'Safari repeats "apple"; Brave and Firefox with resistFingerprinting leave it empty',
      },
      { by: 'bucketed', where: 'limits are rounded down to tiers in Chromium' },
    ],
    pools: 'WebGPU rows, where it is not masked; limits never',
  },
  {
    fact: 'GPU model',
    fields: ['webgl'],
    source: 'WEBGL_debug_renderer_info',
    tampering: [
      { by: 'bucketed', where: 'Firefox: "…, or similar"' },
      { by: 'masked', where: 'Safari: "Apple GPU"; Brave and resistFingerprinting: a constant' },
      {
        by: 'spoofed',
        where: 'it may name another GPU of the machine, or the host behind a virtual one',
      },
    ],
    pools:
      'WebGPU rows, where vendor and family agree with the adapter; the processor, where it names a SoC',
  },
  {
    fact: 'Processor architecture',
    fields: ['nanByte'],
    source: 'the sign of a NaN that the processor makes of ∞ − ∞: set on x86, clear on ARM',
    tampering: [],
    pools: 'WASM rows',
  },
  {
    fact: 'Browser, version, system, architecture as hinted',
    fields: ['userAgentData'],
    source: 'navigator.userAgentData, high entropy',
    tampering: [
      {
        by: 'spoofed',
        where: 'Android that asks for desktop pages says Linux on x86; the NaN denies it',
      },
      { by: 'masked', where: 'Firefox and Safari have none' },
    ],
    pools: 'WASM rows: system and architecture, unless the NaN denies them',
  },
  {
    fact: 'Browser and system as told to servers',
    fields: ['userAgent'],
    source: 'navigator.userAgent',
    tampering: [
      {
        by: 'frozen',
        where:
          'Windows "NT 10.0", macOS "10_15_7", "Android 10; K", "CrOS 14541.0.0", iOS "18_7" from Safari 26 on; "x86_64" and "Win64" on every machine',
      },
      {
        by: 'spoofed',
        where: 'iPads say Macintosh, headsets and phones that ask for desktop pages say Linux',
      },
    ],
    pools:
      'WASM rows: the system, where touch points and GPU do not deny it; never the architecture where it is frozen',
  },
  {
    fact: 'Touch points',
    fields: ['touchPoints'],
    source: 'navigator.maxTouchPoints',
    tampering: [{ by: 'masked', where: 'Firefox with resistFingerprinting says 0 or 5' }],
    pools: 'only to tell an iPad from a Mac: WebKit on a Mac says 0',
  },
  {
    fact: 'Cores',
    fields: ['cores'],
    source: 'navigator.hardwareConcurrency',
    tampering: [
      {
        by: 'bucketed',
        where: 'Safari and every browser of iOS: 4 or 8; Firefox: 16 for 16 and more',
      },
      { by: 'masked', where: 'Brave draws it; resistFingerprinting gives everybody the same' },
    ],
    pools: 'WASM rows, where it is exact; "16 or more" where Firefox caps it',
  },
  {
    fact: 'Memory',
    fields: ['memoryGiB'],
    source: 'navigator.deviceMemory',
    tampering: [{ by: 'bucketed', where: 'a power of two between bounds' }],
    pools: null,
  },
  {
    fact: 'Step of the clock',
    fields: ['timerStepUs'],
    source: 'performance.now(), seen in the worker',
    tampering: [{ by: 'bucketed', where: 'coarsened by the browser, more so without isolation' }],
    pools: null,
  },
  {
    fact: 'Isolation, SIMD, runtime and its build',
    fields: ['crossOriginIsolated', 'simd', 'relaxedSimd', 'runtime', 'ortVersion', 'ortBundle'],
    source: 'asked of the page and of the runtime that ran',
    tampering: [],
    pools: null,
  },
  {
    fact: 'Power',
    fields: ['power'],
    source: 'navigator.getBattery(), or the visitor',
    tampering: [
      {
        by: 'spoofed',
        where: 'a machine without a battery says that it charges; a visitor may say either',
      },
    ],
    pools: null,
  },
  {
    fact: 'Hardware as declared',
    fields: ['declared'],
    source: 'the visitor',
    tampering: [{ by: 'spoofed', where: 'words are free; shown as declared, on pages of its own' }],
    pools: null,
  },
];
