// A count in words for a terminal, a table for Markdown, rows for a spreadsheet. Numbers are exact
// unless a unit prefix says otherwise.
import { integer, si } from '@/lib/core/format';
import { type Block, blocksOf, byWork } from './blocks';
import type { Change, Comparison, SumChange } from './compare';
import type { Count } from './exact';
import type { FreeDimension } from './free-dimensions';
import { reasonText } from './reasons';
import { backwardMacsOf } from './record';
import type { NodeReport, OperatorSum, Report, Shape, Total } from './report';

/** A shape in brackets, with `?` for what is not known. */
export const shapeText = (dims: Shape | undefined): string =>
  dims === null || dims === undefined ? '?' : `[${dims.map((dim) => dim ?? '?').join(', ')}]`;

/** The shape of a node's first output. */
export const firstShape = ({ shapes }: NodeReport): string => shapeText(shapes[0]);
const prefixed = (count: Count | null, unit: string): string =>
  si(count === null ? null : Number(count), unit);
const works = (node: NodeReport): boolean =>
  node.macs !== 0 || node.otherOps !== 0 || node.reason !== null || node.bodies.length > 0;

/**
 * "1 234 (1.23 kMACs)", "at least 1 234 …; 3 nodes are not known", or "unknown; …": never 0 for
 * what is not known.
 */
function totalText({ known, atLeast, unknownNodes }: Total, unit: string | null): string {
  const figure =
    unit === null ? integer(atLeast) : `${integer(atLeast)} (${prefixed(atLeast, unit)})`;
  if (known !== null) return figure;
  const open =
    unknownNodes === 1 ? '1 node is not known' : `${integer(unknownNodes)} nodes are not known`;
  return atLeast === 0 ? `unknown; ${open}` : `at least ${figure}; ${open}`;
}

