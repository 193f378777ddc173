// Code that takes an API from a page before any of its scripts run: absent, throwing, rejecting, or
// never answering. Names as a script writes them: `navigator.gpu.requestAdapter`.

export const WAYS = ['absent', 'throws', 'rejects', 'never'] as const;
export type Way = (typeof WAYS)[number];

export interface Sabotage {
  readonly name: string;
  readonly way: Way;
}

/** Does nothing where the browser has no such API. */
export const sabotaged = ({ name, way }: Sabotage): string => `(() => {
  const parts = ${JSON.stringify(name)}.split('.');
  const last = parts.pop();
  const target = parts.reduce((at, part) => at?.[part], globalThis);
  if (target === undefined || target === null || !(last in target)) return;
  let owner = target;
  const has = (one) => Object.prototype.hasOwnProperty.call(one, last);
  while (owner !== null && !has(owner)) owner = Object.getPrototypeOf(owner);
  const fail = () => { throw new TypeError('taken away by the test'); };
  const does = {
    absent: undefined,
    throws: fail,
    rejects: () => Promise.reject(new TypeError('taken away by the test')),
    never: () => new Promise(() => undefined),
  }[${JSON.stringify(way)}];
  let isFunction = true;
  try { isFunction = typeof target[last] === 'function'; } catch {}
  const property = isFunction || ${JSON.stringify(way)} === 'absent'
    ? { value: does, writable: true, configurable: true }
    : { get: fail, configurable: true };
  Object.defineProperty(owner ?? target, last, property);
})();`;

/**
 * The limits of the page's stages, a tenth as long, and a twentieth where the network is waited for
 * and not the processor: nothing that takes less than three seconds is touched.
 */
export const HURRIED = `(() => {
  const wait = globalThis.setTimeout;
  const hurried = (ms) => (ms < 3000 ? ms : ms === 20000 || ms === 30000 ? ms / 20 : ms / 10);
  globalThis.setTimeout = (work, ms, ...rest) => wait(work, hurried(ms), ...rest);
})();`;
