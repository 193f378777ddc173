// How much of the machine's core count the browser lets through. Safari answers 4 or 8 (WebKit
// NavigatorBase::hardwareConcurrency), Firefox caps at 16 and says one number to everybody where it
// resists fingerprinting, Brave draws at random.
import type { DeviceEnvironment } from './environment';
import { readUserAgent } from './user-agent';

export type CoreFidelity = 'exact' | 'rounded' | 'bucketed' | 'masked' | 'absent';

/** How far a browser's number of cores can be believed: some cap it, some make it up. */
export function coreFidelity(environment: DeviceEnvironment): CoreFidelity {
  if (environment.cores === null) return 'absent';
  const { browser, os } = readUserAgent(environment);
  // Every browser of iOS is WebKit.
  if (browser === 'Safari' || os === 'iOS') return 'bucketed';
  if (browser === 'Brave' || environment.webgl?.renderer === 'Mozilla') return 'masked';
  return browser === 'Firefox' && environment.cores === 16 ? 'rounded' : 'exact';
}

/**
 * The words that pool processors: "8 cores", "16 or more cores"; null where the count is not the
 * machine's own.
 */
export function coreWords(environment: DeviceEnvironment): string | null {
  switch (coreFidelity(environment)) {
    case 'exact':
      return `${environment.cores} cores`;
    case 'rounded':
      return `${environment.cores} or more cores`;
    default:
      return null;
  }
}
