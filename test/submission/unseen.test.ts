// Private inputs: whoever copies the public outputs does not have theirs.
import { describe, expect, it } from 'vitest';
import { acceptRun } from '@/lib/submission/accept';
import { entriesOf } from '@/lib/submission/entries';
import { type RunSubmission, runSubmissionSchema } from '@/lib/submission/schema';
import { checkUnseen, type Unseen } from '@/lib/submission/unseen';
import { ENVIRONMENT, honestSubmission } from '@/scripts/client/submission';
import { ENTRY } from '../support/manifest-entry';

const seed = 123_456;
const ticket = {
  v: 1,
  id: 'c',
  submitter: 's',
  suite: 'smoke',
  goldenIndex: 3,
  privateSeed: seed,
  expiresAtMs: 1,
} as const;
const manifest = new Map([[ENTRY.id, ENTRY]]);
const [first, second] = ENTRY.golden;
const sketchOf = ({ projections, samples }: typeof first) => ({
  projections: [...projections],
  samples: samples.map(({ value }) => value),
});
const asked: Unseen = { seed, golden: new Map([[ENTRY.id, sketchOf(first)]]), manifest };

const honest = (): RunSubmission => honestSubmission([ENTRY], 't', ticket.goldenIndex);

function answering(output: typeof first, under = seed): RunSubmission {
  const submission = honest();
  const measurements = submission.measurements.map((one) =>
    one.outcome === 'measured'
      ? { ...one, privateOutput: { seed: under, ...sketchOf(output) } }
      : one,
  );
  return { ...submission, measurements };
}

function check(submission: RunSubmission, unseen = asked) {
  const accepted = acceptRun(submission, {
    ticket,
    submitter: 's',
    manifest,
    ortVersion: ENVIRONMENT.ortVersion,
    entries: entriesOf(submission),
    voters: [{ network: 'n0', block: 'b0' }],
  });
  if (!accepted.ok) throw new Error(accepted.error.code);
  return checkUnseen(accepted.value, submission, unseen);
}

const outcomeOf = (submission: RunSubmission, unseen = asked): string => {
  const result = check(submission, unseen);
  return result.ok ? result.value.measurements[0].outcome : result.error.code;
};

describe('a private input', () => {
  it('has right outputs of its own', () => {
    expect(outcomeOf(answering(first))).toBe('measured');
    expect(runSubmissionSchema.parse(answering(first))).toEqual(answering(first));
  });

  it('is wrong with those of another input, and the row has no rate', () => {
    const result = check(answering(second));
    expect(result.ok && result.value.measurements[0]).toMatchObject({
      outcome: 'incorrect',
      medianMs: null,
      gflops: null,
      samplesMs: [],
      sketch: { kept: [], probes: [] },
      networkHash: null,
    });
  });

  it('must be answered, and under its own seed', () => {
    expect(outcomeOf(honest())).toBe('wrong-seed');
    expect(outcomeOf(answering(first, seed + 1))).toBe('wrong-seed');
  });

  it('asks nothing of a workload that it has no values for', () =>
    expect(outcomeOf(honest(), { ...asked, golden: new Map() })).toBe('measured'));

  it('leaves no trace in what is stored and shown', () => {
    expect(JSON.stringify(check(answering(first)))).not.toContain(String(seed));
  });
});
