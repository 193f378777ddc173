// Series that were measured once and told again, altered by as much as it takes to look like
// another: each copy comes from another key and network, with a true proof beside it, and would be
// one more vote.
import { createPrng } from '@/lib/core/prng';
import type { RunSubmission } from '@/lib/submission/schema';
import { type Answer, fromAddress, newKey } from './client';
import { times } from './crowd';
import type { Measured } from './device';
import { each, type Forger, GRID_MS } from './forger';
import type { Forgeries, Forgery } from './kinds';
import { harm, held, type Met } from './met';
import { freshNoise } from './noise';
import { onBoard } from './report';

type Series = Measured['samples'];

const WORKLOAD = 'gemm-512-fp32';
/** Its proof carries a copy that is told faster as well. */
const ONE = { workloads: [WORKLOAD], provenGflops: 450 } as const;

const onGrid = (ms: number): number => Math.max(1, Math.round(ms / GRID_MS)) * GRID_MS;

/** The row with another series, its clocks read over it. */
function withSeries(
  one: Measured,
  { samples, warmup = one.warmup }: { samples: Series; warmup?: Series },
): Measured {
  const sampledMs = [...warmup, ...samples].reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  return {
    ...one,
    warmup,
    samples,
    clocks: { monotonicMs: sampledMs, wallMs: Math.round(sampledMs) },
  };
}

export function onlyRow(run: RunSubmission): Measured {
  const [row] = run.measurements;
  if (row?.outcome !== 'measured') throw new Error('the machine measures everything');
  return row;
}

/** An honest run of somebody else, whose series everyone can read. */
export async function publishedSource(
  forger: Forger,
  workloads: readonly string[] = ONE.workloads,
) {
  const submitterKey = newKey();
  const { submission } = await forger.attempt({ workloads, submitterKey });
  const { id, code } = await forger.submit(submission, fromAddress(forger.address(0)));
  if (id === null) throw new Error(`the run to copy from was refused: ${code}`);
  return { submission, id, submitterKey };
}

/** Whether a copy counts as a vote of its own. */
async function countsAsVote(forger: Forger, { id, code, suspicions }: Answer): Promise<Met> {
  if (code !== null) return held(`refused, ${code}`);
  const rows = (id === null ? null : await forger.read(id))?.rows ?? [];
  if (rows.some(onBoard)) return harm('the copy counts as a vote of its own');
  return held(suspicions.length > 0 ? `quarantined, ${suspicions.join(', ')}` : 'on no board');
}

/** What becomes of the series of another's run. */
const copied =
  (change: (samples: Series, source: Measured) => Series): Forgery =>
  async (forger) => {
    const source = onlyRow((await publishedSource(forger)).submission);
    const { submission } = await forger.attempt(ONE);
    const copy = each(submission, (one) =>
      withSeries(one, { samples: change(source.samples, source), warmup: source.warmup }),
    );
    return countsAsVote(forger, await forger.submitWhenDone(copy, fromAddress(forger.address(1))));
  };

const nudged = (sample: Series[number], steps: number): Series[number] => ({
  ...sample,
  elapsedMs: onGrid(sample.elapsedMs + steps * GRID_MS),
});

const scaledBy = (factor: number) => (samples: Series) =>
  samples.map(({ elapsedMs, iterations }) => ({
    elapsedMs: onGrid(elapsedMs * factor),
    iterations,
  }));
const rotatedBy = (places: number) => (samples: Series) => [
  ...samples.slice(places),
  ...samples.slice(0, places),
];
/** Every `nth` sample a little longer. */
const changedEvery =
  (nth: number, steps = 40) =>
  (samples: Series) =>
    samples.map((sample, i) => (i % nth === 0 ? nudged(sample, steps) : sample));

const KEYS = 10;

