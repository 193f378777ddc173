import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perIterationMs, type Sample } from '@/lib/bench/samples';
import type { Backend } from '@/lib/core/backend';
import type { ManifestEntry } from '@/lib/models/workload';
import { type AcceptContext, type AcceptedMeasurement, acceptRun } from '@/lib/submission/accept';
import { entriesOf } from '@/lib/submission/entries';
import { agentContradictsHints } from '@/lib/submission/plausibility/environment';
import type { Evidence, Facts } from '@/lib/submission/plausibility/facts';
import { judge } from '@/lib/submission/plausibility/judge';
import { REFUSAL_RULES, ROW_CODES, RUN_CODES } from '@/lib/submission/plausibility/rules';
import { clientMs } from '@/lib/submission/plausibility/times';
import type { Measurement, RunSubmission } from '@/lib/submission/schema';
import { ENVIRONMENT, honestMeasurement, honestSubmission } from '@/scripts/client/submission';
import { ENTRY } from '../support/manifest-entry';

type Measured = Extract<Measurement, { outcome: 'measured' }>;
type Environment = RunSubmission['environment'];

const entry = (id: string, over: Partial<ManifestEntry>): ManifestEntry => ({
  ...ENTRY,
  id,
  ...over,
});
const GEMM = entry('gemm-1024-fp32', { family: 'GEMM', macs: 1024 ** 3, flops: 2 * 1024 ** 3 });
const NET = entry('net-fp32', {
  kind: 'model',
  family: 'ResNet',
  macs: 1e9,
  flops: 2e9,
  macsByOp: { Gemm: 1e9 },
});
const HALF = entry('gemm-1024-fp16', {
  family: 'GEMM',
  precision: 'fp16',
  macs: 1024 ** 3,
  flops: 2 * 1024 ** 3,
});
const COPY = entry('copy-fp32', {
  family: 'Memory',
  metric: 'GB/s',
  macs: 0,
  flops: 0,
  activationBytes: 8e6,
  macsByOp: {},
});
const MANIFEST = new Map([GEMM, NET, HALF, COPY].map((one) => [one.id, one]));
const GOLDEN_INDEX = 4;

const EVIDENCE: Evidence = {
  elapsedMs: 3_600_000,
  provenGflops: new Map(),
};

interface Verdict {
  readonly refused: string | null;
  readonly quarantine: readonly string[];
  readonly levels: readonly number[];
  /** Rows that wait while the run counts. */
  readonly waiting: readonly boolean[];
}

const CONTEXT: Omit<AcceptContext, 'entries'> = {
  ticket: {
    v: 1,
    id: 'c',
    submitter: 's',
    suite: 'smoke',
    goldenIndex: GOLDEN_INDEX,
    privateSeed: null,
    expiresAtMs: 1,
  },
  submitter: 's',
  manifest: MANIFEST,
  ortVersion: ENVIRONMENT.ortVersion,
  voters: [],
};

function acceptedOf(submission: RunSubmission): readonly AcceptedMeasurement[] {
  const accepted = acceptRun(submission, { ...CONTEXT, entries: entriesOf(submission) });
  if (!accepted.ok) throw new Error(`${accepted.error.code}: ${accepted.error.detail}`);
  return accepted.value.measurements;
}

function verdictOf(submission: RunSubmission, over: Partial<Evidence> = {}): Verdict {
  const accepted = acceptRun(submission, { ...CONTEXT, entries: entriesOf(submission) });
  if (!accepted.ok) throw new Error(`${accepted.error.code}: ${accepted.error.detail}`);
  const judged = judge(submission, accepted.value, MANIFEST, { ...EVIDENCE, ...over });
  if (!judged.ok) return { refused: judged.error.code, quarantine: [], levels: [], waiting: [] };
  const { run, measurements } = judged.value;
  expect(run.state).toBe(run.quarantineReasons.length === 0 ? 'live' : 'quarantined');
  const ofRows = measurements.flatMap(({ quarantineReasons }) => quarantineReasons);
  return {
    refused: null,
    quarantine: [...run.quarantineReasons, ...ofRows],
    levels: measurements.map(({ trustLevel }) => trustLevel),
    waiting: measurements.map(({ quarantineReasons }) => quarantineReasons.length > 0),
  };
}

const ENTRIES = [GEMM, NET];
const honest = (over: Partial<RunSubmission> = {}): RunSubmission => ({
  ...honestSubmission(ENTRIES, 't', GOLDEN_INDEX),
  ...over,
});

