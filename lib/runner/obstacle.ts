// What keeps a page from measuring at all, known before Run is pressed: said then, with what to do,
// and never recorded as anything about the device.
import { readOr } from './stages';

export interface Obstacle {
  readonly why: string;
  readonly next: string;
}

/**
 * Without these nothing can be measured, whatever the machine: the oldest browsers that have them
 * all.
 */
export const SUPPORTED_BROWSERS = 'Chrome or Edge 111, Firefox 128, Safari 16.4, or newer';

const INSECURE: Obstacle = {
  why: 'Browsers let a page measure only over https or on localhost, and this address is neither.',
  next: 'Open this site by https, or on the machine that serves it as http://localhost; its README says how to serve it with TLS.',
};

const tooOld = (lacks: string): Obstacle => ({
  why: `This browser has no ${lacks}, without which nothing can be measured here.`,
  next: `Open this page in ${SUPPORTED_BROWSERS}.`,
});

const hasCrypto = (): boolean =>
  typeof crypto === 'object' &&
  typeof crypto.getRandomValues === 'function' &&
  crypto.subtle !== undefined;

/** Looks for what no page can measure without; null where a run can begin. */
export function obstacleHere(): Obstacle | null {
  if (globalThis.isSecureContext === false) return INSECURE;
  if (typeof Worker !== 'function') return tooOld('web workers');
  if (typeof fetch !== 'function') return tooOld('fetch');
  if (!readOr(hasCrypto, false)) return tooOld('Web Crypto');
  return null;
}