export const NEAR_COPIES: Forgeries = {
  'near copy: as it is': copied((samples) => [...samples]),
  'near copy: the first value changed': copied((samples) =>
    samples.map((one, i) => (i === 0 ? nudged(one, 40) : one)),
  ),
  'near copy: the middle value changed': copied((samples) =>
    samples.map((one, i) => (i === Math.floor(samples.length / 2) ? nudged(one, 200) : one)),
  ),
  'near copy: the last value changed': copied((samples) =>
    samples.map((one, i) => (i === samples.length - 1 ? nudged(one, -40) : one)),
  ),
  'near copy: rotated by one': copied(rotatedBy(1)),
  'near copy: rotated by half': copied((samples) =>
    rotatedBy(Math.floor(samples.length / 2))(samples),
  ),
  'near copy: rotated, a value changed': copied((samples) =>
    changedEvery(24)(rotatedBy(7)(samples)),
  ),
  'near copy: twice the iterations in twice the time': copied((samples) =>
    samples.map(({ elapsedMs, iterations }) => ({
      elapsedMs: onGrid(2 * elapsedMs),
      iterations: 2 * iterations,
    })),
  ),
  'near copy: the last samples left out': copied((samples) => samples.slice(0, -3)),
  'near copy: the first samples left out': copied((samples) => samples.slice(3)),
  'near copy: the warm-up told as samples before them': copied((samples, { warmup }) => [
    ...warmup,
    ...samples,
  ]),
  'near copy: samples of its own at the end': copied((samples) => [
    ...samples,
    ...samples.slice(0, 4).map((one, i) => nudged(one, 15 * (i + 1))),
  ]),
  'near copy: of a run that was withdrawn': async (forger) => {
    const { submission: source, id, submitterKey } = await publishedSource(forger);
    if ((await forger.withdraw(id, submitterKey)) !== 204)
      throw new Error('the run could not be withdrawn');
    const { submission } = await forger.attempt(ONE);
    const copy = each(submission, (one) => withSeries(one, onlyRow(source)));
    return countsAsVote(forger, await forger.submitWhenDone(copy, fromAddress(forger.address(1))));
  },
  'near copy: of a run that was withdrawn, rotated': async (forger) => {
    const { submission: source, id, submitterKey } = await publishedSource(forger);
    if ((await forger.withdraw(id, submitterKey)) !== 204)
      throw new Error('the run could not be withdrawn');
    const { submission } = await forger.attempt(ONE);
    const { samples, warmup } = onlyRow(source);
    const copy = each(submission, (one) =>
      withSeries(one, { samples: rotatedBy(3)(samples), warmup }),
    );
    return countsAsVote(forger, await forger.submitWhenDone(copy, fromAddress(forger.address(1))));
  },
  'near copy: the same series under two workloads of one run': async (forger) => {
    const { submission } = await forger.attempt({
      workloads: [WORKLOAD, 'gemm-1024-fp32'],
      provenGflops: 450,
    });
    const [first] = submission.measurements;
    if (first?.outcome !== 'measured') throw new Error('the machine measures everything');
    const copy = each(submission, (one, i) =>
      i === 0 ? one : withSeries(one, { samples: rotatedBy(2)(first.samples) }),
    );
    return countsAsVote(forger, await forger.submitWhenDone(copy, fromAddress(forger.address(1))));
  },
  'near copy: one series by ten keys at once': async (forger) => {
    const attempted = await Promise.all(times(KEYS, () => forger.attempt(ONE)));
    const source = onlyRow(attempted[0].submission);
    const answers = await Promise.all(
      attempted.map(({ submission }, i) =>
        forger.submitWhenDone(
          each(submission, (one) =>
            withSeries(one, { samples: source.samples, warmup: source.warmup }),
          ),
          fromAddress(forger.address(i)),
        ),
      ),
    );
    return atMostOneVote(forger, answers);
  },
  'near copy: one series by ten keys at once, each with a value changed': async (forger) => {
    const attempted = await Promise.all(times(KEYS, () => forger.attempt(ONE)));
    const source = onlyRow(attempted[0].submission);
    const answers = await Promise.all(
      attempted.map(({ submission }, i) =>
        forger.submitWhenDone(
          each(submission, (one) =>
            withSeries(one, {
              samples: source.samples.map((sample, at) =>
                at === i + 3 ? nudged(sample, 40) : sample,
              ),
              warmup: source.warmup,
            }),
          ),
          fromAddress(forger.address(i)),
        ),
      ),
    );
    return atMostOneVote(forger, answers);
  },
};

async function atMostOneVote(forger: Forger, answers: readonly Answer[]): Promise<Met> {
  const met = await Promise.all(answers.map((answer) => countsAsVote(forger, answer)));
  const counting = met.filter(({ harm: counts }) => counts).length;
  const stopped = met.find(({ harm: counts }) => !counts)?.reason ?? 'none';
  if (counting > 1) return harm(`${counting} of ${answers.length} tellings of one series count`);
  return held(`${counting} of ${answers.length} counts; the others: ${stopped}`);
}

