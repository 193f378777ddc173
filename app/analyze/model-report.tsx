// The report of one file, top to bottom: what it is, totals, what a person may say of it, where the
// work is (as a picture, by operator, by layer), the file before, what it takes on this device.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { memo } from '@/app/_client/preact-root';
import { Quantity } from '@/app/_components/quantity';
import { Section } from '@/app/_components/section';
import { integer } from '@/lib/core/format';
import { type Block, blocksOf } from '@/lib/flops/blocks';
import type { NodeTimes } from '@/lib/flops/profile';
import type { CountOptions, NodeReport } from '@/lib/flops/report';
import type { Analysis, Described } from '@/workers/analyse-messages';
import { BlockPicture } from './block-picture';
import { CheckHere } from './check-here';
import { ComparisonSection } from './comparison-section';
import { GivenForm } from './given-form';
import { IntensityPlot } from './intensity-plot';
import { LayerDetails } from './layer-details';
import { LayerTable } from './layer-table';
import { MeasuredTimes } from './measured-times';
import { OperatorTable } from './operator-table';
import { PredictedTimes } from './predicted-times';
import { RunHere } from './run-here';
import { SaveReport } from './save-report';
import { Totals } from './totals';
import { UnknownNodes } from './unknown-nodes';

interface ModelReportProps {
  readonly file: File;
  readonly analysis: Analysis;
  readonly counting: boolean;
  /** The node that was asked for last, as it stands in the file. */
  readonly described: Described | null;
  readonly onDescribe: (output: string) => void;
  /** Of nodes, measured here or read from a profile that came with the file. */
  readonly times: NodeTimes | null;
  readonly onTimes: (times: NodeTimes | null) => void;
  readonly onCount: (options: CountOptions) => void;
  readonly onClose: () => void;
}

/**
 * What does not change with what is chosen is not drawn again for it: files have thousands of
 * nodes.
 */
const Unknowns = memo(UnknownNodes);
const Operators = memo(OperatorTable);
const Intensity = memo(IntensityPlot);
const Save = memo(SaveReport);
const Compare = memo(ComparisonSection);
const Predicted = memo(PredictedTimes);

const constantsIn = (nodes: readonly NodeReport[]): number =>
  nodes.reduce((sum, { opType }) => sum + (opType === 'Constant' ? 1 : 0), 0);

export function ModelReport(props: ModelReportProps) {
  const {
    file: bytes,
    analysis,
    counting,
    described,
    onDescribe,
    times,
    onTimes,
    onCount,
    onClose,
  } = props;
  const { file, report } = analysis;
  const { nodes, resolved } = report.coverage;
  const blocks = useMemo(() => blocksOf(report.nodes), [report]);
  const constants = useMemo(() => constantsIn(report.nodes), [report]);
  const [selected, setSelected] = useState<Block | null>(null);
  // A new count makes a new tree; what was chosen is found again by its place.
  const shown = useMemo(
    () => (selected === null ? null : blockAt(blocks, selected.id)),
    [blocks, selected],
  );
  const output = shown?.node?.outputs.find((name) => name !== '');
  useEffect(() => {
    if (output !== undefined) onDescribe(output);
  }, [output, onDescribe]);
  const given = JSON.stringify(analysis.options);
  return (
    <article aria-busy={counting} className={counting ? 'opacity-60' : undefined}>
      <header className="mt-8 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 className="text-xl [overflow-wrap:anywhere]">{file.name}</h2>
        <p className="text-grey-4 text-sm">
          <Quantity value={file.sizeBytes} unit="B" prefixed /> · opset {file.opset ?? '—'} · IR{' '}
          {file.irVersion}
          {file.producer !== '' && ` · ${file.producer}`} ·{' '}
          <button type="button" className="link no-print" onClick={onClose}>
            Close
          </button>
        </p>
      </header>
      <Totals report={report} />
      <p className="mt-4 text-grey-4 text-sm" data-testid="coverage">
        {resolved === nodes
          ? `All ${integer(nodes)} nodes are counted.`
          : `${integer(resolved)} of ${integer(nodes)} nodes are counted; totals leave out the rest, listed below with reasons.`}{' '}
        {report.assumedNodes > 0 &&
          `${integer(report.assumedNodes)} of them rest on an assumption. `}
        {report.deadNodes.length > 0 &&
          `${integer(report.deadNodes.length)} nodes lead to no output and are left out. `}
        FLOPs = 2 × MACs of matrix products and convolutions; other operations stand apart (
        {report.convention}).
      </p>
      {file.missingFiles.length > 0 && (
        <p className="mt-2 text-grey-4 text-sm [overflow-wrap:anywhere]">
          {file.missingFiles.slice(0, 3).join(', ')}{' '}
          {file.missingFiles.length > 1 ? 'hold' : 'holds'} weights beside the file. Counting rarely
          needs them; drop them together with the file if something stays open.
        </p>
      )}
      <Save analysis={analysis} />
      <GivenForm analysis={analysis} onCount={onCount} />
      {report.coverage.unknown.length > 0 && <Unknowns unknown={report.coverage.unknown} />}
      <BlockPicture blocks={blocks} times={times} onSelect={setSelected} />
      <Operators report={report} times={times} />
      <Section
        id="layers"
        title="Layers"
        aside={`Blocks by the names of nodes${constants === 0 ? '' : ` · ${integer(constants)} constants folded away`}`}
      >
        {shown !== null && (
          <LayerDetails
            block={shown}
            times={times}
            description={described?.output === output ? (described?.description ?? null) : null}
            onClose={() => setSelected(null)}
          />
        )}
        <LayerTable
          report={report}
          blocks={blocks}
          times={times}
          selected={shown}
          onSelect={setSelected}
        />
      </Section>
      <Compare analysis={analysis} />
      <Intensity nodes={report.nodes} />
      <Predicted execution={analysis.execution} />
      {/* Other extents are another model: what was measured before does not stand beside them. */}
      <CheckHere key={`check ${given}`} file={bytes} analysis={analysis} />
      <RunHere key={given} file={bytes} analysis={analysis} />
      <MeasuredTimes
        key={`times ${given}`}
        file={bytes}
        analysis={analysis}
        times={times}
        onTimes={onTimes}
      />
    </article>
  );
}

function blockAt(blocks: readonly Block[], id: string): Block | null {
  for (const block of blocks) {
    if (block.id === id) return block;
    if (id.startsWith(`${block.id}.`)) return blockAt(block.children, id);
  }
  return null;
}
