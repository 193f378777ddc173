// Whether what the browser said of itself and of the machine can be true at once. Masked, missing
// and rounded values contradict nothing; hybrid laptops have two GPUs of different vendors, and are
// no contradiction either.

import { MAX_THREADS } from '../../core/backend';
import { isOnlyGpu } from '../../device/family';
import { nameOfAdapter, nameOfRenderer } from '../../device/gpu-name/gpu-name';
import { readUserAgent } from '../../device/user-agent';
import { type Facts, firstOf, type Measured } from './facts';

/** Says where more threads ran than were wanted. */
export const moreThreadsThanAsked = ({ submission }: Facts): string | null => {
  const found = submission.measurements.find(
    ({ threadsGot, threadsWanted }) => threadsGot !== null && threadsGot > threadsWanted,
  );
  return found === undefined
    ? null
    : `${found.workload}: asked for ${found.threadsWanted} threads, got ${found.threadsGot}`;
};

/** The runtime tells how many it got on WASM, and the page asks for no more than MAX_THREADS. */
export function impossibleThreadCount({ row: { backend, threadsGot } }: Measured): string | null {
  if (backend !== 'wasm') return null;
  if (threadsGot === null) return 'WASM without a number of threads';
  return threadsGot <= MAX_THREADS ? null : `${threadsGot} threads, ${MAX_THREADS} are the most`;
}

/**
 * Threads share memory, and browsers let only isolated pages do that (HTML, "cross-origin isolated
 * capability").
 */
export const threadsWithoutIsolation = ({ submission, measured }: Facts): string | null =>
  submission.environment.crossOriginIsolated
    ? null
    : firstOf(measured, ({ row }) =>
        row.backend === 'wasm' && row.threadsGot !== null && row.threadsGot > 1
          ? `${row.threadsGot} threads on a page that is not isolated`
          : null,
      );

/**
 * Without isolation no browser steps finer than 100 µs
 * (https://www.w3.org/TR/hr-time-3/#dfn-coarsen-time).
 */
const OPEN_STEP_US = 50;

/** Says where a clock is finer than browsers give to a page that is not isolated. */
export function clockWithoutIsolation({ submission: { environment } }: Facts): string | null {
  const { crossOriginIsolated, timerStepUs } = environment;
  return crossOriginIsolated || timerStepUs >= OPEN_STEP_US
    ? null
    : `a step of ${timerStepUs} µs on a page that is not isolated`;
}

/** Says where WebGPU was measured without an adapter. */
export const gpuWithoutAdapter = ({ submission, measured }: Facts): string | null =>
  submission.environment.webgpu.status === 'available'
    ? null
    : firstOf(measured, ({ row }) =>
        row.backend === 'webgpu' ? 'measured without an adapter' : null,
      );

/** The plain WASM build has no other provider (lib/core/bundle). */
export function backendWithoutBundle({
  submission: { environment },
  measured,
}: Facts): string | null {
  const accelerated = environment.ortBundle.includes('webgpu');
  return firstOf(measured, ({ row }) =>
    row.backend === 'wasm' || (accelerated && row.bundle !== 'wasm')
      ? null
      : `the runtime was '${accelerated ? row.bundle : environment.ortBundle}'`,
  );
}

/** Says where fp16 ran on a WebGPU adapter without shader-f16. */
export function fp16WithoutFeature({
  submission: { environment },
  measured,
}: Facts): string | null {
  const { webgpu } = environment;
  if (webgpu.status === 'unavailable' || webgpu.features.includes('shader-f16')) return null;
  return firstOf(measured, ({ row }) =>
    row.backend === 'webgpu' && row.computeType === 'fp16' ? 'the device has no shader-f16' : null,
  );
}

/**
 * Systems that stand in for each other in user-agent strings: Android and ChromeOS ask for desktop
 * sites as Linux.
 */
const KINDS: Readonly<Record<string, string>> = {
  Windows: 'windows',
  macOS: 'apple',
  iOS: 'apple',
  Linux: 'linux',
  Android: 'linux',
  ChromeOS: 'linux',
};

/** Says where the user agent string and the client hints name different browsers or systems. */
export function agentContradictsHints({ submission: { environment } }: Facts): string | null {
  const { userAgent, userAgentData } = environment;
  if (userAgentData === null || userAgent === '') return null;
  if (/\bFirefox\/|\bFxiOS\//.test(userAgent)) return 'Firefox has no userAgentData';
  const said = readUserAgent({ ...environment, userAgentData: null });
  const hinted = readUserAgent(environment);
  const kinds = [said.os, hinted.os].map((os) => (os === null ? undefined : KINDS[os]));
  if (kinds[0] !== undefined && kinds[1] !== undefined && kinds[0] !== kinds[1])
    return `the string says ${said.os}, the hints say ${hinted.os}`;
  const version = /\bChrome\/(\d+)/.exec(userAgent)?.[1];
  const brand = userAgentData.brands
    .find(({ brand: name }) => name === 'Chromium')
    ?.version.split('.')[0];
  if (version !== undefined && brand !== undefined && version !== brand)
    return `the string says Chromium ${version}, the hints say ${brand}`;
  return null;
}

/**
 * Graphics interfaces that exist on one family of systems alone, as ANGLE names them. WebKit masks
 * all GPUs as "Apple GPU".
 */
const INTERFACES: readonly { readonly mark: RegExp; readonly kind: string }[] = [
  { mark: /\bDirect3D|\bD3D\d/i, kind: 'windows' },
  { mark: /\bANGLE Metal\b/i, kind: 'apple' },
];

/** Says where the renderer is one that the system does not have. */
export function graphicsContradictSystem({ submission: { environment } }: Facts): string | null {
  const { os } = readUserAgent(environment);
  const kind = os === null ? undefined : KINDS[os];
  if (kind === undefined) return null;
  const renderer = environment.webgl?.renderer ?? '';
  const found = INTERFACES.find(({ mark }) => mark.test(renderer));
  if (found !== undefined && found.kind !== kind) return `'${renderer.slice(0, 80)}' on ${os}`;
  // Apple's GPUs are in Apple's machines; Linux runs on some of them, too.
  if (
    environment.webgpu.status === 'available' &&
    kind === 'windows' &&
    nameOfAdapter(environment.webgpu).vendor === 'Apple'
  )
    return `an Apple GPU on ${os}`;
  return null;
}

/** The vendor of a GPU that is part of a SoC is the only one in its machine. */
export function gpusContradict({ submission: { environment } }: Facts): string | null {
  const { webgl, webgpu } = environment;
  if (webgl === null || webgpu.status === 'unavailable') return null;
  const [drawn, adapter] = [nameOfRenderer(webgl.renderer), nameOfAdapter(webgpu)];
  if (
    drawn.kind !== 'gpu' ||
    adapter.kind !== 'gpu' ||
    drawn.vendor === null ||
    adapter.vendor === null
  )
    return null;
  if (drawn.vendor === adapter.vendor || !(isOnlyGpu(drawn.vendor) || isOnlyGpu(adapter.vendor)))
    return null;
  return `WebGL names ${drawn.vendor}, WebGPU ${adapter.vendor}`;
}
