// The visitor's own model on this browser's backends, one after another. Cancelling ends the worker
// that measures; a new binding starts afresh, because other extents are another model.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '@/lib/core/thrown';
import type { InputSpec } from '@/lib/models/workload';
import type { DownloadProgress } from '@/lib/ort/download';
import { obstacleHere } from '@/lib/runner/obstacle';
import type { OwnConfiguration, OwnPhase, OwnResult } from '@/lib/runner/own-model';
import { within } from '@/lib/runner/stages';

export interface OwnRun {
  readonly running: boolean;
  readonly results: readonly OwnResult[];
  /** What is being measured, and where it stands. */
  readonly current: {
    readonly configuration: OwnConfiguration;
    readonly phase: OwnPhase;
    /** While the runtime is fetched; null before and after. */
    readonly download: DownloadProgress | null;
  } | null;
  readonly planned: number;
  /** Why it stopped, in words; null where nothing stopped it. */
  readonly stopped: string | null;
}

const IDLE: OwnRun = { running: false, results: [], current: null, planned: 0, stopped: null };

/**
 * What measures, loaded when something is measured, and what there is to measure on.
 * @throws Error with the reason where nothing can be measured here.
 */
async function measuring() {
  const obstacle = obstacleHere();
  if (obstacle !== null) throw new Error(`${obstacle.why} ${obstacle.next}`);
  const [{ measureOwnModel, ownConfigurations }, { capabilitiesOf, probeAdapter, probePage }] =
    await Promise.all([import('@/lib/runner/own-model'), import('@/lib/runner/probe')]);
  const looked = await within('looking', () => Promise.all([probePage(), probeAdapter()]));
  if (!looked.ok) throw new Error(`${looked.error.why} ${looked.error.next}`);
  return { measureOwnModel, configurations: ownConfigurations(capabilitiesOf(...looked.value)) };
}

export function useOwnRun() {
  const [run, setRun] = useState<OwnRun>(IDLE);
  const abort = useRef<AbortController | null>(null);
  const cancel = useCallback(() => {
    abort.current?.abort();
    abort.current = null;
    setRun((before) => ({ ...before, running: false, current: null }));
  }, []);
  useEffect(() => () => abort.current?.abort(), []);

  const start = useCallback(async (file: File, inputs: readonly InputSpec[]) => {
    const control = new AbortController();
    const change = (part: Partial<NonNullable<OwnRun['current']>>): void =>
      setRun((before) =>
        before.current === null ? before : { ...before, current: { ...before.current, ...part } },
      );
    abort.current = control;
    setRun({ ...IDLE, running: true });
    try {
      const { measureOwnModel, configurations } = await measuring();
      if (control.signal.aborted) return;
      setRun({ ...IDLE, running: true, planned: configurations.length });
      await measureOwnModel(file, inputs, configurations, {
        signal: control.signal,
        onStart: (configuration) =>
          setRun((before) => ({
            ...before,
            current: { configuration, phase: 'building', download: null },
          })),
        onPhase: (phase) => change({ phase, download: null }),
        onDownload: (download) => change({ download }),
        onResult: (result) =>
          setRun((before) => ({ ...before, results: [...before.results, result], current: null })),
      });
      if (!control.signal.aborted)
        setRun((before) => ({ ...before, running: false, current: null }));
    } catch (error) {
      if (control.signal.aborted) return;
      setRun((before) => ({ ...before, running: false, current: null, stopped: messageOf(error) }));
    }
  }, []);
  return { run, start, cancel };
}
