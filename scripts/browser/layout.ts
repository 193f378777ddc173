// What a page's layout does that eyes miss: things that move by themselves, and sideways scrolling.
import type { Page } from 'playwright-core';

/** How far things moved since the page began to load (Layout Instability API); 0: nothing did. */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 200);
      }),
  );

/** By how many pixels the page is wider than its window: above 0 it scrolls sideways. */
export const overflowPx = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
