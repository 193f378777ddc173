// A dimmed screen slows phones down. A hidden page loses the lock and asks again; refused, unknown
// or never answered, the run goes on without.

/** Returns what lets the screen go dark again. */
export function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  const release = (): void => {
    lock?.release().catch(() => undefined);
    lock = null;
  };
  const hold = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      lock = await navigator.wakeLock.request('screen');
    } catch {
      lock = null;
    }
    if (isOver) release();
  };
  const onVisibility = (): void => void hold();
  onVisibility();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', onVisibility);
    release();
  };
}
