// Observable Plot drawn to SVG text on the server: no script reaches the reader, and the figure is
// there before any runs. Colours are the site's CSS variables, so one picture serves both themes
// and print. Names go in as DOM text, so the serialiser escapes them.
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { ShownBackend } from '../core/backend';

/**
 * The two widths every figure is drawn for: a phone's column and a desk's; CSS shows the one that
 * fits.
 */
export const CHART_WIDTHS = { narrow: 358, wide: 760 } as const;
export type ChartWidth = keyof typeof CHART_WIDTHS;

export const BACKEND_STROKE: Readonly<Record<ShownBackend, string>> = {
  wasm: 'var(--color-wasm)',
  webgpu: 'var(--color-webgpu)',
  'webnn-cpu': 'var(--color-webnn)',
  'webnn-gpu': 'var(--color-webnn)',
  'webnn-npu': 'var(--color-webnn)',
  mixed: 'var(--color-grey-3)',
};

/** The same shapes as the site's backend marks. */
export const BACKEND_SYMBOL: Readonly<
  Record<ShownBackend, 'square' | 'circle' | 'diamond' | 'hexagon'>
> = {
  wasm: 'square',
  webgpu: 'circle',
  'webnn-cpu': 'diamond',
  'webnn-gpu': 'diamond',
  'webnn-npu': 'diamond',
  mixed: 'hexagon',
};

/** SVG text of `options`; `label` is what the picture says to those who do not see it. */
export function drawPlot(options: Plot.PlotOptions, label: string): string {
  const { document } = parseHTML('<!doctype html><body></body>');
  const svg = Plot.plot({ ...options, document: document as unknown as Document });
  for (const style of svg.querySelectorAll('style')) style.remove();
  svg.removeAttribute('class');
  // The picture speaks as a whole; names on groups inside it are not permitted (axe:
  // aria-prohibited-attr).
  for (const part of svg.querySelectorAll('[aria-label]')) {
    part.setAttribute('data-mark', part.getAttribute('aria-label') ?? '');
    part.removeAttribute('aria-label');
  }
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('font-family', 'inherit');
  svg.setAttribute('font-size', '12');
  return svg.outerHTML;
}

/** A tick's text without the zeros that only measured values keep: "1.00 ms" → "1 ms". */
export const tickText = (text: string): string => text.replace(/\.0+(?=\D|$)/, '').trim();

/**
 * The decades around positive values, at least one apart, so that a log axis ends on round numbers.
 */
export function decades(values: readonly number[]): [low: number, high: number] {
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return low === high ? [low, low * 10] : [low, high];
}

/**
 * Ticks of a log axis from decade to decade: 1, 2 and 5 of each, or the decades alone where those
 * would be more than `most`.
 */
export function logTicks(
  [low, high]: readonly [low: number, high: number],
  most: number,
): number[] {
  const count = Math.round(Math.log10(high / low));
  const steps = 3 * count + 1 > most ? [1] : [1, 2, 5];
  const inside = Array.from({ length: count }, (_, decade) =>
    steps.map((step) => low * 10 ** decade * step),
  ).flat();
  return [...inside, high].map((tick) => Number(tick.toPrecision(1)));
}
