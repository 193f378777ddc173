// Measures the configuration it is told to, checks the output, and reports; it chooses nothing.
// What follows in the same worker, if anything, is of the same backend and thread count. Abort is
// terminate(). Between samples it looks whether the page was hidden, and pauses as long as it is.
import '@/lib/core/built-ins';
import { type Clock, timerStepUs } from '@/lib/bench/clock';
import { type GateVerdict, measure, type Progress } from '@/lib/bench/measure';
import type { Outcome, OutputFacts } from '@/lib/bench/outcome';
import { reportAdapter } from '@/lib/device/adapter-report';
import { compareGolden, projectOutputs } from '@/lib/models/golden';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import type { Golden, InputSpec, ManifestEntry } from '@/lib/models/workload';
import { runtimeFailure, unexpectedFailure } from '@/lib/ort/failure';
import { type OpenSession, openSession } from '@/lib/ort/session';
import type {
  FileRequest,
  FromWorker,
  HiddenCount,
  MeasureRequest,
  Report,
  ToWorker,
  WorkloadRequest,
} from '@/workers/bench-messages';

const clock: Clock = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };
const say = (message: FromWorker): void => self.postMessage(message);

/** Waits while the page is hidden, and knows for how long it was. */
class Gate {
  #hiddenMs = 0;
  #hiddenSince: number | null = null;
  #interrupted = false;
  #release: (() => void) | null = null;
  #pauses = 0;
  #hiddenCount: HiddenCount = null;
  readonly #channel = new MessageChannel();

  /** Begins anew for one configuration. */
  watch(hiddenCount: HiddenCount): void {
    this.#hiddenCount = hiddenCount;
    this.#hiddenMs = 0;
    this.#interrupted = this.#hiddenSince !== null;
    this.#pauses = 0;
  }

  pause(): void {
    this.#pauses += 1;
    this.#hiddenSince ??= clock.wallMs();
    this.#interrupted = true;
  }

  resume(): void {
    if (this.#hiddenSince !== null) this.#hiddenMs += clock.wallMs() - this.#hiddenSince;
    this.#hiddenSince = null;
    this.#release?.();
    this.#release = null;
  }

  get hiddenMs(): number {
    return this.#hiddenMs;
  }

  /**
   * Without a turn of the event loop where the shared count says that no pause is on its way,
   * because a turn puts the thread to sleep; where there is no such count, every pass takes one.
   */
  async pass(): Promise<GateVerdict> {
    if (this.#hiddenCount === null) await this.#turn();
    else while (this.#pauses < Atomics.load(this.#hiddenCount, 0)) await this.#turn();
    if (this.#hiddenSince !== null) await new Promise<void>((resolve) => (this.#release = resolve));
    const verdict = this.#interrupted ? 'interrupted' : 'clean';
    this.#interrupted = false;
    return verdict;
  }

  /** One turn of the event loop: what the page has said arrives. */
  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#channel.port1.onmessage = () => resolve();
      this.#channel.port2.postMessage(null);
    });
  }
}

/** A report of a configuration that never came to run. */
const BLANK: Report = {
  outcome: { outcome: 'failed', cause: 'run', reason: 'The clock of this browser stands still.' },
  threadsGot: null,
  fellBack: false,
  timerStepUs: 0,
  bundle: null,
  validationMode: null,
  webgpu: null,
  buildMs: 0,
};

const gate = new Gate();

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  if (data.type === 'pause') gate.pause();
  else if (data.type === 'resume') gate.resume();
  else {
    gate.watch(data.hiddenCount);
    void perform(data.request)
      .catch((error: unknown): Report => ({ ...BLANK, outcome: unexpectedFailure(error) }))
      .then((report) => say({ type: 'done', report }));
  }
};

async function perform(request: MeasureRequest): Promise<Report> {
  const stepUs = timerStepUs(clock);
  if (!Number.isFinite(stepUs)) return BLANK;
  const known = { ...BLANK, timerStepUs: stepUs };

  say({ type: 'phase', phase: 'building' });
  const buildStart = clock.monotonicMs();
  const prepared = 'file' in request ? await fileSubject(request) : await workloadSubject(request);
  const buildMs = clock.monotonicMs() - buildStart;
  if (typeof prepared === 'string') {
    return {
      ...known,
      buildMs,
      outcome: { outcome: 'failed', cause: 'session', reason: prepared },
    };
  }

  say({ type: 'phase', phase: 'opening' });
  const { backend, threads, mode } = request;
  const { model, inputs, seed } = prepared;
  const opened = await openSession({ model, backend, threads, mode, inputs, seed });
  if (!opened.ok) return { ...known, buildMs, outcome: opened.error };
  const session = opened.value;
  const { gpu } = session;
  const outcome = await timed(session, request, prepared, stepUs);
  // For whatever is measured next in this worker. After a failure there is none.
  if (outcome.outcome === 'measured') await session.close().catch(() => undefined);
  return {
    ...known,
    buildMs,
    outcome,
    threadsGot: session.threadsGot,
    fellBack: session.fellBack,
    bundle: session.bundle,
    validationMode: session.validationMode,
    webgpu:
      gpu === null
        ? null
        : reportAdapter({ ...gpu, features: gpu.device.features, limits: gpu.device.limits }),
  };
}

