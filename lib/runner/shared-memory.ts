/**
 * Pages and their workers share memory only where they are isolated; WebKitGTK isolates them and
 * has none all the same.
 */
export const hasSharedMemory = (): boolean =>
  crossOriginIsolated && typeof SharedArrayBuffer !== 'undefined';