function measuredOf(one: ManifestEntry): Measured {
  const measurement = honestMeasurement(one, GOLDEN_INDEX);
  if (measurement.outcome !== 'measured') throw new Error('an honest measurement is measured');
  return measurement;
}

/** The measurement with other samples, and clocks that saw them. */
function timed(measurement: Measured, samples: readonly Sample[]): Measured {
  const sum = samples.reduce((ms, { elapsedMs }) => ms + elapsedMs, 0);
  const firstRunMs = Math.max(...perIterationMs(samples));
  return {
    ...measurement,
    firstRunMs,
    warmup: [],
    samples: [...samples],
    clocks: { monotonicMs: sum, wallMs: sum },
  };
}

const STEP_MS = ENVIRONMENT.timerStepUs / 1000;
const onGrid = (ms: number): number => Math.round(ms / STEP_MS) * STEP_MS;

/** The measurement at another rate, noise and grid of the clock kept. */
function faster(measurement: Measured, factor: number): Measured {
  const samples = measurement.samples.map(({ elapsedMs, iterations }) => ({
    elapsedMs: onGrid(elapsedMs),
    iterations: Math.max(1, Math.round(iterations * factor)),
  }));
  return timed(measurement, samples);
}

const one = (
  change: (measurement: Measured) => Measured,
  of: ManifestEntry = GEMM,
): RunSubmission => honest({ measurements: [change(measuredOf(of))] });
const inEnvironment = (
  over: Partial<Environment>,
  over2: Partial<RunSubmission> = {},
): RunSubmission => honest({ environment: { ...ENVIRONMENT, ...over }, ...over2 });
const on = (measurement: Measured, backend: Backend): Measured => ({
  ...measurement,
  backend,
  bundle: backend === 'wasm' ? 'wasm' : 'webgpu-jspi',
  threadsWanted: 1,
  threadsGot: null,
});

const ADAPTER = {
  status: 'available',
  vendor: 'nvidia',
  architecture: 'lovelace',
  device: '',
  description: '',
  fallbackAdapter: false,
  features: ['shader-f16'],
} as const satisfies Environment['webgpu'];
const GPU: Partial<Environment> = {
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  webgl: {
    vendor: 'Google Inc. (NVIDIA)',
    renderer:
      'ANGLE (NVIDIA, NVIDIA GeForce RTX 4060 (0x00002882) Direct3D11 vs_5_0 ps_5_0, D3D11)',
  },
  webgpu: { ...ADAPTER, features: [...ADAPTER.features] },
  ortBundle: 'wasm+webgpu-jspi',
};

/** A product matrix on that GPU, at `gflops`. */
const gpuRun = (gflops: number, extra: readonly Measured[] = []): RunSubmission => {
  const base = on(measuredOf(GEMM), 'webgpu');
  const perRunMs = GEMM.flops / (gflops * 1e6);
  const iterations = Math.ceil(20 / perRunMs);
  const samples = base.samples.map((_, i) => ({
    elapsedMs: onGrid(iterations * perRunMs * (1 + ((i * 5) % 12) / 500)),
    iterations,
  }));
  return inEnvironment(GPU, { measurements: [timed(base, samples), ...extra] });
};

const HALF_ON_GPU = inEnvironment(GPU, {
  measurements: [on(measuredOf(GEMM), 'webgpu'), on(measuredOf(HALF), 'webgpu')],
});

describe('an honest run', () => {
  it('breaks no rule, and without a proof is not ranked', () => {
    expect(verdictOf(honest())).toMatchObject({ refused: null, quarantine: [], levels: [0, 0] });
    expect(verdictOf(gpuRun(9000)).quarantine).toEqual([]);
  });

  it('is consistent where no proof speaks: another arithmetic, another backend, a net on WebGPU', () => {
    const proven = { provenGflops: new Map([['webgpu', 1e5]] as const) };
    expect(verdictOf(HALF_ON_GPU, proven)).toMatchObject({ quarantine: [] });
    expect(verdictOf(HALF_ON_GPU, proven).levels[1]).toBe(1);
    const npu = inEnvironment(GPU, { measurements: [on(measuredOf(GEMM), 'webnn-npu')] });
    expect(verdictOf(npu)).toMatchObject({ quarantine: [], levels: [1] });
    expect(acceptedOf(HALF_ON_GPU).at(-1)?.provenShare).toBeNull();
  });

  it('is unverified where its quality is poor, whatever was proved', () => {
    const few = one((m) => timed(m, m.samples.slice(0, 1)));
    expect(verdictOf(few, { provenGflops: new Map([['wasm', 1e6]]) })).toMatchObject({
      quarantine: [],
      levels: [0],
    });
  });

  it('may come from a browser that masks: WebKitGTK on Linux, as it was seen', () => {
    const masked = inEnvironment({
      userAgent:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/60.5 Safari/605.1.15',
      webgl: { vendor: 'Apple Inc.', renderer: 'Apple GPU' },
    });
    expect(verdictOf(masked).quarantine).toEqual([]);
  });

  it('is never in doubt for being fast alone', () => {
    fc.assert(
      fc.property(fc.double({ min: Math.log(0.05), max: Math.log(1e5), noNaN: true }), (lnRate) => {
        const run = gpuRun(Math.exp(lnRate));
        const unnamed = { ...run, environment: { ...run.environment, webgl: null } };
        expect(verdictOf(unnamed).quarantine).toEqual([]);
      }),
    );
  });
});

