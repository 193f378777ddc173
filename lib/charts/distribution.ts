// How the votes of a cell are spread: one bar per bin of time, its height the number of votes, with
// the median as a line and the 10th to 90th percentile as a band. The axis is logarithmic where the
// slowest take over three times the fastest.
import * as Plot from '@observablehq/plot';
import type { ShownBackend } from '../core/backend';
import { duration, integer } from '../core/format';
import { BACKEND_STROKE, CHART_WIDTHS, type ChartWidth, drawPlot, tickText } from './svg-plot';

export interface Distribution {
  readonly backend: ShownBackend;
  /** Whose votes they are. */
  readonly voters: 'networks' | 'keys';
  /** One time per vote, milliseconds. */
  readonly valuesMs: readonly number[];
  readonly p10Ms: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
}

/**
 * About the square root of the number of votes (the rule of most spreadsheets), within what can be
 * seen.
 */
const binsOf = (votes: number): number => Math.min(40, Math.max(8, Math.ceil(Math.sqrt(votes))));

/**
 * Draws how values are spread, as SVG.
 * @throws RangeError for an empty list.
 */
export function drawDistribution(
  { backend, voters, valuesMs, p10Ms, p50Ms, p90Ms }: Distribution,
  width: ChartWidth,
): string {
  if (valuesMs.length === 0) throw new RangeError('a distribution needs at least one value');
  const [lowest, highest] = [Math.min(...valuesMs), Math.max(...valuesMs)];
  const margin = 1 + Math.max(0.02, (highest / lowest - 1) / 20);
  const [low, high] = [lowest / margin, highest * margin];
  const count = binsOf(valuesMs.length);
  const edges = Array.from(
    { length: count + 1 },
    (_, edge) => low * (high / low) ** (edge / count),
  );
  const bins = edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? high;
    return { from, to, votes: valuesMs.filter((value) => value >= from && value < to).length };
  });
  const most = Math.max(...bins.map(({ votes }) => votes));
  return drawPlot(
    {
      width: CHART_WIDTHS[width],
      height: 200,
      marginTop: 20,
      marginBottom: 44,
      marginLeft: 40,
      marginRight: 16,
      x: {
        type: high / low > 3 ? 'log' : 'linear',
        domain: [low, high],
        label: `Median time of ${voters === 'keys' ? 'a key' : 'a network'}`,
        ticks: width === 'wide' ? 8 : 4,
        tickFormat: (ms: number) => tickText(duration(ms)),
      },
      y: {
        domain: [0, most],
        label: voters === 'keys' ? 'Keys' : 'Networks',
        ticks: Math.min(most, 4),
        tickFormat: (votes: number) => integer(votes),
      },
      color: { type: 'identity' },
      marks: [
        Plot.rect([{ p10Ms, p90Ms }], {
          x1: 'p10Ms',
          x2: 'p90Ms',
          y1: 0,
          y2: most,
          fill: 'var(--color-grey-2)',
        }),
        Plot.rect(bins, {
          x1: 'from',
          x2: 'to',
          y1: 0,
          y2: 'votes',
          fill: BACKEND_STROKE[backend],
          stroke: 'var(--color-paper)',
        }),
        Plot.ruleX([p50Ms], { stroke: 'currentColor', strokeWidth: 1.5 }),
      ],
    },
    `Distribution over ${valuesMs.length} ${voters}: median ${duration(p50Ms)}, 10th to 90th percentile ${duration(p10Ms)} to ${duration(p90Ms)}`,
  );
}