/** Of the noise that is put around somebody's mean. */
const INVENTED = 3;

/**
 * A series that was changed so much that it may pass for one's own (half to nine tenths of those
 * that are scaled and rounded to the clock again are known all the same), with a true proof beside
 * it: a vote of one network, and no more than that.
 */
const reworked =
  (change: (samples: Series) => Series): Forgery =>
  async (forger) => {
    const source = onlyRow((await publishedSource(forger)).submission);
    const { submission } = await forger.attempt(ONE);
    const copy = each(submission, (one) =>
      withSeries(one, { samples: change(source.samples), warmup: source.warmup }),
    );
    return forger.submitWhenDone(copy, fromAddress(forger.address(1)));
  };

export const INVENTIONS: Forgeries = {
  'invention: one step of the clock up or down, here and there': reworked((samples) => {
    const prng = createPrng(4);
    return samples.map((one) =>
      prng.below(4) === 0 ? nudged(one, prng.below(2) === 0 ? 1 : -1) : one,
    );
  }),
  'invention: backwards': reworked((samples) => samples.toReversed()),
  'invention: shuffled': reworked((samples) => {
    const prng = createPrng(5);
    return samples
      .map((one) => ({ one, key: prng.unit() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ one }) => one);
  }),
  'invention: two runs of others, interleaved': async (forger) => {
    const [first, second] = [
      onlyRow((await publishedSource(forger)).submission),
      onlyRow((await publishedSource(forger)).submission),
    ];
    const { submission } = await forger.attempt(ONE);
    const copy = each(submission, (one) =>
      withSeries(one, {
        samples: first.samples.flatMap((sample, i) => [sample, second.samples[i] ?? sample]),
      }),
    );
    return forger.submitWhenDone(copy, fromAddress(forger.address(1)));
  },
  'invention: every sample the mean of two others’': reworked((samples) =>
    samples.map((one, i) => {
      const next = samples[(i + 1) % samples.length] ?? one;
      return { ...one, elapsedMs: onGrid((one.elapsedMs + next.elapsedMs) / 2) };
    }),
  ),
  'invention: noise around the mean of another’s series': reworked((samples) => {
    const prng = freshNoise(INVENTED, samples.length);
    const meanMs = samples.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / samples.length;
    return samples.map((one) => ({
      ...one,
      elapsedMs: onGrid(meanMs * (0.99 + 0.02 * prng.unit())),
    }));
  }),
  'invention: three values changed': reworked(changedEvery(8)),
  'invention: half as long': reworked(scaledBy(0.5)),
  'invention: a tenth longer': reworked(scaledBy(1.1)),
  'invention: a hundredth shorter': reworked(scaledBy(0.99)),
  'invention: rotated, and a tenth longer': reworked((samples) =>
    scaledBy(1.1)(rotatedBy(5)(samples)),
  ),
  'invention: scaled, a value changed': reworked((samples) =>
    changedEvery(24)(scaledBy(0.9)(samples)),
  ),
  'invention: half of one run and half of another': async (forger) => {
    const [first, second] = [
      onlyRow((await publishedSource(forger)).submission),
      onlyRow((await publishedSource(forger)).submission),
    ];
    const { submission } = await forger.attempt(ONE);
    const half = Math.floor(first.samples.length / 2);
    const copy = each(submission, (one) =>
      withSeries(one, {
        samples: [...first.samples.slice(0, half), ...second.samples.slice(half)],
      }),
    );
    return forger.submitWhenDone(copy, fromAddress(forger.address(1)));
  },
  'invention: of another workload’s series': async (forger) => {
    const source = onlyRow((await publishedSource(forger)).submission);
    const { submission } = await forger.attempt({
      workloads: ['conv-3x3-256-14-fp32'],
      provenGflops: 450,
    });
    const factor = onlyRow(submission).samples[0].elapsedMs / source.samples[0].elapsedMs;
    const copy = each(submission, (one) => ({
      ...withSeries(one, {
        samples: scaledBy(factor)(source.samples).map((sample) => ({
          ...sample,
          iterations: one.samples[0].iterations,
        })),
      }),
    }));
    return forger.submitWhenDone(copy, fromAddress(forger.address(1)));
  },
};
