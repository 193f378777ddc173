// A run on /run with a watch on the page itself: when the first checked number, the first verdict
// and the end appear after Run, the longest task on the page's thread, and what the engine took
// between samples.
import type { RunSubmission } from '@/lib/submission/schema';
import type { Driver } from './driver';
import { readPayload } from './payload';

export interface WatchedRun {
  readonly payload: RunSubmission;
  /** Seconds after Run was pressed; null where it never appeared. */
  readonly firstNumberS: number | null;
  readonly verdictS: number | null;
  readonly endS: number;
  /** Tasks longer than 50 ms on the page's main thread between Run and the end, milliseconds. */
  readonly longTasksMs: readonly number[];
  /** The engine's own time between samples over the time measured. */
  readonly engineShare: number;
}

/**
 * What the page shows, by the moment it is shown. The verdict counts once it is of a model, in
 * milliseconds.
 */
const WATCH = `(() => {
  const watch = (window.__watch = { start: 0, seen: {}, long: [] });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) watch.long.push([startTime, duration]);
  }).observe({ type: 'longtask' });
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries({
      number: '[data-testid="live-median"]',
      verdict: '[data-testid="verdict-so-far"], [data-testid="verdict"]',
      end: '[data-testid="verdict"]',
    })) {
      if (watch.start === 0 || watch.seen[name] !== undefined) continue;
    if (document.querySelector(selector) === null) continue;
      watch.seen[name] = performance.now();
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  document.querySelector('[data-testid="run"]').addEventListener('click', () => { watch.start = performance.now(); });
  return true;
})()`;

interface Watch {
  readonly start: number;
  readonly seen: Readonly<Partial<Record<'number' | 'verdict' | 'end', number>>>;
  readonly long: readonly (readonly [startMs: number, durationMs: number])[];
}

/**
 * Runs `${url}/run?${query}` to the end. The driver must be a Chromium: only it tells long tasks.
 */
export async function watchRun(
  driver: Driver,
  url: string,
  query: string,
  limitMs: number,
): Promise<WatchedRun> {
  await driver.open(`${url}/run?${query}`);
  await driver.waitFor('[data-stage="ready"]');
  await driver.evaluate(WATCH);
  await driver.click('[data-testid="run"]');
  await driver.waitFor('[data-testid="payload"]', limitMs);
  const { start, seen, long } = await driver.evaluate<Watch>('window.__watch');
  const payload = await readPayload(driver);
  const after = (moment: number | undefined): number | null =>
    moment === undefined ? null : (moment - start) / 1000;
  const endS = after(seen.end);
  if (endS === null) throw new Error('the run ended without a verdict');
  let measuredMs = 0;
  let betweenMs = 0;
  for (const measurement of payload.measurements) {
    if (measurement.outcome !== 'measured') continue;
    measuredMs += measurement.clocks?.monotonicMs ?? 0;
    betweenMs += Number(measurement.options?.betweenMs);
  }
  return {
    payload,
    firstNumberS: after(seen.number),
    verdictS: after(seen.verdict),
    endS,
    longTasksMs: long
      .filter(([startMs]) => startMs >= start && startMs <= start + endS * 1000)
      .map(([, durationMs]) => durationMs),
    engineShare: betweenMs / measuredMs,
  };
}