describe('refused, because it cannot be', () => {
  it.each([
    ['longer-than-seen', honest(), { elapsedMs: clientMs({ submission: honest() }) * 0.8 - 200 }],
    [
      'copied-samples',
      honest({
        measurements: [measuredOf(GEMM), timed(measuredOf(NET), measuredOf(GEMM).samples)],
      }),
      {},
    ],
    ['impossible-threads', one((m) => ({ ...m, threadsGot: 4 })), {}],
    ['no-such-adapter', honest({ measurements: [on(measuredOf(GEMM), 'webgpu')] }), {}],
  ] as const)('%s', (code, submission, over) =>
    expect(verdictOf(submission, over).refused).toBe(code),
  );

  it('knows every refusing rule from a test', () => expect(REFUSAL_RULES).toHaveLength(4));

  it('allows what the clocks of two machines may differ by', () => {
    const claimedMs = clientMs({ submission: honest() });
    expect(verdictOf(honest(), { elapsedMs: claimedMs }).refused).toBeNull();
  });
});

const OTHER_AGENT =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const HINTS = {
  brands: [{ brand: 'Chromium', version: '156' }],
  mobile: false,
  platform: 'Windows',
  platformVersion: '15.0.0',
  architecture: 'x86',
  bitness: '64',
  model: '',
};
const ramp = (m: Measured, ms: (i: number) => number, count = 12): Measured =>
  timed(
    m,
    Array.from({ length: count }, (_, i) => ({ elapsedMs: onGrid(ms(i)), iterations: 1 })),
  );

const SUSPICIOUS: readonly [string, RunSubmission, Partial<Evidence>][] = [
  ['repeated-samples', one((m) => ramp(m, (i) => 21 + ((i % 9) * 7) / 100, 36)), {}],
  [
    'finer-than-clock',
    one((m) =>
      timed(
        m,
        m.samples.map((s) => ({ ...s, elapsedMs: s.elapsedMs * 0.7001 })),
      ),
    ),
    {},
  ],
  ['constant-times', one((m) => ramp(m, () => 21)), {}],
  ['impossible-spread', one((m) => ramp(m, (i) => (i === 0 ? 4000 : 21 + i / 10))), {}],
  [
    'shorter-than-call',
    one((m) =>
      timed(
        m,
        m.samples.map((s) => ({ ...s, iterations: 1_000_000 })),
      ),
    ),
    {},
  ],
  ['clock-without-steps', inEnvironment({ timerStepUs: 0 }), {}],
  ['shorter-than-sample', one((m) => ramp(m, (i) => 1 + i / 100)), {}],
  ['first-run-too-fast', one((m) => ({ ...m, firstRunMs: m.firstRunMs / 20 })), {}],
  [
    'impossible-thread-count',
    inEnvironment(
      { cores: 4096 },
      { measurements: [{ ...measuredOf(GEMM), threadsWanted: 65, threadsGot: 65 }] },
    ),
    {},
  ],
  [
    'clocks-disagree',
    one((m) => ({ ...ramp(m, (i) => 50 + i / 10), clocks: { monotonicMs: 606.6, wallMs: 1213 } })),
    {},
  ],
  [
    'clocks-of-other-times',
    one((m) => ({ ...m, clocks: { monotonicMs: 2000, wallMs: 2000 } })),
    {},
  ],
  [
    'threads-without-isolation',
    inEnvironment({ crossOriginIsolated: false, timerStepUs: 100 }),
    {},
  ],
  ['clock-without-isolation', inEnvironment({ crossOriginIsolated: false }), {}],
  [
    'backend-without-bundle',
    { ...gpuRun(900), environment: { ...ENVIRONMENT, ...GPU, ortBundle: 'wasm' } },
    {},
  ],
  [
    'fp16-without-feature',
    inEnvironment(
      { ...GPU, webgpu: { ...ADAPTER, features: [] } },
      { measurements: [on(measuredOf(GEMM), 'webgpu'), on(measuredOf(HALF), 'webgpu')] },
    ),
    {},
  ],
  ['agent-contradicts-hints', inEnvironment({ userAgent: OTHER_AGENT, userAgentData: HINTS }), {}],
  ['graphics-contradict-system', inEnvironment({ ...GPU, userAgent: OTHER_AGENT }), {}],
  [
    'gpus-contradict',
    inEnvironment({
      userAgent: OTHER_AGENT,
      webgl: {
        vendor: 'Apple',
        renderer: 'ANGLE (Apple, ANGLE Metal Renderer: Apple M3 Pro, Unspecified Version)',
      },
      webgpu: { ...ADAPTER, features: [] },
    }),
    {},
  ],
  ['above-proof', HALF_ON_GPU, { provenGflops: new Map([['webgpu', 1]]) }],
  ['impossible-hardware', gpuRun(40_000), {}],
  ['impossible-bandwidth', honest({ measurements: [faster(measuredOf(COPY), 500)] }), {}],
];

