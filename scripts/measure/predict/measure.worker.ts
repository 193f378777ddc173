// Measures workloads one after another in one worker, with the engine's own session, loop and
// estimator: what the suite `predict` does for its kernels, and for nets what they are judged by.
import type { Clock } from '@/lib/bench/clock';
import { timerStepUs } from '@/lib/bench/clock';
import { measure } from '@/lib/bench/measure';
import { centreOf } from '@/lib/bench/stats';
import { writeModel } from '@/lib/onnx/write';
import { openSession } from '@/lib/ort/session';
import { findSubject } from './subjects';

export interface MeasureRequest {
  readonly ids: readonly string[];
  readonly threads: number;
  readonly capMs: number;
}

export interface Measured {
  readonly id: string;
  /** Null where it did not run. */
  readonly ms: number | null;
  readonly samples: number;
  /** Half of the 95 % interval over the time. */
  readonly halfWidth: number;
  readonly sessionMs: number;
  readonly reason: string | null;
}

const clock: Clock = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };
const SEED = 1;

async function one(
  id: string,
  { threads, capMs }: MeasureRequest,
  stepUs: number,
): Promise<Measured> {
  const failed = (reason: string): Measured => ({
    id,
    ms: null,
    samples: 0,
    halfWidth: 0,
    sessionMs: 0,
    reason,
  });
  const workload = await findSubject(id);
  const model = writeModel(workload.build(SEED));
  const opened = await openSession({
    model,
    backend: 'wasm',
    threads,
    mode: 'run',
    inputs: workload.inputs,
    seed: SEED,
  });
  if (!opened.ok) return failed(opened.error.reason);
  const session = opened.value;
  if (session.threadsGot !== threads)
    return failed(`${session.threadsGot} threads instead of ${threads}`);
  await session.run();
  const series = await measure(session, {
    clock,
    timerStepUs: stepUs,
    capMs,
    gate: async () => 'clean',
  });
  await session.close();
  const { timeMs, relativeHalfWidth } = centreOf(series.samples);
  const { sessionMs } = session;
  return {
    id,
    ms: timeMs,
    samples: series.samples.length,
    halfWidth: relativeHalfWidth,
    sessionMs,
    reason: null,
  };
}

async function all(request: MeasureRequest): Promise<readonly Measured[]> {
  const stepUs = timerStepUs(clock);
  const found: Measured[] = [];
  for (const id of request.ids) {
    found.push(
      await one(id, request, stepUs).catch((error: unknown) => ({
        id,
        ms: null,
        samples: 0,
        halfWidth: 0,
        sessionMs: 0,
        reason: String(error),
      })),
    );
  }
  return found;
}

self.onmessage = ({ data }: MessageEvent<MeasureRequest>): void => {
  all(data).then((found) => self.postMessage(found));
};