/** Names and figures of the totals, in the order in which every output shows them. */
function totalsOf(report: Report): readonly (readonly [string, string])[] {
  const { coverage, totals } = report;
  return [
    ['MACs', totalText(totals.macs, 'MACs')],
    ['FLOPs', totalText(totals.flops, 'FLOPs')],
    ['other ops', totalText(totals.otherOps, null)],
    ['of FLOPs, integer', totalText(totals.integerOps, null)],
    ['backward MACs', totalText(totals.backwardMacs, null)],
    ['parameters', integer(report.params)],
    ['initialisers', integer(report.initialisers)],
    ['weights', prefixed(report.weightBytes, 'B')],
    ['peak activations', prefixed(report.peakActivationBytes, 'B')],
    ['resolved', `${coverage.resolved} of ${coverage.nodes} nodes`],
    ...(report.assumedNodes === 0
      ? []
      : [['assumed', `${report.assumedNodes} nodes rest on an assumption`] as const]),
    ...(report.deadNodes.length === 0
      ? []
      : [['dead', `${report.deadNodes.length} nodes that no output needs, not counted`] as const]),
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
    row
      .map((cell, i) => (i < textColumns ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** Rows of nodes that cost something or are not known; the bodies of a node stand below it. */
function nodeRows(nodes: readonly NodeReport[], withBackward: boolean, indent = ''): string[][] {
  return nodes
    .filter(works)
    .flatMap((node) => [
      [
        indent + node.name,
        node.opType,
        firstShape(node),
        node.reason === null
          ? ''
          : reasonText({ reason: node.reason, dimensions: node.dimensions }),
        integer(node.macs),
        ...(withBackward ? [integer(backwardMacsOf(node))] : []),
        integer(node.otherOps),
        integer(node.params),
      ],
      ...node.bodies.flatMap(({ label, times, nodes: inner }) => [
        [
          `${indent}  ${label} × ${integer(times)}`,
          '',
          '',
          '',
          ...(withBackward ? [''] : []),
          '',
          '',
          '',
        ],
        ...nodeRows(inner, withBackward, `${indent}    `),
      ]),
    ]);
}

const share = (part: Count, { atLeast }: Total): string =>
  atLeast === 0 ? '' : `${((100 * Number(part)) / Number(atLeast)).toFixed(1)} %`;

const hasWork = ({ macs, otherOps, unknownMacs, unknownOps }: OperatorSum): boolean =>
  macs !== 0 || otherOps !== 0 || unknownMacs > 0 || unknownOps > 0;

function operatorTable({ operators, totals }: Report): string {
  const rows = operators
    .filter(hasWork)
    .map(({ operator, nodes, macs, otherOps, unknownMacs }) => [
      operator,
      integer(nodes),
      unknownMacs === 0 ? '' : integer(unknownMacs),
      integer(macs),
      share(macs, totals.macs),
      integer(otherOps),
    ]);
  return aligned([['operator', 'nodes', 'unknown', 'MACs', '', 'other ops'], ...rows], 1);
}

/** Blocks below this depth are left to the table of layers. */
const SHOWN_DEPTH = 3;

/**
 * Blocks, the largest first and what they hold below them; layers only where they stand among
 * blocks.
 */
function blockRows(blocks: readonly Block[], totals: Report['totals'], depth = 0): string[][] {
  return blocks
    .filter(
      ({ macs, otherOps, params, unresolved }) =>
        macs !== 0 || otherOps !== 0 || params !== 0 || unresolved > 0,
    )
    .toSorted(byWork)
    .flatMap((block) => {
      const { label, node, times, layers, macs, otherOps, params, unknownMacs, children } = block;
      const isOpened =
        depth + 1 < SHOWN_DEPTH && children.some((child) => child.children.length > 0);
      return [
        [
          `${'  '.repeat(depth)}${label}${times === null ? '' : ` × ${integer(times)}`}`,
          node?.opType ?? integer(layers),
          unknownMacs === 0 ? '' : integer(unknownMacs),
          integer(macs),
          macs === null ? '' : share(macs, totals.macs),
          integer(otherOps),
          integer(params),
        ],
        ...(isOpened ? blockRows(children, totals, depth + 1) : []),
      ];
    });
}

function blockTable({ nodes, totals }: Report): string {
  const head = ['block', 'layers', 'unknown', 'MACs', '', 'other ops', 'params'];
  return aligned([head, ...blockRows(blocksOf(nodes), totals)], 1);
}

const SUMMARIES = { operator: operatorTable, block: blockTable } as const;
export type Summary = keyof typeof SUMMARIES;
/** Whether `name` is one of the summaries that --by prints alone. */
export const isSummary = (name: string): name is Summary => Object.hasOwn(SUMMARIES, name);

/** What is to be bound, with an example that can be typed. */
function dimensionsText(dimensions: readonly FreeDimension[]): string {
  const rows = dimensions.map(({ name, inputs, follows, guess }) => [
    name,
    `of ${inputs.join(', ')}`,
    follows === null ? `try ${guess}` : `follows from ${follows}`,
  ]);
  const example = dimensions
    .filter(({ follows }) => follows === null)
    .map(({ name, guess }) => `--bind '${name}=${guess}'`)
    .join(' ');
  return `dimensions to bind\n\n${aligned(rows, 3)}\n\n${example}`;
}

export interface TerminalOptions {
  /** Every layer and the sums by operator, or one summary alone. */
  readonly by?: Summary | 'layer' | undefined;
  readonly withBackward?: boolean | undefined;
  /** Dimensions that the file leaves open and nobody has bound. */
  readonly open?: readonly FreeDimension[] | undefined;
}

/**
 * Writes a report for a terminal: a table of layers and one of operators, or one summary, then what
 * is still to be bound and the totals.
 */
export function terminalText(file: string, report: Report, options: TerminalOptions = {}): string {
  const { by = 'layer', withBackward = false, open = [] } = options;
  const parts = [
    file,
    ...(by === 'layer'
      ? [layerTable(report, withBackward), operatorTable(report)]
      : [SUMMARIES[by](report)]),
    ...(open.length === 0 ? [] : [dimensionsText(open)]),
    aligned(totalsOf(report), 1),
  ];
  return parts.join('\n\n');
}

function layerTable({ nodes }: Report, withBackward: boolean): string {
  const backward = withBackward ? ['backward'] : [];
  const head = ['layer', 'operator', 'output', '', 'MACs', ...backward, 'other ops', 'params'];
  return aligned([head, ...nodeRows(nodes, withBackward)], 4);
}

const difference = ({ before, after }: Change<Count>): string => {
  const delta = BigInt(after) - BigInt(before);
  const percent =
    Number(before) === 0 ? '' : ` (${((100 * Number(delta)) / Number(before)).toFixed(1)} %)`;
  return `${integer(before)} → ${integer(after)}, ${delta > 0n ? '+' : ''}${integer(delta)}${delta === 0n ? '' : percent}`;
};

const arrow = ({ before, after }: Change<Count | null>): string =>
  `${integer(before)} → ${integer(after)}`;

function sumRows(sums: readonly SumChange[]): string[][] {
  return sums.map(({ name, nodes, macs, params }) => [
    name,
    arrow(nodes),
    arrow(macs),
    arrow(params),
  ]);
}

/** The difference of two counts as the command line prints it. */
export function comparisonText(
  base: string,
  { macs, unknownNodes, otherOps, params, weightBytes, operators, layers }: Comparison,
): string {
  const isOpen = unknownNodes.before + unknownNodes.after > 0;
  const totals = aligned(
    [
      [isOpen ? 'MACs, of what is known' : 'MACs', difference(macs)],
      ...(isOpen ? [['nodes whose MACs are not known', difference(unknownNodes)]] : []),
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
    arrow(work),
    arrow(trained),
  ]);
  const parts = [
    `compared with ${base}`,
    aligned([['', 'layer', 'operator', 'MACs', 'params'], ...rows], 3),
    aligned([['operator', 'nodes', 'MACs', 'params'], ...sumRows(operators)], 1),
    totals,
  ];
  return parts.join('\n\n');
}

const csvCell = (value: string): string =>
  /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
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
const byMacs = (a: NodeReport, b: NodeReport): number =>
  Number(BigInt(b.macs ?? 0) - BigInt(a.macs ?? 0));
const markdownCell = (value: string): string =>
  value.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'");

/** Why the totals are lower bounds, by reason. */
function openText({ coverage, totals }: Report): readonly string[] {
  if (
    coverage.unknown.length === 0 ||
    totals.macs.unknownNodes + totals.otherOps.unknownNodes === 0
  )
    return [];
  const reasons = new Map<string, number>();
  for (const unknown of coverage.unknown) {
    const text = reasonText(unknown);
    reasons.set(text, (reasons.get(text) ?? 0) + 1);
  }
  const list = [...reasons]
    .map(([reason, count]) => `${integer(count)} × ${markdownCell(reason)}`)
    .join('; ');
  return [`Totals are lower bounds: ${list}.`, ''];
}

/** Totals and the largest layers, to be pasted. */
export function markdownText(title: string, report: Report): string {
  const totals = totalsOf(report).map(([name, value]) => `| ${name} | ${value} |`);
  const largest = report.nodes
    .filter(({ macs }) => macs !== null && macs !== 0)
    .sort(byMacs)
    .slice(0, LARGEST_LAYERS)
    .map(
      (node) =>
        `| \`${markdownCell(node.name)}\` | ${node.opType} | ${firstShape(node)} | ${integer(node.macs)} |`,
    );
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
    ...openText(report),
    `Counted by Flopmark (${report.convention}, FLOPs = 2 × MACs).`,
    '',
  ].join('\n');
}
