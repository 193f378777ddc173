// The roofline (Williams, Waterman, Patterson 2009): achieved rate against arithmetic intensity
// under the two ceilings that were measured on this device, memory bandwidth (the slope) and
// compute (the flat). Both axes are logarithmic.
import * as Plot from '@observablehq/plot';
import type { ShownBackend } from '../core/backend';
import { quantity, significant } from '../core/format';
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

/** Measured ceilings of one backend: its best compute kernel and its best copy. */
export interface RooflineCeiling {
  readonly backend: ShownBackend;
  readonly peakGflops: number;
  readonly bandwidthGBs: number;
}

export interface RooflinePoint {
  readonly name: string;
  readonly backend: ShownBackend;
  /** FLOPs per byte of compulsory traffic. */
  readonly intensity: number;
  readonly gflops: number;
}

/** The rate that the ceilings allow at `intensity` FLOPs per byte, GFLOPS. */
export function attainableGflops(
  { peakGflops, bandwidthGBs }: RooflineCeiling,
  intensity: number,
): number {
  return Math.min(peakGflops, intensity * bandwidthGBs);
}

/**
 * Draws a roofline with its kernels and models, as SVG.
 * @throws RangeError without a ceiling: dots under no roof are a scatter.
 */
export function drawRoofline(
  ceilings: readonly RooflineCeiling[],
  points: readonly RooflinePoint[],
  width: ChartWidth,
): string {
  if (ceilings.length === 0) throw new RangeError('a roofline needs a measured ceiling');
  const ridges = ceilings.map(({ peakGflops, bandwidthGBs }) => peakGflops / bandwidthGBs);
  const [low, high] = decades([...ridges, ...points.map(({ intensity }) => intensity)]);
  const roofs = ceilings.flatMap((ceiling, index) =>
    [low, ridges[index] ?? low, high].map((intensity) => ({
      backend: ceiling.backend,
      intensity,
      gflops: attainableGflops(ceiling, intensity),
    })),
  );
  const rates = decades([...roofs, ...points].map(({ gflops }) => gflops));
  return drawPlot(
    {
      width: CHART_WIDTHS[width],
      height: width === 'wide' ? 420 : 320,
      marginTop: 28,
      marginBottom: 48,
      marginLeft: 60,
      marginRight: 16,
      x: {
        type: 'log',
        domain: [low, high],
        ticks: logTicks([low, high], width === 'wide' ? 10 : 4),
        label: 'FLOPs per byte',
        tickFormat: (value: number) => tickText(significant(value)),
      },
      y: {
        type: 'log',
        domain: rates,
        ticks: logTicks(rates, 13),
        label: 'GFLOPS achieved',
        tickFormat: (value: number) => tickText(significant(value)),
      },
      color: { type: 'identity' },
      symbol: { type: 'identity' },
      marks: [
        Plot.line(roofs, {
          x: 'intensity',
          y: 'gflops',
          z: 'backend',
          stroke: ({ backend }: RooflinePoint) => BACKEND_STROKE[backend],
          strokeWidth: 2,
        }),
        Plot.dot(points, {
          x: 'intensity',
          y: 'gflops',
          r: 4,
          fill: ({ backend }: RooflinePoint) => BACKEND_STROKE[backend],
          symbol: ({ backend }: RooflinePoint) => BACKEND_SYMBOL[backend],
          stroke: 'var(--color-paper)',
          title: ({ name, gflops }: RooflinePoint) => `${name}: ${quantity(gflops, 'GFLOPS')}`,
        }),
      ],
    },
    `Roofline: ${points.length === 1 ? 'one workload' : `${points.length} workloads`} under ceilings of ${ceilings
      .map(
        ({ peakGflops, bandwidthGBs }) =>
          `${quantity(peakGflops, 'GFLOPS')} and ${quantity(bandwidthGBs, 'GB/s')}`,
      )
      .join('; ')}`,
  );
}
