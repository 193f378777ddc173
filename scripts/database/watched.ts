// An upstream whose exchanges are timed, and that says whether the database answers: what the web
// server shows in its meters, and what it tells a visitor whose page could not be drawn.
import type { Upstream } from './upstream';

export interface DatabaseReport {
  /** Of each exchange since the last report, waiting included. */
  readonly tookMs: readonly number[];
  /** Exchanges that the database never answered. */
  readonly failures: number;
  /** Whether the last exchange was one of those. */
  readonly down: boolean;
  readonly residentBytes: number;
}

/** How often a report is sent, if there is anything to say. */
const REPORT_MS = 500;

export function watchUpstream(
  upstream: Upstream,
  report: (report: DatabaseReport) => void,
): Upstream {
  let tookMs: number[] = [];
  let failures = 0;
  let down = false;
  const send = (): void => {
    report({ tookMs, failures, down, residentBytes: process.memoryUsage.rss() });
    tookMs = [];
    failures = 0;
  };
  const timer = setInterval(() => {
    if (tookMs.length > 0 || failures > 0) send();
  }, REPORT_MS);
  timer.unref();
  const settle = (isDown: boolean): void => {
    const changed = isDown !== down;
    down = isDown;
    // A page that fails now must know.
    if (changed) send();
  };
  return {
    serverVersion: upstream.serverVersion,
    open(id) {
      const session = upstream.open(id);
      return {
        async exchange(messages) {
          const begun = performance.now();
          try {
            const reply = await session.exchange(messages);
            tookMs.push(performance.now() - begun);
            settle(false);
            return reply;
          } catch (error) {
            failures += 1;
            settle(true);
            throw error;
          }
        },
        end: () => session.end(),
      };
    },
    async close() {
      clearInterval(timer);
      await upstream.close();
    },
  };
}
