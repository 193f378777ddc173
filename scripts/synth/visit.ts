// One visit as its page would send it: the plan of the suite on this machine, an outcome for each
// step, failures, wrong outputs and fallbacks among them, and the facts around.
import { PROTOCOL } from '@/lib/bench/protocol';
import { SUITES, type SuiteId } from '@/lib/bench/suites';
import type { Backend } from '@/lib/core/backend';
import { createPrng, type Prng, seedOf } from '@/lib/core/prng';
import { deviceOf } from '@/lib/device/device';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import {
  AS_SUITE,
  type Capabilities,
  memoryNeeded,
  passesOf,
  planRun,
  type Step,
} from '@/lib/runner/plan';
import {
  CONSENT_VERSION,
  type Environment,
  LICENCE,
  type Measurement,
  type RunSubmission,
  SUBMISSION_SCHEMA_VERSION,
} from '@/lib/submission/schema';
import { between, chance, factor } from './draws';
import { type Engine, runMs } from './engine';
import { majorAt } from './fleet';
import {
  browserOf,
  type Condition,
  conditionOf,
  engineOf,
  environmentOf,
  habit,
  type Person,
  steadinessOf,
} from './person';
import { type Steadiness, type Taken, takeSamples, takeSustained } from './series';

export interface Visit {
  readonly person: Person;
  readonly number: number;
  readonly at: Date;
  /** Place between the first and the last visit of all, 0 to 1: browsers get newer. */
  readonly share: number;
  readonly suite: SuiteId | 'custom';
}

export interface Visited {
  /** Of all visits of all seeds. */
  readonly name: string;
  readonly submission: RunSubmission;
  readonly goldenIndex: number;
  /** What the run's proofs show, 10⁹ FLOP/s; empty where the visitor left before. */
  readonly proven: ReadonlyMap<'wasm' | 'webgpu', number>;
}

/** What people measure who choose by themselves. */
const CHOSEN: readonly (readonly string[])[] = [
  ['gemm-1024-fp32', 'vit-b-16-fp32', 'vit-b-32-fp32'],
  ['gemm-512-fp32', 'gemm-1024-fp32', 'gemm-2048-fp32'],
  ['gemm-1024-fp32', 'gpt2-decode128-fp32', 'gpt2-decode128-fp16', 'gpt2-decode128-w4a32'],
  ['conv-3x3-256-14-fp32', 'resnet50-fp32', 'resnet50-fp16', 'resnet50-pruned50-fp32'],
  ['gemm-1024-fp32', 'bert-base-fp32', 'bert-base-w8a8', 'minilm-l6-fp32'],
];

interface Setting {
  readonly visit: Visit;
  readonly environment: Environment;
  readonly condition: Condition;
  readonly steadiness: Steadiness;
  readonly goldenIndex: number;
  readonly prng: Prng;
}

export function makeVisit(seed: number, visit: Visit): Visited {
  const { person, number, suite, at } = visit;
  const name = `${seed}/${person.machineIndex}/${person.index}/${number}`;
  const prng = createPrng(seedOf(`visit/${name}`));
  const condition = conditionOf(prng);
  const environment = environmentOf(person, browserOf(person, majorAt(visit.share)), condition);
  const steadiness = steadinessOf(person, condition, prng);
  const setting = {
    visit,
    environment,
    condition,
    steadiness,
    goldenIndex: prng.below(2 ** 31),
    prng,
  };
  const steps = stepsOf(setting);
  const cancelledFrom = chance(prng, 0.02) ? Math.ceil(steps.length / 2) : steps.length;
  const canary = canaryOf(setting);
  return {
    name,
    submission: {
      schema: SUBMISSION_SCHEMA_VERSION,
      protocol: PROTOCOL.id,
      suite,
      suiteVersion: suite === 'custom' ? 0 : SUITES[suite].version,
      // Nobody signed it: the generator hands the opened ticket to acceptance itself.
      ticket: 'generated',
      submitterKey: person.key,
      consent: { version: CONSENT_VERSION, licence: LICENCE },
      startedAt: at.toISOString(),
      environment,
      // What was cancelled tells nothing of the device, and is not sent.
      measurements: steps
        .slice(0, cancelledFrom)
        .map((step) => measurementOf(step, setting, canary)),
    },
    goldenIndex: setting.goldenIndex,
    proven: proofsOf(setting),
  };
}

