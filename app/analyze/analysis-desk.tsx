// The desk of an analysis: the drop zone becomes the report. A new file may be dropped at any time.
import { useCallback, useState } from 'preact/hooks';
import { modelsAmong, profilesAmong } from '@/app/_client/given-files';
import { Reading } from '@/app/_client/reading';
import { useAnalysis } from '@/app/_client/use-analysis';
import { type NodeTimes, parseProfile } from '@/lib/flops/profile';
import type { CountOptions } from '@/lib/flops/report';
import type { GivenFile } from '@/workers/analyse-messages';
import { DropZone } from './drop-zone';
import { ModelReport } from './model-report';

interface Given {
  readonly files: readonly GivenFile[];
  readonly models: readonly GivenFile[];
  readonly model: GivenFile;
}

/**
 * Times of nodes, and whether they were taken here: then they are those of the extents that were
 * bound.
 */
interface Timed {
  readonly times: NodeTimes;
  readonly here: boolean;
}

async function firstProfile(files: readonly GivenFile[]): Promise<NodeTimes | null> {
  for (const { file } of profilesAmong(files)) {
    const times = parseProfile(await file.text());
    if (times !== null) return times;
  }
  return null;
}

export function AnalysisDesk() {
  const { state, open, count, describe, reset } = useAnalysis();
  const [given, setGiven] = useState<Given | null>(null);
  const [timed, setTimed] = useState<Timed | null>(null);

  const choose = useCallback(
    (files: readonly GivenFile[], models: readonly GivenFile[], model: GivenFile) => {
      setGiven({ files, models, model });
      setTimed(null);
      open(model, files);
      void firstProfile(files).then((times) => times !== null && setTimed({ times, here: false }));
    },
    [open],
  );
  const countAgain = useCallback(
    (options: CountOptions) => {
      setTimed((old) => (old?.here === true ? null : old));
      count(options);
    },
    [count],
  );
  const setTimes = useCallback(
    (times: NodeTimes | null) => setTimed(times && { times, here: true }),
    [],
  );
  const take = useCallback(
    (files: readonly GivenFile[]) => {
      const models = modelsAmong(files);
      const [first] = models;
      if (first !== undefined) choose(files, models, first);
    },
    [choose],
  );
  return (
    <div data-stage={state.stage}>
      <DropZone compact={state.stage === 'done'} onFiles={take} />
      <Reading state={state} onCancel={reset} />
      {given !== null && given.models.length > 1 && (
        <label className="mt-4 flex flex-wrap items-center gap-3 text-sm">
          <span>{given.models.length} models were given</span>
          <select
            className="field min-w-0 max-w-full font-mono"
            value={given.model.path}
            onChange={({ target }) => {
              const model = given.models.find(({ path }) => path === target.value);
              if (model !== undefined) choose(given.files, given.models, model);
            }}
          >
            {given.models.map(({ path }) => (
              <option key={path}>{path}</option>
            ))}
          </select>
        </label>
      )}
      {state.stage === 'done' && (
        <ModelReport
          file={state.file}
          analysis={state.analysis}
          counting={state.counting}
          described={state.described}
          onDescribe={describe}
          times={timed?.times ?? null}
          onTimes={setTimes}
          onCount={countAgain}
          onClose={reset}
        />
      )}
    </div>
  );
}
