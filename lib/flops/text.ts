// A count in words for a terminal, a table for Markdown, rows for a spreadsheet. Numbers are exact unless a unit prefix
// says otherwise.
import { integer, si } from '@/lib/core/format';
import type { Change, Comparison } from './compare';
import type { Count } from './exact';
import { backwardMacsOf } from './record';
import type { NodeReport, Report, Shape } from './report';

export const shapeText = (dims: Shape | undefined): string =>
  dims === null || dims === undefined ? '?' : `[${dims.map((dim) => dim ?? '?').join(', ')}]`;

/** The shape of a node's first output. */
export const firstShape = ({ shapes }: NodeReport): string => shapeText(shapes[0]);
const prefixed = (count: Count | null, unit: string): string => si(count === null ? null : Number(count), unit);
const works = (node: NodeReport): boolean => node.macs !== 0 || node.otherOps !== 0 || node.reason !== null;

/** Names and figures of the totals, in the order in which every output shows them. */
function totalsOf(report: Report): readonly (readonly [string, string])[] {
  const { coverage } = report;
  return [
    ['MACs', `${integer(report.macs)} (${prefixed(report.macs, 'MACs')})`],
    ['FLOPs', `${integer(report.flops)} (${prefixed(report.flops, 'FLOPs')})`],
    ['other ops', integer(report.otherOps)],
    ['of FLOPs, integer', integer(report.integerOps)],
    ['backward MACs', integer(report.backwardMacs)],
    ['parameters', integer(report.params)],
    ['initialisers', integer(report.initialisers)],
    ['weights', prefixed(report.weightBytes, 'B')],
    ['peak activations', prefixed(report.peakActivationBytes, 'B')],
    ['resolved', `${coverage.resolved} of ${coverage.nodes} nodes`],
  ];
}

/** Columns aligned: the first `textColumns` to the left, the rest to the right. */
function aligned(rows: readonly (readonly string[])[], textColumns: number): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i < textColumns ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

export function terminalText(file: string, report: Report, withBackward: boolean): string {
  const nodes = report.nodes
    .filter(works)
    .map((node) => [
      node.name,
      node.opType,
      firstShape(node),
      node.reason ?? '',
      integer(node.macs),
      ...(withBackward ? [integer(backwardMacsOf(node))] : []),
      integer(node.otherOps),
      integer(node.params),
    ]);
  const head = [
    'layer',
    'operator',
    'output',
    '',
    'MACs',
    ...(withBackward ? ['backward'] : []),
    'other ops',
    'params',
  ];
  return `${file}\n\n${aligned([head, ...nodes], 4)}\n\n${aligned(totalsOf(report), 1)}`;
}

const difference = ({ before, after }: Change<Count>): string => {
  const delta = BigInt(after) - BigInt(before);
  const percent = Number(before) === 0 ? '' : ` (${((100 * Number(delta)) / Number(before)).toFixed(1)} %)`;
  return `${integer(before)} → ${integer(after)}, ${delta > 0n ? '+' : ''}${integer(delta)}${delta === 0n ? '' : percent}`;
};

export function comparisonText(base: string, { macs, otherOps, params, weightBytes, layers }: Comparison): string {
  const totals = aligned(
    [
      ['MACs', difference(macs)],
      ['other ops', difference(otherOps)],
      ['parameters', difference(params)],
      ['weight bytes', difference(weightBytes)],
    ],
    2,
  );
  if (layers.length === 0) return `compared with ${base}: no layer changed\n\n${totals}`;
  const rows = layers.map(({ kind, name, opType, macs: work, params: trained }) => [
    kind,
    name,
    opType,
    `${integer(work.before)} → ${integer(work.after)}`,
    `${integer(trained.before)} → ${integer(trained.after)}`,
  ]);
  return `compared with ${base}\n\n${aligned([['', 'layer', 'operator', 'MACs', 'params'], ...rows], 3)}\n\n${totals}`;
}

const csvCell = (value: string): string => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const plain = (count: Count | null): string => (count === null ? '' : count.toString());

/** One row per node (RFC 4180); unknown counts are empty and have a reason. */
export function csvText(report: Report): string {
  const head =
    'name,operator,output,macs,backward_macs,other_ops,params,weight_bytes,read_bytes,written_bytes,intensity,reason';
  const rows = report.nodes.map((node) =>
    [
      node.name,
      node.opType,
      firstShape(node),
      plain(node.macs),
      plain(backwardMacsOf(node)),
      plain(node.otherOps),
      String(node.params),
      String(node.weightBytes),
      plain(node.readBytes),
      plain(node.writtenBytes),
      node.intensity === null ? '' : String(node.intensity),
      node.reason ?? '',
    ]
      .map(csvCell)
      .join(','),
  );
  return `${[head, ...rows].join('\r\n')}\r\n`;
}

const LARGEST_LAYERS = 10;
const byMacs = (a: NodeReport, b: NodeReport): number => Number(BigInt(b.macs ?? 0) - BigInt(a.macs ?? 0));
const markdownCell = (value: string): string => value.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'");

/** Totals and the largest layers, to be pasted. */
export function markdownText(title: string, report: Report): string {
  const totals = totalsOf(report).map(([name, value]) => `| ${name} | ${value} |`);
  const largest = report.nodes
    .filter(({ macs }) => macs !== null && macs !== 0)
    .sort(byMacs)
    .slice(0, LARGEST_LAYERS)
    .map((node) => `| \`${markdownCell(node.name)}\` | ${node.opType} | ${firstShape(node)} | ${integer(node.macs)} |`);
  return [
    `### ${markdownCell(title)}`,
    '',
    '| | |',
    '|---|---|',
    ...totals,
    ...(largest.length === 0
      ? []
      : ['', '| largest layers | operator | output | MACs |', '|---|---|---|---:|', ...largest]),
    '',
    `Counted by Flopmark (${report.convention}, FLOPs = 2 × MACs).`,
    '',
  ].join('\n');
}