/** In the order in which they end. */
function stepsOf({ visit: { person, suite, number }, environment, goldenIndex }: Setting): Step[] {
  const software = deviceOf(environment, 'webgpu').software;
  const seen: Capabilities = {
    cores: environment.cores,
    memoryGiB: environment.memoryGiB,
    webgpu: environment.webgpu,
    webnn: person.machine.npuGflops !== null,
    wasm: environment.simd ? 'simd' : 'no-simd',
    sharedMemory: environment.crossOriginIsolated,
    softwareAdapter: software,
  };
  const options =
    suite !== 'custom'
      ? AS_SUITE
      : {
          ...AS_SUITE,
          workloads: CHOSEN[(person.index + number) % CHOSEN.length] ?? null,
          // Who measures an emulated GPU asks for it by name.
          backends: software ? (['wasm', 'webgpu'] as const) : null,
        };
  const plan = planRun(suite === 'custom' ? SUITES.quick : SUITES[suite], MANIFEST, seen, options);
  return passesOf(plan, goldenIndex).flatMap(({ step, last }) => (last ? [step] : []));
}

const threadsOf = ({ threads }: Step, { environment }: Setting): number =>
  environment.crossOriginIsolated ? threads : 1;

function baseOf(step: Step, setting: Setting) {
  const { entry, backend, threads, mode, sustainMs } = step;
  const ran = step.skip === null;
  return {
    workload: entry.id,
    version: entry.version,
    digest: entry.digest,
    backend,
    threadsWanted: threads,
    threadsGot: ran && backend === 'wasm' ? threadsOf(step, setting) : null,
    fellBack: false,
    bundle: ran ? (backend === 'wasm' ? ('wasm' as const) : ('webgpu-jspi' as const)) : null,
    validationMode: ran && backend === 'webgpu' ? ('basic' as const) : null,
    ...(mode !== 'run' && { options: mode === 'sustained' ? { mode, sustainMs } : { mode } }),
  };
}

/** Runs that take longer end in the page's watchdog. */
const { silenceMs } = PROTOCOL.watchdog;

/**
 * Graphs that WebGPU does not run whole: the rest of them runs on the CPU
 * (lib/models/forms/support.json).
 */
const fallsBack = ({ precision, family }: ManifestEntry): boolean =>
  precision === 'w8a8' || family === 'LSTM';

type Arm<Outcome extends 'failed' | 'crashed'> = Pick<
  Extract<Measurement, { outcome: Outcome }>,
  'outcome' | 'cause' | 'reason'
>;

function failureOf(
  { entry, backend, mode }: Step,
  { visit: { person }, prng }: Setting,
  perRunMs: number,
): Arm<'failed'> | Arm<'crashed'> | null {
  const failed = (cause: Arm<'failed'>['cause'], reason: string): Arm<'failed'> => ({
    outcome: 'failed',
    cause,
    reason,
  });
  const { memoryGiB, portable } = person.machine;
  const needed = memoryNeeded(entry);
  const ofSystem = backend.startsWith('webnn');
  if (mode === 'graph' && fallsBack(entry))
    return failed('session', 'Graph capture needs every node on WebGPU, and some run on the CPU.');
  if (ofSystem && (entry.precision.startsWith('w') || fallsBack(entry)))
    return failed('session', 'This session contains nodes that WebNN does not support.');
  if (
    (backend === 'webgpu' || ofSystem) &&
    needed > (memoryGiB / 8) * 2 ** 30 * (portable ? 1.2 : 2.4)
  )
    return failed('out-of-memory', 'Failed to allocate memory for a buffer of the GPU.');
  if (backend === 'wasm' && needed > 3.2 * 2 ** 30)
    return failed('out-of-memory', 'std::bad_alloc');
  if (backend === 'wasm' && memoryGiB <= 4 && needed > 0.2 * 2 ** 30 && chance(prng, 0.3))
    return { outcome: 'crashed', cause: 'worker', reason: 'The worker ended without a message.' };
  if (perRunMs > silenceMs)
    return failed('timeout', `Nothing was heard for ${silenceMs / 1000} seconds.`);
  if (backend === 'webgpu' && memoryGiB <= 4 && entry.kind === 'model' && chance(prng, 0.15))
    return failed(
      'device-lost',
      'The GPU device was lost: a valid external Instance reference no longer exists.',
    );
  return null;
}

