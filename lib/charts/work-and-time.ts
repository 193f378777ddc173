// "FLOPs against time": each dot is a model on a device, its static FLOPs against its median time,
// both on log scales. Straight lines of equal rate cross it, so that a dot's distance from a line
// is what the FLOP count does not explain.
import * as Plot from '@observablehq/plot';
import type { ShownBackend } from '../core/backend';
import { duration, quantity, si } from '../core/format';
import { msAtRate } from '../core/rate';
import {
  BACKEND_STROKE,
  BACKEND_SYMBOL,
  CHART_WIDTHS,
  type ChartWidth,
  decades,
  drawPlot,
  logTicks,
  tickText,
} from './svg-plot';

export interface WorkAndTime {
  readonly model: string;
  readonly device: string;
  readonly backend: ShownBackend;
  readonly flops: number;
  readonly medianMs: number;
}

const RATES_GFLOPS = [1, 10, 100, 1000, 10_000];

/**
 * Draws the work of models against their times, as SVG.
 * @throws RangeError for an empty list: there is nothing to draw an axis over.
 */
export function drawWorkAndTime(points: readonly WorkAndTime[], width: ChartWidth): string {
  if (points.length === 0) throw new RangeError('a scatter needs at least one point');
  const [flopsLow, flopsHigh] = decades(points.map(({ flops }) => flops));
  const [msLow, msHigh] = decades(points.map(({ medianMs }) => medianMs));
  const lines = RATES_GFLOPS.map((gflops) => ({ gflops, flops: [flopsLow, flopsHigh] })).flatMap(
    ({ gflops, flops }) =>
      flops.map((value) => ({ gflops, flops: value, ms: msAtRate(value, gflops) })),
  );
  const labels = RATES_GFLOPS.map((gflops) => {
    const flops = Math.min(flopsHigh, msHigh * gflops * 1e6);
    return { gflops, flops, ms: msAtRate(flops, gflops) };
  }).filter(({ flops, ms }) => flops > flopsLow && ms > msLow);
  return drawPlot(
    {
      width: CHART_WIDTHS[width],
      height: width === 'wide' ? 420 : 320,
      marginTop: 28,
      marginBottom: 48,
      marginLeft: 60,
      marginRight: width === 'wide' ? 88 : 16,
      x: {
        type: 'log',
        domain: [flopsLow, flopsHigh],
        ticks: logTicks([flopsLow, flopsHigh], width === 'wide' ? 10 : 4),
        label: 'FLOPs per inference',
        tickFormat: (flops: number) => tickText(si(flops, '')),
      },
      y: {
        type: 'log',
        domain: [msLow, msHigh],
        ticks: logTicks([msLow, msHigh], 13),
        label: 'Median time',
        tickFormat: (ms: number) => tickText(duration(ms)),
      },
      marks: [
        Plot.line(lines, {
          x: 'flops',
          y: 'ms',
          z: 'gflops',
          stroke: 'var(--color-grey-2)',
          clip: true,
        }),
        Plot.text(width === 'wide' ? labels : [], {
          x: 'flops',
          y: 'ms',
          text: ({ gflops }: { gflops: number }) => tickText(quantity(gflops, 'GFLOPS')),
          textAnchor: 'start',
          dx: 6,
          fill: 'var(--color-grey-4)',
        }),
        Plot.dot(points, {
          x: 'flops',
          y: 'medianMs',
          r: 4,
          fill: ({ backend }: WorkAndTime) => BACKEND_STROKE[backend],
          symbol: ({ backend }: WorkAndTime) => BACKEND_SYMBOL[backend],
          stroke: 'var(--color-paper)',
          title: ({ model, device, medianMs }: WorkAndTime) =>
            `${model} on ${device}: ${duration(medianMs)}`,
        }),
      ],
      color: { type: 'identity' },
      symbol: { type: 'identity' },
    },
    `FLOPs against median time of ${points.length === 1 ? 'one result' : `${points.length} results`}, from ${si(flopsLow, 'FLOPs')} to ${si(flopsHigh, 'FLOPs')}`,
  );
}
