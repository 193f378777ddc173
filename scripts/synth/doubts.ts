// Runs that somebody touched: what the rules of plausibility are for. Each is an honest visit,
// changed in one way, and must end in front of a moderator.
import type { Measurement, RunSubmission } from '@/lib/submission/schema';

type Measured = Extract<Measurement, { outcome: 'measured' }>;
type Doubt = (submission: RunSubmission) => RunSubmission;

const changed = (
  submission: RunSubmission,
  change: (row: Measured) => Measured,
): RunSubmission => ({
  ...submission,
  measurements: submission.measurements.map((row) =>
    row.outcome === 'measured' ? change(row) : row,
  ),
});

/** Times divided by seven, off the grid of the clock and above all kernels of the run. */
const scaled: Doubt = (submission) =>
  changed(submission, (row) =>
    row.workload.startsWith('mobilenet')
      ? {
          ...row,
          samples: row.samples.map(({ elapsedMs, iterations }) => ({
            elapsedMs: elapsedMs / 7,
            iterations,
          })),
        }
      : row,
  );

/** One stretch of samples, again and again. */
const repeated: Doubt = (submission) =>
  changed(submission, (row) => ({
    ...row,
    samples: Array.from(
      { length: 40 },
      (_, i) => row.samples[i % Math.min(10, row.samples.length)] ?? row.samples[0],
    ).flatMap((sample) => sample ?? []),
  }));

/** A slowed page: the wall clock went on. */
const slowed: Doubt = (submission) =>
  changed(submission, (row) => ({
    ...row,
    clocks: { ...row.clocks, wallMs: Math.round(row.clocks.monotonicMs * 1.4) },
  }));

/** A graphics interface of another system. */
const renamed: Doubt = (submission) => ({
  ...submission,
  environment: {
    ...submission.environment,
    webgl: {
      vendor: 'Google Inc. (Apple)',
      renderer: 'ANGLE (Apple, ANGLE Metal Renderer: Apple M4 Max, Unspecified Version)',
    },
  },
});

const DOUBTS: readonly Doubt[] = [scaled, repeated, slowed, renamed];

/** One quick run in so many. */
const ONE_IN = 40;

/** Of an honest submission, what is sent in the quick run of that number. */
export function doubtful(submission: RunSubmission, number: number): RunSubmission {
  const doubt =
    number % ONE_IN === ONE_IN / 2
      ? DOUBTS[Math.floor(number / ONE_IN) % DOUBTS.length]
      : undefined;
  return doubt === undefined ? submission : doubt(submission);
}
