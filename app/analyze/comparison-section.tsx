// Two files beside each other: before and after pruning, quantising or exporting. The other file is
// read by a worker of its own and counted under what was given for this one; totals, operators,
// outermost blocks, and layers by name.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { FileButton } from '@/app/_client/file-input';
import { modelsAmong } from '@/app/_client/given-files';
import { Reading } from '@/app/_client/reading';
import { useAnalysis } from '@/app/_client/use-analysis';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer, percentToTenth, si } from '@/lib/core/format';
import { type Change, type Comparison, compareReports, type SumChange } from '@/lib/flops/compare';
import type { Count } from '@/lib/flops/exact';
import type { Analysis, GivenFile } from '@/workers/analyse-messages';

const LAYERS_AT_ONCE = 100;
const SUM_COLUMNS = [
  { number: 'Nodes' },
  { number: 'MACs' },
  { number: 'Change' },
  { number: 'Params' },
] as const;

export function ComparisonSection({ analysis }: { readonly analysis: Analysis }) {
  const { state, open, count, reset } = useAnalysis();
  const { options } = analysis;
  // What is given for this file holds for the other, too.
  useEffect(() => count(options), [options, count]);
  const take = (files: readonly GivenFile[]): void => {
    const [model] = modelsAmong(files);
    if (model !== undefined) open(model, files, options);
  };
  const comparison = useMemo(
    () => (state.stage === 'done' ? compareReports(state.analysis.report, analysis.report) : null),
    [state, analysis],
  );
  return (
    <Section
      id="compare"
      title="Compare"
      aside="With the model before pruning, quantising or exporting"
    >
      <div className="no-print flex flex-wrap items-center gap-4">
        <FileButton
          id="model-before"
          label={state.stage === 'done' ? 'Another file before' : 'Choose the file before'}
          onFiles={take}
        />
        {state.stage === 'done' && (
          <button type="button" className="link text-sm" onClick={reset}>
            Close
          </button>
        )}
      </div>
      <Reading state={state} onCancel={reset} />
      {comparison !== null && state.stage === 'done' && (
        <Compared
          comparison={comparison}
          before={state.analysis.file.name}
          after={analysis.file.name}
        />
      )}
    </Section>
  );
}

interface ComparedProps {
  readonly comparison: Comparison;
  readonly before: string;
  readonly after: string;
}

function Compared({ comparison, before, after }: ComparedProps) {
  const {
    macs,
    unknownNodes,
    otherOps,
    params,
    weightBytes,
    peakActivationBytes,
    operators,
    blocks,
    layers,
  } = comparison;
  const isOpen = unknownNodes.before + unknownNodes.after > 0;
  return (
    <div data-testid="comparison" className="mt-4">
      <p className="text-sm [overflow-wrap:anywhere]">
        <span className="font-mono text-xs">{before}</span> →{' '}
        <span className="font-mono text-xs">{after}</span>
        {isOpen && (
          <span className="text-grey-4">
            {' '}
            · of what is known: {integer(unknownNodes.before)} nodes before and{' '}
            {integer(unknownNodes.after)} after are open
          </span>
        )}
      </p>
      <TableScroll className="mt-3">
        <table className="table">
          <TableHead
            columns={['Total', { number: 'Before' }, { number: 'After' }, { number: 'Change' }]}
          />
          <tbody>
            <TotalRow name="MACs" unit="" change={macs} />
            <TotalRow name="Other operations" unit="" change={otherOps} />
            <TotalRow name="Parameters" unit="" change={params} />
            <TotalRow name="Weights" unit="B" change={weightBytes} />
            <TotalRow name="Peak activations" unit="B" change={peakActivationBytes} />
          </tbody>
        </table>
      </TableScroll>
      <SumTable name="Operator" sums={operators} />
      {blocks.length > 0 && <SumTable name="Block" sums={blocks} />}
      <LayerChanges layers={layers} />
    </div>
  );
}

function percentOf({ before, after }: Change<Count | null>): string {
  if (before === null || after === null) return '—';
  if (before === after) return '=';
  if (Number(before) === 0) return 'new';
  if (Number(after) === 0) return 'gone';
  const change = Number(after) / Number(before) - 1;
  return `${change > 0 ? '+' : '−'}${percentToTenth(Math.abs(change))}`;
}

interface TotalRowProps {
  readonly name: string;
  readonly unit: string;
  readonly change: Change<Count | null>;
}

const brief = (count: Count | null, unit: string): string =>
  si(count === null ? null : Number(count), unit).trim();

function TotalRow({ name, unit, change }: TotalRowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="numeric" title={integer(change.before)}>
        {brief(change.before, unit)}
      </td>
      <td className="numeric" title={integer(change.after)}>
        {brief(change.after, unit)}
      </td>
      <td className="numeric">{percentOf(change)}</td>
    </tr>
  );
}

const arrow = (
  { before, after }: Change<Count | null>,
  text = (count: Count | null) => brief(count, ''),
): string => (before === after ? text(after) : `${text(before)} → ${text(after)}`);

function SumTable({ name, sums }: { readonly name: string; readonly sums: readonly SumChange[] }) {
  if (sums.length === 0) return null;
  return (
    <TableScroll className="mt-6">
      <table className="table">
        <TableHead columns={[name, ...SUM_COLUMNS]} />
        <tbody>
          {sums.map(({ name: label, nodes, macs, params }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, the list does not change
            <tr key={i}>
              <th scope="row" className="[overflow-wrap:anywhere]">
                {label}
              </th>
              <td className="numeric">{arrow(nodes, integer)}</td>
              <td className="numeric">{arrow(macs)}</td>
              <td className="numeric">{percentOf(macs)}</td>
              <td className="numeric">{arrow(params)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function LayerChanges({ layers }: { readonly layers: Comparison['layers'] }) {
  const [limit, setLimit] = useState(LAYERS_AT_ONCE);
  if (layers.length === 0) return <p className="mt-4 text-grey-4 text-sm">No layer changed.</p>;
  return (
    <details className="mt-6 text-sm">
      <summary>{integer(layers.length)} layers changed, by their names</summary>
      <TableScroll className="mt-3">
        <table className="table">
          <TableHead
            columns={['Layer', 'Operator', 'What', { number: 'MACs' }, { number: 'Params' }]}
          />
          <tbody>
            {layers.slice(0, limit).map(({ name, opType, kind, macs, params }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, the list does not change
              <tr key={i}>
                <th scope="row" className="font-mono text-xs [overflow-wrap:anywhere]">
                  {name}
                </th>
                <td>{opType}</td>
                <td className="text-grey-4">{kind}</td>
                <td className="numeric">{arrow(macs)}</td>
                <td className="numeric">{arrow(params)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {layers.length > limit && (
        <button
          type="button"
          className="button-quiet mt-3"
          onClick={() => setLimit(limit + LAYERS_AT_ONCE)}
        >
          Show more ({integer(layers.length - limit)} hidden)
        </button>
      )}
    </details>
  );
}
