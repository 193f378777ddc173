// The visitor's own file in place of a network of the zoo: counted by a worker of this page, with
// likely extents where the file leaves some open. It goes nowhere.
import { useEffect, useMemo } from 'preact/hooks';
import { modelsAmong } from '@/app/_client/given-files';
import type { AnalysisControl, AnalysisState } from '@/app/_client/use-analysis';
import { integer } from '@/lib/core/format';
import { type Charges, chargesOfExecution } from '@/lib/predict/charges';
import type { Analysis, GivenFile } from '@/workers/analyse-messages';

export interface AskedModel {
  readonly title: string;
  readonly modelBytes: number;
  readonly charges: Charges;
}

/** Opens the first model among the files. */
export function openModel({ open }: AnalysisControl, files: readonly GivenFile[]): void {
  const [model] = modelsAmong(files);
  if (model !== undefined) open(model, files);
}

const bindOf = ({ options }: Analysis): Readonly<Record<string, number>> => options.bind ?? {};

/** What the file is charged, once it is counted; extents that it leaves open are guessed first. */
export function useOwnModel({ state, count }: AnalysisControl): AskedModel | null {
  const analysis = state.stage === 'done' ? state.analysis : null;
  useEffect(() => {
    if (analysis === null || Object.keys(bindOf(analysis)).length > 0) return;
    const guessed = analysis.file.openDimensions.filter(({ follows }) => follows === null);
    if (guessed.length === 0) return;
    const bind = Object.fromEntries(guessed.map(({ name, guess }) => [name, guess]));
    count({ ...analysis.options, bind });
  }, [analysis, count]);
  return useMemo(
    () =>
      analysis === null
        ? null
        : {
            title: analysis.file.name,
            modelBytes: analysis.file.sizeBytes,
            charges: chargesOfExecution(analysis.execution),
          },
    [analysis],
  );
}

interface OwnFactsProps {
  readonly state: AnalysisState;
  readonly onCount: AnalysisControl['count'];
}

/** Extents that were guessed, to be changed, and what of the file is not known. */
export function OwnFacts({ state, onCount }: OwnFactsProps) {
  if (state.stage !== 'done') return null;
  const { analysis } = state;
  const bound = bindOf(analysis);
  const names = Object.keys(bound);
  const unknown = analysis.execution.unknown.length;
  return (
    <>
      {names.length > 0 && (
        <div className="mt-4 flex flex-wrap items-end gap-4">
          {names.map((name) => (
            <label key={name} className="grid gap-1 text-grey-4 text-xs">
              {name}
              <input
                type="number"
                min="1"
                className="field w-28 text-ink"
                value={bound[name]}
                onChange={({ currentTarget }) => {
                  const extent = Number(currentTarget.value);
                  if (Number.isInteger(extent) && extent > 0)
                    onCount({ ...analysis.options, bind: { ...bound, [name]: extent } });
                }}
              />
            </label>
          ))}
          <p className="text-grey-4 text-sm">The file leaves these open.</p>
        </div>
      )}
      {unknown > 0 && (
        <p className="mt-2 text-sm">
          {integer(unknown)} {unknown === 1 ? 'node' : 'nodes'} of unknown extents are left out: the
          true time is longer. <a href="/analyze">Analyze</a> says which.
        </p>
      )}
    </>
  );
}
