// Times of layers: taken here on WASM, or read from a profile of ONNX Runtime that was dropped with
// the file. The picture, the operators and the layers then show them.
import { Section } from '@/app/_components/section';
import { duration, integer, percentToTenth } from '@/lib/core/format';
import type { NodeTimes } from '@/lib/flops/profile';
import { specsOf } from '@/lib/models/graph-inputs';
import { downloadWords } from '@/lib/runner/download-words';
import type { Analysis } from '@/workers/analyse-messages';
import { coverageOf } from './node-times';
import { obstacle } from './obstacle';
import { PROFILED_RUNS, useNodeTimes } from './use-node-times';

interface MeasuredTimesProps {
  readonly file: File;
  readonly analysis: Analysis;
  readonly times: NodeTimes | null;
  readonly onTimes: (times: NodeTimes | null) => void;
}

export function MeasuredTimes({ file, analysis, times, onTimes }: MeasuredTimesProps) {
  const { state, start, cancel } = useNodeTimes(onTimes);
  const specs = specsOf(analysis.file.inputs, analysis.options.bind ?? {});
  const why = obstacle(analysis);
  return (
    <Section id="times" title="Time per layer" aside="Local only: nothing is sent">
      <p className="max-w-prose text-grey-4 text-sm">
        The runtime's own profiler on WASM with one thread, {PROFILED_RUNS} runs, medians without
        the first. The runtime fuses layers: what it fused stands under the name that it keeps. A
        profile of your own (<code>enable_profiling</code>) can be dropped together with the file
        instead.
      </p>
      <div className="mt-4 flex flex-wrap items-center gap-4" aria-live="polite">
        {state.stage === 'running' || state.stage === 'fetching' ? (
          <>
            <button type="button" className="button-quiet" onClick={cancel}>
              Cancel
            </button>
            <progress
              className="h-1 w-40"
              aria-label="Timing"
              value={state.stage === 'running' ? state.done : 0}
              max={PROFILED_RUNS}
            />
            {state.stage === 'fetching' && state.download !== null && (
              <p className="text-sm">{downloadWords(state.download)}</p>
            )}
          </>
        ) : (
          <button
            type="button"
            className="button-quiet"
            disabled={why !== null}
            onClick={() => specs.ok && void start(file, specs.value)}
          >
            {times === null ? 'Time the layers' : 'Time them again'}
          </button>
        )}
        {why !== null && <p className="text-sm">{why}</p>}
        {state.stage === 'failed' && (
          <p role="alert" className="max-w-[60ch] text-sm [overflow-wrap:anywhere]">
            {state.reason}
          </p>
        )}
      </div>
      {times !== null && <Result analysis={analysis} times={times} onClear={() => onTimes(null)} />}
    </Section>
  );
}

interface ResultProps {
  readonly analysis: Analysis;
  readonly times: NodeTimes;
  readonly onClear: () => void;
}

function Result({ analysis, times, onClear }: ResultProps) {
  const { totalMs, elsewhereMs } = coverageOf(analysis.report.nodes, times);
  const elsewhere = totalMs === 0 ? 0 : elsewhereMs / totalMs;
  return (
    <p className="mt-4 text-sm" data-testid="node-times">
      {duration(totalMs)} in {integer(times.byNode.size)} kernels, {integer(times.runs)} runs;{' '}
      {percentToTenth(elsewhere)} in kernels that are no layer of the file.{' '}
      <button type="button" className="link" onClick={onClear}>
        Remove the times
      </button>
    </p>
  );
}
