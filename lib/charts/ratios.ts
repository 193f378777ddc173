// Ratios by group: a row per group, in it a mark per subject with its interval, on one logarithmic
// axis whose line at 1 is what they are compared with. Backends have their own shapes and hues; all
// other subjects are told apart by a letter.
import * as Plot from '@observablehq/plot';
import type { ShownBackend } from '../core/backend';
import { significant } from '../core/format';
import {
  BACKEND_STROKE,
  BACKEND_SYMBOL,
  CHART_WIDTHS,
  type ChartWidth,
  drawPlot,
} from './svg-plot';

export interface RatioMark {
  readonly group: string;
  /** What the mark is of: one letter, unless it is a backend. */
  readonly subject: string;
  readonly backend?: ShownBackend;
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
}

const LINE_HEIGHT = 22;
/** Of 12 px text, on average. */
const LETTER_WIDTH = 6.4;

/**
 * 1, 2 and 5 of every decade around the values, with 1 itself, so that the axis ends on round
 * numbers.
 */
export function ratioTicks(values: readonly number[]): number[] {
  const low = Math.min(1, ...values);
  const high = Math.max(1, ...values);
  const all = Array.from({ length: 13 }, (_, decade) =>
    [1, 2, 5].map((step) => step * 10 ** (decade - 6)),
  ).flat();
  const first = all.findLastIndex((tick) => tick <= low * 0.98);
  const last = all.findIndex((tick) => tick >= high * 1.02);
  return all.slice(Math.max(first, 0), last === -1 ? all.length : last + 1);
}

const colourOf = ({ backend }: Pick<RatioMark, 'backend'>): string =>
  backend === undefined ? 'currentColor' : BACKEND_STROKE[backend];

/** `axis` says what the numbers are: "times as fast as A". Throws on an empty list. */
export function drawRatios(marks: readonly RatioMark[], axis: string, width: ChartWidth): string {
  if (marks.length === 0) throw new RangeError('ratios need at least one mark');
  const groups = [...new Set(marks.map(({ group }) => group))];
  const subjects = [...new Set(marks.map(({ subject }) => subject))];
  const ticks = ratioTicks(marks.flatMap(({ value, interval }) => [value, ...(interval ?? [])]));
  const spans = marks.flatMap(({ interval, ...mark }) =>
    interval === null ? [] : [{ ...mark, low: interval[0], high: interval[1] }],
  );
  const lettered = marks.filter(({ backend }) => backend === undefined);
  const place = { fy: 'group', y: 'subject' } as const;
  return drawPlot(
    {
      width: CHART_WIDTHS[width],
      height: 56 + groups.length * (subjects.length * LINE_HEIGHT + 8),
      marginTop: 8,
      marginBottom: 48,
      marginLeft: 20 + LETTER_WIDTH * Math.max(...groups.map(({ length }) => length)),
      marginRight: 16,
      x: {
        type: 'log',
        domain: [ticks[0] ?? 0.5, ticks.at(-1) ?? 2],
        ticks,
        label: axis,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: (tick: number) => String(Number(significant(tick, 1))),
      },
      y: { domain: subjects, axis: null },
      fy: { domain: groups, label: null, padding: 0.1 },
      r: { type: 'identity' },
      color: { type: 'identity' },
      symbol: { type: 'identity' },
      marks: [
        Plot.axisFy({ anchor: 'left', textAnchor: 'end', dx: -8, fill: 'currentColor' }),
        Plot.ruleX(ticks, { stroke: 'var(--color-grey-2)' }),
        Plot.ruleX([1], { stroke: 'var(--color-grey-4)' }),
        Plot.ruleY(spans, { ...place, x1: 'low', x2: 'high', stroke: colourOf, strokeWidth: 2 }),
        Plot.dot(marks, {
          ...place,
          x: 'value',
          r: ({ backend }: RatioMark) => (backend === undefined ? 8 : 5),
          symbol: ({ backend }: RatioMark) =>
            backend === undefined ? 'circle' : BACKEND_SYMBOL[backend],
          fill: colourOf,
          stroke: 'var(--color-paper)',
        }),
        Plot.text(lettered, {
          ...place,
          x: 'value',
          text: 'subject',
          fill: 'var(--color-paper)',
          fontWeight: 600,
          fontSize: 11,
        }),
      ],
    },
    `Ratios, ${axis}: ${marks.map(({ group, subject, value }) => `${group} ${subject} ${significant(value)}`).join('; ')}`,
  );
}