/**
 * Wrong on some machines: a driver's fast division in grouped and transposed convolutions
 * (onnxruntime #26367).
 */
const isWrong = ({ entry, backend }: Step, { environment }: Setting): boolean =>
  backend === 'webgpu' &&
  environment.webgpu.status === 'available' &&
  environment.webgpu.vendor === 'arm' &&
  (/^conv-(?:transposed|grouped)/.test(entry.id) || entry.id === 'shufflenet-v2-x1-0-fp32');

/** Milliseconds per run of the step on this machine in this visit. */
function timeOf(
  { entry, mode }: Step,
  engine: Engine,
  { visit: { person }, condition, prng }: Setting,
): number {
  const slower =
    (condition.onBattery && person.machine.portable ? 1.2 : 1) * (condition.busy ? 1.15 : 1);
  const captured = mode === 'graph' ? { ...engine, dispatchUs: engine.dispatchUs * 0.55 } : engine;
  return (
    runMs(entry, captured) *
    slower *
    habit(person.machineIndex, entry.id, engine.backend) *
    factor(prng, 0.012)
  );
}

function measurementOf(step: Step, setting: Setting, canary: Canary): Measurement {
  const { entry, backend, skip } = step;
  const base = baseOf(step, setting);
  if (skip !== null) return { ...base, ...skip };
  const { visit, environment, goldenIndex, condition, prng } = setting;
  const engine = engineOf(visit.person, environment, backend, threadsOf(step, setting));
  if (engine === null)
    return {
      ...base,
      outcome: 'failed',
      cause: 'session',
      reason: 'WebNN has no such device here.',
    };
  const fellBack = backend === 'webgpu' && fallsBack(entry);
  const perRunMs = fellBack
    ? timeOf(
        step,
        engineOf(visit.person, environment, 'wasm', coresOf(environment)) ?? engine,
        setting,
      ) * HANDED_BACK
    : timeOf(step, engine, setting);
  const failure = failureOf(step, setting, perRunMs);
  if (failure !== null) return { ...base, ...failure };
  const onCpu = backend === 'wasm';
  const opened = {
    sessionMs: round(40 + entry.modelBytes / 2e5 + 30 * prng.unit()),
    firstRunMs: round(onCpu ? perRunMs * 1.4 : perRunMs * 2 + 20 + 90 * prng.unit()),
  };
  const output = outputsOf(entry, goldenIndex, prng);
  if (isWrong(step, setting)) {
    const projections = output.projections.map((value) => value * between(prng, 0.2, 1.6));
    const reason = 'The outputs differ from the reference values.';
    return { ...base, ...opened, outcome: 'incorrect', output: { ...output, projections }, reason };
  }
  const taken = samplesOf(step, setting, perRunMs);
  return {
    ...base,
    ...opened,
    fellBack,
    outcome: 'measured',
    warmup: [...taken.warmup],
    samples: [...taken.samples],
    options: optionsOf(step, taken, canary, prng),
    output,
    hiddenMs: chance(prng, 0.006) ? Math.round(2000 + 20_000 * prng.unit()) : 0,
    clocks: clocksOf(taken, condition, prng),
    frameGaps: frameGapsOf(setting, backend, perRunMs),
    pressure: pressureOf(setting, backend),
  };
}

/** A page draws at 60 Hz, less evenly while its own processor or GPU computes. */
function frameGapsOf({ condition, prng }: Setting, backend: Backend, perRunMs: number) {
  const held = backend === 'wasm' ? 2 : Math.min(perRunMs, 120);
  const p95Ms = round(16.7 + held * prng.unit() + (condition.busy ? 20 * prng.unit() : 0));
  return { p95Ms, longestMs: round(p95Ms * between(prng, 1, condition.busy ? 9 : 3)) };
}