describe('threads', () => {
  const heldWith = (threads: number, cores: number | null, gflops: number): readonly string[] => {
    const row = faster(measuredOf(GEMM), gflops / 100);
    const measurements = [{ ...row, threadsWanted: threads, threadsGot: threads }];
    return verdictOf(inEnvironment({ cores }, { measurements })).quarantine;
  };

  it('compute no faster than the cores that they run on', () => {
    expect(heldWith(64, 8, 8 * 190)).toEqual([]);
    expect(heldWith(64, 8, 64 * 190)).toEqual(['impossible-hardware']);
    expect(heldWith(64, null, 64 * 190)).toEqual([]);
  });

  it('are told by the runtime on WASM', () => {
    expect(verdictOf(one((m) => ({ ...m, threadsGot: null }))).quarantine).toEqual([
      'impossible-thread-count',
    ]);
  });

  it('are more than the page asks for from 65 on, however many cores are told', () => {
    expect(heldWith(64, 4096, 64 * 100)).toEqual([]);
    expect(heldWith(65, 4096, 64 * 100)).toEqual(['impossible-thread-count']);
  });
});

describe('the string of the agent and its hints', () => {
  const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0.0.0 Safari/537.36';
  const said = (userAgent: string, hints: Partial<typeof HINTS> | null): string | null =>
    agentContradictsHints({
      submission: inEnvironment({ userAgent, userAgentData: hints && { ...HINTS, ...hints } }),
    } as Facts);

  it('agree on system and version, or it is said where they do not', () => {
    expect(said(WINDOWS, {})).toBeNull();
    expect(said(WINDOWS, null)).toBeNull();
    expect(said('', { platform: 'macOS' })).toBeNull();
    expect(said(WINDOWS, { platform: 'macOS' })).toMatch(/says Windows, the hints say macOS/);
    expect(said(WINDOWS, { platform: 'Haiku' })).toBeNull();
    expect(said(WINDOWS, { brands: [{ brand: 'Chromium', version: '155.0.1' }] })).toBe(
      'the string says Chromium 156, the hints say 155',
    );
    expect(said(WINDOWS, { brands: [{ brand: 'Chromium', version: '156.0.1' }] })).toBeNull();
  });

  it('are of Chromium alone', () => {
    expect(said('Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Firefox/153.0', {})).toMatch(/Firefox/);
  });
});

describe('quarantined, because it is unlikely', () => {
  it.each(SUSPICIOUS)('%s', (code, submission, over) => {
    const verdict = verdictOf(submission, over);
    expect(verdict.refused).toBeNull();
    expect(verdict.quarantine).toContain(code);
  });

  it('has a case for every rule of the table', () => {
    expect(SUSPICIOUS.map(([code]) => code).toSorted()).toEqual(
      [...RUN_CODES, ...ROW_CODES].toSorted(),
    );
  });
});

describe('a row that is impossible', () => {
  it('waits alone: the others of its run count', () => {
    const run = honest({ measurements: [measuredOf(GEMM), faster(measuredOf(NET), 1e5)] });
    const { levels, waiting } = verdictOf(run, { provenGflops: new Map([['wasm', 1e6]]) });
    expect([(levels[0] ?? 0) >= 1, levels[1]]).toEqual([true, 0]);
    expect(waiting).toEqual([false, true]);
  });
});