interface Verdict {
  readonly output: OutputFacts | null;
  /** In words why the output does not stand; null where it does. */
  readonly wrong: string | null;
}

/** What is measured, whatever it is. */
interface Prepared {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly inputs: readonly InputSpec[];
  readonly seed: number;
  /** An input for which only the server has a reference. */
  readonly privateSeed: number | null;
  readonly check: (session: OpenSession) => Promise<Verdict>;
}

/** A pinned workload, built here; a text where the bytes are not the pinned ones. */
async function workloadSubject({
  workload,
  goldenIndex,
  privateSeed,
}: WorkloadRequest): Promise<Prepared | string> {
  const entry = MANIFEST.get(workload);
  const golden = entry?.golden[goldenIndex % Math.max(entry.golden.length, 1)];
  if (entry === undefined || golden === undefined)
    return `The workload '${workload}' is not pinned.`;
  const model = await buildWorkload(entry.id);
  const digest = await sha256(model);
  if (digest !== entry.digest) return `The bytes built here (${digest}) are not the pinned ones.`;
  const checked = (session: OpenSession): Promise<Verdict> => check(session, entry, golden);
  return { model, inputs: entry.inputs, seed: golden.seed, privateSeed, check: checked };
}

/** The visitor's own model. There is no reference for its output. */
async function fileSubject({ file, inputs }: FileRequest): Promise<Prepared> {
  const seed = 1;
  const unchecked: Verdict = { output: { seed, projections: [], samples: [] }, wrong: null };
  return {
    model: new Uint8Array(await file.arrayBuffer()),
    inputs,
    seed,
    privateSeed: null,
    check: async () => unchecked,
  };
}

async function timed(
  session: OpenSession,
  { capMs, sustainMs }: MeasureRequest,
  { check: verdict, privateSeed }: Prepared,
  stepUs: number,
): Promise<Outcome> {
  try {
    say({ type: 'phase', phase: 'first-run' });
    const start = clock.monotonicMs();
    await session.run();
    await session.settle();
    const firstRunMs = clock.monotonicMs() - start;
    const { sessionMs } = session;

    const before = await verdict(session);
    if (before.wrong !== null) {
      return {
        outcome: 'incorrect',
        sessionMs,
        firstRunMs,
        output: before.output,
        reason: before.wrong,
      };
    }
    say({ type: 'phase', phase: 'warm-up' });
    const pass = (progress: Progress): Promise<GateVerdict> => {
      say({ type: 'progress', progress });
      return gate.pass();
    };
    const series = await measure(session, {
      clock,
      timerStepUs: stepUs,
      capMs,
      sustainMs,
      gate: pass,
    });

    say({ type: 'phase', phase: 'checking' });
    const after = await verdict(session);
    if (after.wrong !== null || after.output === null) {
      const reason = `After sampling: ${after.wrong ?? 'no output'}`;
      return { outcome: 'incorrect', sessionMs, firstRunMs, output: after.output, reason };
    }
    const unseen = privateSeed === null ? null : await outputFor(session, privateSeed);
    if (unseen !== null && unseen.output === null) {
      return {
        outcome: 'incorrect',
        sessionMs,
        firstRunMs,
        output: null,
        reason: `For another input: ${unseen.wrong}`,
      };
    }
    return {
      outcome: 'measured',
      sessionMs,
      firstRunMs,
      warmup: series.warmup,
      samples: series.samples,
      firstPass: null,
      output: after.output,
      ...(unseen !== null && unseen.output !== null && { privateOutput: unseen.output }),
      hiddenMs: gate.hiddenMs,
      clocks: { monotonicMs: series.monotonicMs, wallMs: series.wallMs },
      betweenMs: series.betweenMs,
      spins: [],
      frameGaps: null,
      pressure: null,
    };
  } catch (error) {
    return runtimeFailure(error, 'run');
  }
}

/** Runs once more, on the input of `seed`, which is fed. */
async function sketched(session: OpenSession, seed: number): Promise<Verdict> {
  const sketch = projectOutputs(await session.outputs());
  const finite = [...sketch.projections, ...sketch.samples].every(Number.isFinite);
  return finite
    ? { output: { seed, ...sketch }, wrong: null }
    : { output: null, wrong: 'The output holds NaN or infinity.' };
}

/** Feeds another input, for which there is no reference here. */
function outputFor(session: OpenSession, seed: number): Promise<Verdict> {
  session.feed(seed);
  return sketched(session, seed);
}

/** Runs once more and compares the output with native ONNX Runtime's. */
async function check(session: OpenSession, entry: ManifestEntry, golden: Golden): Promise<Verdict> {
  const verdict = await sketched(session, golden.seed);
  if (verdict.output === null) return verdict;
  const { ok, error } = compareGolden(verdict.output, golden, entry.tolerance);
  const percent = (share: number): string => `${(share * 100).toPrecision(2)} %`;
  const wrong = `The output is wrong by ${percent(error)} of its largest value; ${percent(entry.tolerance)} is allowed.`;
  return { ...verdict, wrong: ok ? null : wrong };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