/** Only Chromium says how busy the processor is. */
function pressureOf({ environment, condition, prng }: Setting, backend: Backend) {
  if (environment.userAgentData === null) return null;
  const serious = condition.busy ? 0.5 : backend === 'wasm' ? 0.25 * prng.unit() : 0;
  const critical = condition.busy ? 0.25 * prng.unit() : 0;
  const fair = 0.2 * prng.unit();
  return { nominal: 1 - fair - serious - critical, fair, serious, critical };
}

/** Time over that of the CPU alone, where nodes go back and forth. */
const HANDED_BACK = 1.25;

/** Threads that a browser grants where memory is shared. */
const coresOf = ({ cores, crossOriginIsolated }: Environment): number =>
  crossOriginIsolated ? (cores ?? 1) : 1;

function samplesOf(
  step: Step,
  { visit, environment, steadiness, prng }: Setting,
  perRunMs: number,
): Taken {
  const { timerStepUs } = environment;
  const { throttling } = visit.person.machine;
  return step.mode === 'sustained'
    ? takeSustained(
        { perRunMs, timerStepUs, noise: steadiness.noise, throttling },
        step.sustainMs,
        prng,
      )
    : takeSamples({ perRunMs, capMs: step.capMs, timerStepUs, steadiness }, prng);
}

const round = (ms: number): number => Math.round(ms * 200) / 200;

function optionsOf({ mode, sustainMs }: Step, taken: Taken, canary: Canary, prng: Prng) {
  return {
    ...(mode === 'graph' && { mode }),
    ...(mode === 'sustained' && { mode, sustainMs }),
    betweenMs: round(0.5 + prng.unit()),
    ...(mode !== 'sustained' && { firstPass: taken.firstPass }),
    ...canary,
  };
}

interface Canary {
  readonly canaryBeforeMs: number;
  readonly canaryAfterMs: number;
}

/** Before and after what is measured: a machine that throttles loses between them. */
function canaryOf(setting: Setting): Canary {
  const { visit, environment, steadiness, prng } = setting;
  const entry = MANIFEST.get(PROTOCOL.canary.workload);
  const engine = engineOf(visit.person, environment, 'wasm', coresOf(environment));
  if (entry === undefined || engine === null) throw new Error('the canary cannot run');
  const before = runMs(entry, engine) * factor(prng, 0.01);
  return {
    canaryBeforeMs: round(before),
    canaryAfterMs: round(before * (1 + steadiness.throttling) * factor(prng, 0.01)),
  };
}

function clocksOf({ warmup, samples }: Taken, { clockSet }: Condition, prng: Prng) {
  const monotonicMs = [...warmup, ...samples].reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  const wallMs = Math.round(monotonicMs * (clockSet ? 1.07 : 1 + 0.0004 * (prng.unit() - 0.5)));
  return { monotonicMs, wallMs };
}

/** Right, with the last digits of another order of summation. */
function outputsOf(entry: ManifestEntry, goldenIndex: number, prng: Prng) {
  const golden = entry.golden[goldenIndex % entry.golden.length];
  if (golden === undefined) throw new Error(`${entry.id} has no golden values`);
  const near = (value: number): number =>
    Number((value * (1 + 2e-7 * (prng.unit() - 0.5))).toPrecision(8));
  return {
    seed: golden.seed,
    projections: golden.projections.map(near),
    samples: golden.samples.map(({ value }) => near(value)),
  };
}

const PROVABLE_BACKENDS = ['wasm', 'webgpu'] as const satisfies readonly Backend[];
/** A visitor in thirty closes the page before the proof. */
const UNPROVEN = 1 / 30;

/** What the attested kernel, a chain of products, reaches beside the plain one. */
function proofsOf(setting: Setting): Visited['proven'] {
  const { visit, environment, prng } = setting;
  const product = MANIFEST.get('gemm-1024-fp32');
  if (product === undefined || chance(prng, UNPROVEN)) return new Map();
  return new Map(
    PROVABLE_BACKENDS.flatMap((backend) => {
      if (backend === 'webgpu' && environment.webgpu.status === 'unavailable') return [];
      const engine = engineOf(visit.person, environment, backend, coresOf(environment));
      if (engine === null) return [];
      const ms = runMs(product, engine) * habit(visit.person.machineIndex, product.id, backend);
      return [[backend, (product.flops / (ms * 1e6)) * between(prng, 0.9, 1.06)] as const];
    }),
  );
}
