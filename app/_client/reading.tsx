// What goes on with a file before its report stands: reading, counting, or why it cannot be read.
import type { AnalysisState } from './use-analysis';

interface ReadingProps {
  readonly state: AnalysisState;
  readonly onCancel: () => void;
}

export function Reading({ state, onCancel }: ReadingProps) {
  return (
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
          <button type="button" className="button-quiet" onClick={onCancel}>
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
  );
}
