// The report of one file, top to bottom: what it is, totals, unbound dimensions, share by operator, intensity, layers.
import { Quantity } from '@/app/_components/quantity';
import { Section } from '@/app/_components/section';
import { integer } from '@/lib/core/format';
import type { CountOptions } from '@/lib/flops/report';
import type { Analysis } from '@/workers/analyse-messages';
import { BindingForm } from './binding-form';
import { IntensityPlot } from './intensity-plot';
import { LayerTable } from './layer-table';
import { OperatorShare } from './operator-share';
import { RunHere } from './run-here';
import { SaveReport } from './save-report';
import { Totals } from './totals';
import { UnknownNodes } from './unknown-nodes';

interface ModelReportProps {
  readonly file: File;
  readonly analysis: Analysis;
  readonly counting: boolean;
  readonly onCount: (options: CountOptions) => void;
  readonly onClose: () => void;
}

export function ModelReport({ file: bytes, analysis, counting, onCount, onClose }: ModelReportProps) {
  const { file, report } = analysis;
  const { nodes, resolved } = report.coverage;
  return (
    <article aria-busy={counting} className={counting ? 'opacity-60' : undefined}>
      <header className="mt-8 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 className="text-xl [overflow-wrap:anywhere]">{file.name}</h2>
        <p className="text-grey-4 text-sm">
          <Quantity value={file.sizeBytes} unit="B" prefixed /> · opset {file.opset ?? '—'} · IR {file.irVersion}
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
        FLOPs = 2 × MACs of matrix products and convolutions; other operations stand apart ({report.convention}).
      </p>
      <SaveReport analysis={analysis} />
      {file.freeDimensions.length > 0 && <BindingForm analysis={analysis} onCount={onCount} />}
      {report.coverage.unknown.length > 0 && <UnknownNodes unknown={report.coverage.unknown} />}
      {/* Other extents are another model: what was measured before does not stand beside them. */}
      <RunHere key={JSON.stringify(analysis.options.bind ?? {})} file={bytes} analysis={analysis} />
      <OperatorShare report={report} />
      <IntensityPlot nodes={report.nodes} />
      <Section id="layers" title="Layers" aside="Blocks fold by the path in the names of nodes">
        <LayerTable nodes={report.nodes} />
      </Section>
    </article>
  );
}
