import { describe, expect, it } from 'vitest';
import { type AcceptContext, acceptRun } from '@/lib/submission/accept';
import { entriesOf } from '@/lib/submission/entries';
import { type Measurement, type RunSubmission, runSubmissionSchema } from '@/lib/submission/schema';
import type { Ticket } from '@/lib/submission/ticket';
import { ENVIRONMENT, honestMeasurement, honestSubmission } from '@/scripts/client/submission';
import { ENTRY } from '../support/manifest-entry';

const ticket: Ticket = {
  v: 1,
  id: 'c',
  submitter: 's',
  suite: 'smoke',
  goldenIndex: 3,
  privateSeed: null,
  expiresAtMs: 1,
};
const context: Omit<AcceptContext, 'entries'> = {
  ticket,
  submitter: 's',
  manifest: new Map([[ENTRY.id, ENTRY]]),
  ortVersion: ENVIRONMENT.ortVersion,
  voters: [{ network: 'n0', block: 'b0' }],
};

const honest = (): RunSubmission => honestSubmission([ENTRY], 't', ticket.goldenIndex);

/** The honest submission with its only measurement changed. */
function withMeasurement(
  change: (measurement: Extract<Measurement, { outcome: 'measured' }>) => Measurement,
): RunSubmission {
  const measurement = honestMeasurement(ENTRY, ticket.goldenIndex);
  if (measurement.outcome !== 'measured') throw new Error('an honest measurement is measured');
  return { ...honest(), measurements: [change(measurement)] };
}

function accepted(submission: RunSubmission) {
  const result = acceptRun(submission, { ...context, entries: entriesOf(submission) });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}

const refusal = (submission: RunSubmission, over: Partial<AcceptContext> = {}): string => {
  const result = acceptRun(submission, { ...context, entries: entriesOf(submission), ...over });
  return result.ok ? 'accepted' : result.error.code;
};

describe('what tells of the visit and not of the device', () => {
  const { digest, id, version } = ENTRY;
  const cancelled = (threads: number): Measurement => ({
    workload: id,
    version,
    digest,
    backend: 'wasm',
    threadsWanted: threads,
    threadsGot: null,
    fellBack: false,
    bundle: null,
    validationMode: null,
    outcome: 'skipped',
    cause: 'cancelled',
    reason: 'Cancelled by the visitor.',
  });

  it('is not stored, and what stands behind it keeps its place and its network', () => {
    const submission = { ...honest(), measurements: [cancelled(1), ...honest().measurements] };
    const rows = accepted(submission).measurements;
    expect(rows).toMatchObject([{ position: 1, outcome: 'measured', networkHash: 'n0' }]);
  });

  it.each(['cancelled', 'not-isolated', 'download-failed', 'no-worker', 'page-failed'] as const)(
    'is no run by itself: %s',
    (cause) => {
      const row = { ...cancelled(1), cause } as Measurement;
      expect(refusal({ ...honest(), measurements: [row] })).toBe('invalid-body');
    },
  );
});

describe('an honest run', () => {
  it('passes the schema and gets its rate from the manifest and the raw samples', () => {
    expect(runSubmissionSchema.parse(honest())).toEqual(honest());
    const [row] = accepted(honest()).measurements;
    const perRun = row.samplesMs.map((ms, i) => ms / row.sampleIterations[i]).sort((a, b) => a - b);
    // The lower quartile of twelve, three quarters of the way from the third to the fourth.
    const time = perRun[2] + 0.75 * (perRun[3] - perRun[2]);
    expect(row.medianMs).toBeCloseTo(time, 12);
    expect(row.gflops).toBeCloseTo((2 * ENTRY.macs) / (time * 1e6), 12);
    expect(row.outcome).toBe('measured');
    expect(row.flops).toBe(ENTRY.flops);
  });

  it('keeps raw samples in their order', () => {
    const { measurements } = honest();
    const [sent] = measurements;
    const [row] = accepted(honest()).measurements;
    if (sent.outcome !== 'measured') throw new Error('measured');
    expect(row.samplesMs).toEqual(sent.samples.map(({ elapsedMs }) => elapsedMs));
    expect(row.warmupMs).toHaveLength(3);
  });

  it('belongs to the processor for WASM', () => {
    const [row] = accepted(honest()).measurements;
    expect(row.deviceKind).toBe('cpu-class');
    expect(row.deviceName).toContain('2');
  });
});

