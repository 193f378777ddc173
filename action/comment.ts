// The result in words: a table of the changed models with what they cost before and after, what
// their budgets say, what is not known, and the operators that changed, folded. GitHub takes 65,536
// characters; lists end long before.
import { integer, si } from '@/lib/core/format';
import { FLOP_CONVENTION } from '@/lib/core/units';
import { BUDGETS, MEASURES } from '@/lib/flops/budget';
import { type Change, compareReports, type SumChange } from '@/lib/flops/compare';
import type { Count } from '@/lib/flops/exact';
import { reasonText } from '@/lib/flops/reasons';
import type { Report, Total } from '@/lib/flops/report';
import type { ChangedModel, Side } from './changed-model';

const MOST_MODELS = 50;
const MOST_OPERATORS = 12;
const MOST_REASONS = 5;

/** Names are the files': nothing in them becomes Markdown, HTML or a mention. */
const code = (text: string): string =>
  `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|').slice(0, 200)}\``;

/** A person's heading, on one line and without markup of its own. */
const plain = (text: string): string => text.replace(/[\s<>[\]`*_|#@]+/g, ' ').trim();

/** By this a later run finds its comment. */
export const markerOf = (title: string): string =>
  `<!-- flopmark: ${plain(title).replaceAll('--', '')} -->`;

const reportOf = (side: Side): Report | null => (side.kind === 'counted' ? side.report : null);

function figure({ known, atLeast, unknownNodes }: Total): string {
  if (known !== null) return integer(known);
  return unknownNodes > 0 && atLeast === 0 ? 'unknown' : `at least ${integer(atLeast)}`;
}

function percent({ before, after }: Change<Count>): string {
  if (before === after || Number(before) === 0) return '';
  const change = (100 * (Number(after) - Number(before))) / Number(before);
  return ` (${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} %)`;
}

/** "40 → 24 (−40.0 %)", "24" where nothing changed, "new: 24", "removed: 40". */
function cell(before: Total | null, after: Total | null): string {
  if (after === null) return before === null ? '' : `removed: ${figure(before)}`;
  if (before === null) return `new: ${figure(after)}`;
  const [old, now] = [figure(before), figure(after)];
  if (old === now) return now;
  const change =
    before.known === null || after.known === null
      ? ''
      : percent({ before: before.known, after: after.known });
  return `${old} → ${now}${change}`;
}

function nameOf({ file: { before, after } }: ChangedModel): string {
  if (before === null || after === null || before === after) return code(after ?? before ?? '');
  return `${code(before)} → ${code(after)}`;
}

function verdictText({ before, after, findings }: ChangedModel): string {
  if (after.kind === 'unreadable') return `❌ cannot be read: ${code(after.reason)}`;
  const broken = findings
    .filter(({ verdict }) => verdict !== 'kept')
    .map(({ text }) => `❌ ${text}`);
  if (before.kind === 'unreadable') broken.push(`before: cannot be read, ${code(before.reason)}`);
  if (broken.length > 0) return broken.join('<br>');
  return findings.length > 0 ? '✅ within budget' : '';
}

function modelRow(model: ChangedModel): string {
  const [before, after] = [reportOf(model.before), reportOf(model.after)];
  const cells = BUDGETS.map((name) => {
    const { of } = MEASURES[name];
    return cell(before && of(before), after && of(after));
  });
  return `| ${[nameOf(model), ...cells, verdictText(model)].join(' | ')} |`;
}

function openText(model: ChangedModel): readonly string[] {
  const report = reportOf(model.after);
  if (report === null || report.totals.macs.unknownNodes === 0) return [];
  const reasons = new Map<string, number>();
  for (const unknown of report.coverage.unknown) {
    const text = reasonText(unknown);
    reasons.set(text, (reasons.get(text) ?? 0) + 1);
  }
  const list = [...reasons]
    .slice(0, MOST_REASONS)
    .map(([reason, count]) => `${integer(count)} × ${code(reason)}`);
  const rest = reasons.size > MOST_REASONS ? ', …' : '';
  return [
    `${nameOf(model)}: MACs are a lower bound. ${list.join(', ')}${rest}. Give extents by \`bind\`.`,
    '',
  ];
}

const arrow = ({ before, after }: Change<Count | null>): string =>
  before === after ? integer(after) : `${integer(before)} → ${integer(after)}`;

const hasChanged = ({ nodes, macs, params }: SumChange): boolean =>
  nodes.before !== nodes.after || macs.before !== macs.after || params.before !== params.after;

function operatorText(model: ChangedModel): readonly string[] {
  const [before, after] = [reportOf(model.before), reportOf(model.after)];
  if (before === null || after === null) return [];
  const changes = compareReports(before, after).operators.filter(hasChanged);
  if (changes.length === 0) return [];
  const rows = changes
    .slice(0, MOST_OPERATORS)
    .map(
      ({ name, nodes, macs, params }) =>
        `| ${[code(name), arrow(nodes), arrow(macs), arrow(params)].join(' | ')} |`,
    );
  const rest =
    changes.length > MOST_OPERATORS ? [`and ${changes.length - MOST_OPERATORS} more`, ''] : [];
  return [
    `<details><summary>Operators that changed</summary>`,
    '',
    nameOf(model),
    '',
    '| operator | nodes | MACs | parameters |',
    '|---|---:|---:|---:|',
    ...rows,
    '',
    ...rest,
    '</details>',
    '',
  ];
}

function sentence(models: readonly ChangedModel[]): string {
  if (models.length === 0) return 'No model changed.';
  const broken = models.filter(({ verdict }) => verdict !== 'kept').length;
  const what = models.length === 1 ? '1 model' : `${models.length} models`;
  return broken === 0
    ? `${what} counted.`
    : `${what} counted, ${broken} of them ${broken === 1 ? 'fails' : 'fail'}.`;
}

/** The comment, from its marker on. */
export function commentText(title: string, models: readonly ChangedModel[]): string {
  const shown = models.slice(0, MOST_MODELS);
  const head = ['model', ...BUDGETS.map((name) => MEASURES[name].unit), ''];
  const left =
    models.length > MOST_MODELS
      ? ['', `and ${models.length - MOST_MODELS} more models, in the log`]
      : [];
  return [
    markerOf(title),
    `### ${plain(title)}`,
    '',
    sentence(models),
    '',
    ...(shown.length === 0
      ? []
      : [
          `| ${head.join(' | ')} |`,
          '|---|---:|---:|---:|---|',
          ...shown.map(modelRow),
          ...left,
          '',
        ]),
    ...shown.flatMap(openText),
    ...shown.flatMap(operatorText),
    `Counted by Flopmark (${FLOP_CONVENTION}; FLOPs = 2 × MACs).`,
    '',
  ].join('\n');
}

/** One line for the log: "model.onnx: 301 MMACs, 3504872 parameters, 14.0 MB". */
export function logText(model: ChangedModel): string {
  // On one line: a line that begins with '::' is a command to the runner.
  const path = (model.file.after ?? model.file.before ?? '').replace(/\s+/g, ' ');
  const { after } = model;
  if (after.kind !== 'counted')
    return `${path}: ${after.kind === 'absent' ? 'removed' : after.reason}`;
  const { totals, params, weightBytes } = after.report;
  return `${path}: ${figure(totals.macs)} MACs, ${integer(params)} parameters, ${si(weightBytes, 'B')}`;
}
