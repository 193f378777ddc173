// How well the page keeps drawing while a worker measures: the gaps between its frames. A long one
// says that the measured work, or other work, held up what a visitor sees. A hidden page draws
// none.
import type { FrameGaps } from '@/lib/bench/outcome';
import { quantile, sortValues } from '@/lib/bench/samples';

export interface FrameWatch {
  /** Ends it. Null where fewer than two frames were drawn. */
  stop(): FrameGaps | null;
}

/** Watches the page's frames while something runs, and tells how long the longest gap was. */
export function watchFrames(): FrameWatch {
  const gapsMs: number[] = [];
  let last: number | null = null;
  let handle = 0;
  const onFrame = (now: number): void => {
    // Across a time in which the page was hidden there is no gap, because nothing was to be drawn.
    if (last !== null) gapsMs.push(now - last);
    last = now;
    handle = requestAnimationFrame(onFrame);
  };
  const onVisibility = (): void => {
    last = null;
  };
  document.addEventListener('visibilitychange', onVisibility);
  handle = requestAnimationFrame(onFrame);
  return {
    stop: () => {
      cancelAnimationFrame(handle);
      document.removeEventListener('visibilitychange', onVisibility);
      if (gapsMs.length === 0) return null;
      const sorted = sortValues(gapsMs);
      return { longestMs: quantile(sorted, 1), p95Ms: quantile(sorted, 0.95) };
    },
  };
}
