'use client';
// The desk of an analysis: the drop zone becomes the report. A new file may be dropped at any time.
import { DropZone } from './drop-zone';
import { ModelReport } from './model-report';
import { useAnalysis } from './use-analysis';

export function AnalysisDesk() {
  const { state, open, count, reset } = useAnalysis();
  return (
    <div data-stage={state.stage}>
      <DropZone compact={state.stage === 'done'} onFile={open} />
      <div aria-live="polite">
        {state.stage === 'reading' && (
          <div className="mt-6 flex flex-wrap items-center gap-4">
            <p className="min-w-0 text-sm [overflow-wrap:anywhere]">
              {state.fraction === null ? 'Counting' : 'Reading'} {state.name}
            </p>
            {state.fraction === null ? (
              <progress className="h-1 w-40" aria-label="Counting" />
            ) : (
              <progress className="h-1 w-40" aria-label="Reading" value={state.fraction} />
            )}
            <button type="button" className="button-quiet" onClick={reset}>
              Cancel
            </button>
          </div>
        )}
        {state.stage === 'failed' && (
          <div className="mt-6" role="alert">
            <p className="font-medium [overflow-wrap:anywhere]">{state.name} cannot be read</p>
            <p className="mt-1 text-grey-4 text-sm [overflow-wrap:anywhere]">{state.reason}</p>
          </div>
        )}
      </div>
      {state.stage === 'done' && (
        <ModelReport
          file={state.file}
          analysis={state.analysis}
          counting={state.counting}
          onCount={count}
          onClose={reset}
        />
      )}
    </div>
  );
}
