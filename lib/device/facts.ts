// Every value of an environment with where it comes from and how far the browser lets it through.
// Pages print it beside the value; nothing here guesses what lies behind a mask. Sources of the
// rules are named at each of them.
import { coreFidelity } from './core-count';
import type { DeviceEnvironment } from './environment';
import { nameOfAdapter, nameOfRenderer } from './gpu-name/gpu-name';

/**
 * exact: as the machine has it; rounded: coarsened or capped; bucketed: stands for a group; frozen:
 * the same everywhere; masked: withheld or replaced; absent: the browser has no such API.
 */
export type Fidelity = 'exact' | 'rounded' | 'bucketed' | 'frozen' | 'masked' | 'absent';

export interface Fact {
  readonly key: string;
  /** As reported; null where there is nothing to show. */
  readonly value: string | null;
  /** The API it was read from. */
  readonly provenance: string;
  readonly fidelity: Fidelity;
}

export interface ProbedEnvironment extends DeviceEnvironment {
  readonly memoryGiB: number | null;
  readonly crossOriginIsolated: boolean;
  readonly timerStepUs: number;
  readonly power: { readonly state: string; readonly provenance: string };
}

/** What a page sees of the machine, one fact a line, each with where it comes from. */
export function describeEnvironment(environment: ProbedEnvironment): Fact[] {
  return [
    ...userAgentFacts(environment),
    cores(environment),
    memory(environment),
    webglRenderer(environment),
    ...webgpuFacts(environment),
    fact('crossOriginIsolated', environment.crossOriginIsolated, 'crossOriginIsolated', 'exact'),
    // https://www.w3.org/TR/hr-time-3/#dfn-coarsen-time
    fact('timerStepUs', environment.timerStepUs, 'performance.now()', 'rounded'),
    power(environment),
  ];
}

function fact(
  key: string,
  value: string | number | boolean | null,
  provenance: string,
  fidelity: Fidelity,
): Fact {
  return { key, value: value === null ? null : String(value), provenance, fidelity };
}

function userAgentFacts({ userAgent, userAgentData }: ProbedEnvironment): Fact[] {
  const hints = 'navigator.userAgentData.getHighEntropyValues()';
  const string = fact('userAgent', userAgent, 'navigator.userAgent', 'frozen');
  if (userAgentData === null) return [string, fact('userAgentData', null, hints, 'absent')];
  const { platform, platformVersion, architecture, bitness, model, brands } = userAgentData;
  const given = (key: string, value: string): Fact =>
    fact(key, value === '' ? null : value, hints, value === '' ? 'masked' : 'exact');
  return [
    string,
    fact(
      'brands',
      brands.map(({ brand, version }) => `${brand} ${version}`).join(', '),
      hints,
      'exact',
    ),
    given('platform', platform),
    given('platformVersion', platformVersion),
    given('architecture', [architecture, bitness].filter((part) => part !== '').join(' ')),
    // Desktops have no model name.
    fact('model', model === '' ? null : model, hints, model === '' ? 'absent' : 'exact'),
  ];
}

function cores(environment: ProbedEnvironment): Fact {
  return fact(
    'cores',
    environment.cores,
    'navigator.hardwareConcurrency',
    coreFidelity(environment),
  );
}

/**
 * A power of two with upper and lower bounds:
 * https://www.w3.org/TR/device-memory/#computing-device-memory-value
 */
function memory({ memoryGiB }: ProbedEnvironment): Fact {
  return fact(
    'memoryGiB',
    memoryGiB,
    'navigator.deviceMemory',
    memoryGiB === null ? 'absent' : 'rounded',
  );
}

function webglRenderer({ webgl }: ProbedEnvironment): Fact {
  const source = 'WEBGL_debug_renderer_info';
  if (webgl === null) return fact('webglRenderer', null, source, 'absent');
  const name = nameOfRenderer(webgl.renderer);
  const bucketed = webgl.renderer.endsWith(', or similar');
  return fact(
    'webglRenderer',
    webgl.renderer,
    source,
    bucketed ? 'bucketed' : name.masked === true ? 'masked' : 'exact',
  );
}

function webgpuFacts({ webgpu }: ProbedEnvironment): Fact[] {
  if (webgpu.status === 'unavailable')
    return [fact('webgpuAdapter', null, 'navigator.gpu', 'absent')];
  const masked = nameOfAdapter(webgpu).masked === true;
  const field = (key: 'vendor' | 'architecture' | 'device' | 'description'): Fact =>
    fact(
      `webgpu.${key}`,
      webgpu[key] === '' ? null : webgpu[key],
      'GPUDevice.adapterInfo',
      masked || webgpu[key] === '' ? 'masked' : 'exact',
    );
  return [
    field('vendor'),
    field('architecture'),
    field('device'),
    field('description'),
    fact(
      'webgpu.fallbackAdapter',
      webgpu.fallbackAdapter,
      'GPUAdapterInfo.isFallbackAdapter',
      webgpu.fallbackAdapter === null ? 'absent' : 'exact',
    ),
    fact('webgpu.features', webgpu.features.join(', '), 'GPUDevice.features', 'exact'),
    // Chromium rounds limits down to tiers so that they identify less (dawn/native/Limits.cpp,
    // ApplyLimitTiers).
    fact(
      'webgpu.limits',
      webgpu.limits === undefined ? null : JSON.stringify(webgpu.limits),
      'GPUDevice.limits',
      webgpu.limits === undefined ? 'absent' : 'bucketed',
    ),
  ];
}

/**
 * The battery level is rounded, whether it charges is not: https://www.w3.org/TR/battery-status/
 */
function power({ power: { state, provenance } }: ProbedEnvironment): Fact {
  const source = provenance === 'declared' ? 'declared by the visitor' : 'navigator.getBattery()';
  return fact(
    'power',
    state === 'unknown' ? null : state,
    source,
    state === 'unknown' ? 'absent' : 'exact',
  );
}