describe('what is derived', () => {
  it('calls wrong outputs incorrect, without a rate', () => {
    const [row] = accepted(
      withMeasurement((m) => ({
        ...m,
        output: { ...m.output, projections: m.output.projections.map((p) => p + 0.01) },
      })),
    ).measurements;
    expect(row.outcome).toBe('incorrect');
    expect(row.gflops).toBeNull();
    expect(row.reason).toMatch(/differ by/);
  });

  it('keeps failed and skipped measurements as rows', () => {
    const {
      samples: _s,
      warmup: _w,
      output: _o,
      sessionMs: _c,
      firstRunMs: _f,
      hiddenMs: _h,
      outcome: _x,
      ...base
    } = withMeasurement((m) => m).measurements[0] as Extract<Measurement, { outcome: 'measured' }>;
    const run = accepted({
      ...honest(),
      measurements: [{ ...base, outcome: 'failed', cause: 'device-lost', reason: 'gone' }],
    });
    expect(run.measurements[0]).toMatchObject({
      outcome: 'failed',
      cause: 'device-lost',
      gflops: null,
    });
    expect(run.run.trustLevel).toBe(0);
  });
});

describe('refusals', () => {
  it.each([
    ['ticket-of-another', honest(), { submitter: 'x' }],
    ['ticket-of-another', { ...honest(), suite: 'full' as const }, {}],
    ['wrong-runtime', { ...honest(), environment: { ...ENVIRONMENT, ortVersion: '0.0.1' } }, {}],
    ['unknown-workload', withMeasurement((m) => ({ ...m, workload: 'gemm-1-fp32' })), {}],
    ['wrong-version', withMeasurement((m) => ({ ...m, version: 2 })), {}],
    ['wrong-digest', withMeasurement((m) => ({ ...m, digest: 'cd'.repeat(32) })), {}],
    ['wrong-seed', withMeasurement((m) => ({ ...m, output: { ...m.output, seed: 1 } })), {}],
    [
      'duplicate-measurement',
      { ...honest(), measurements: [honestMeasurement(ENTRY, 3), honestMeasurement(ENTRY, 3)] },
      {},
    ],
  ])('%s', (code, submission, over) => expect(refusal(submission, over)).toBe(code));
});

describe('the schema', () => {
  it.each([
    ['a rate', { ...honest(), gflops: 1e6 }],
    ['a FLOP count in a measurement', withMeasurement((m) => ({ ...m, flops: 1 }) as Measurement)],
    ['no samples', withMeasurement((m) => ({ ...m, samples: [] }))],
    [
      'too many samples',
      withMeasurement((m) => ({
        ...m,
        samples: Array(4097).fill({ elapsedMs: 1, iterations: 1 }),
      })),
    ],
    [
      'a sample of no time',
      withMeasurement((m) => ({ ...m, samples: [{ elapsedMs: 0, iterations: 1 }] })),
    ],
    ['infinite times', withMeasurement((m) => ({ ...m, sessionMs: Number.POSITIVE_INFINITY }))],
    ['another licence', { ...honest(), consent: { version: 1, licence: 'MIT' } }],
    ['control characters', { ...honest(), environment: { ...ENVIRONMENT, userAgent: 'a\u0000b' } }],
    [
      'a prototype',
      JSON.parse(JSON.stringify(honest()).replace('{', '{"__proto__":{"admin":true},')) as unknown,
    ],
  ])('refuses %s', (_what, body) =>
    expect(runSubmissionSchema.safeParse(body).success).toBe(false),
  );
});
