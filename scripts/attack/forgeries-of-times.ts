// Forgeries of times, samples and rates: work that was really done, told as if it had been done faster.
import type { RunSubmission } from '@/lib/submission/schema';
import type { Answer, Client } from './client';
import { attempt, each, GRID_MS, machine, scaled } from './forger';

export type Forgery = (client: Client) => Promise<Answer>;

/** An honest run, tampered with. */
const tampered =
  (change: (submission: RunSubmission) => RunSubmission): Forgery =>
  async (client) =>
    client.submit(change((await attempt(client)).submission));

const halved = (clocks: 'both' | 'monotonic' | 'neither', gridMs: number | null) => (submission: RunSubmission) =>
  each(submission, (one) => scaled(one, 0.5, { clocks, gridMs }));

/** An honest run that others can read, to copy from. */
async function published(client: Client): Promise<RunSubmission> {
  const { submission } = await attempt(client);
  const answer = await client.submit(submission);
  if (answer.code !== null) throw new Error(`the run to copy from was refused: ${answer.code}`);
  return submission;
}

/** The series of another run in place of one's own. */
function withSeriesOf(submission: RunSubmission, source: RunSubmission, factor: number): RunSubmission {
  return each(submission, (one, index) => {
    const other = source.measurements[index];
    if (other.outcome !== 'measured') return one;
    const { warmup, samples, clocks } = scaled(other, factor, {
      clocks: 'both',
      gridMs: factor === 1 ? null : GRID_MS,
    });
    return { ...one, warmup, samples, clocks };
  });
}

const impossible = (submission: RunSubmission, factor: number): RunSubmission =>
  each(submission, (one) => scaled(one, 1 / factor, { clocks: 'both', gridMs: GRID_MS }));

const iterations = (submission: RunSubmission, change: (iterations: number) => number): RunSubmission =>
  each(submission, (one) => ({
    ...one,
    samples: one.samples.map((sample) => ({ ...sample, iterations: change(sample.iterations) })),
  }));

export const FORGERIES_OF_TIMES: Readonly<Record<string, Forgery>> = {
  'faster clock: the monotonic one at half speed': tampered(halved('monotonic', GRID_MS)),
  'faster clock: both clocks at half speed': tampered(halved('both', GRID_MS)),
  'scaled samples: halved, clocks left as they were': tampered(halved('neither', GRID_MS)),
  'scaled samples: times 0.7001, off the grid of the clock': tampered((submission) =>
    each(submission, (one) => scaled(one, 0.7001, { clocks: 'both', gridMs: null })),
  ),
  'scaled samples: one model alone, eight times as fast': tampered((submission) =>
    each(submission, (one) =>
      one.workload === 'mobilenet-v2-fp32' ? scaled(one, 1 / 16, { clocks: 'both', gridMs: GRID_MS }) : one,
    ),
  ),
  'scaled samples: the slow half left out of the scaling': tampered((submission) =>
    each(submission, (one) => {
      const fast = scaled(one, 0.3, { clocks: 'both', gridMs: GRID_MS });
      const samples = one.samples.map((sample, i) => (i % 3 === 0 ? sample : fast.samples[i]));
      const sampledMs = [...one.warmup, ...samples].reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
      return { ...one, samples, clocks: { monotonicMs: sampledMs, wallMs: Math.round(sampledMs) } };
    }),
  ),
  'inflated iterations: twice as many per sample': tampered((submission) => iterations(submission, (n) => 2 * n)),
  'inflated iterations: a million per sample': tampered((submission) => iterations(submission, () => 1_000_000)),
  'constant samples': tampered((submission) =>
    each(submission, (one) => {
      const samples = one.samples.map(({ iterations: n }) => ({ elapsedMs: 10, iterations: n }));
      const sampledMs = 10 * samples.length;
      return { ...one, warmup: [], samples, clocks: { monotonicMs: sampledMs, wallMs: sampledMs } };
    }),
  ),
  'copied samples: from one measurement to another': tampered((submission) => {
    const [first] = submission.measurements;
    if (first.outcome !== 'measured') throw new Error('the machine measures everything');
    const { warmup, samples, clocks } = first;
    return each(submission, (one) => ({ ...one, warmup, samples, clocks }));
  }),
  'copied samples: from a published run': async (client) => {
    const source = await published(client);
    return client.submit(withSeriesOf((await attempt(client)).submission, source, 1));
  },
  'copied samples: from a published run, half as long': async (client) => {
    const source = await published(client);
    return client.submit(withSeriesOf((await attempt(client)).submission, source, 0.5));
  },
  'repeated samples: six of them, again and again': tampered((submission) =>
    each(submission, (one) => {
      const samples = Array.from({ length: 60 }, (_, i) => one.samples[i % 10]);
      const sampledMs = [...one.warmup, ...samples].reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
      return { ...one, samples, clocks: { monotonicMs: sampledMs, wallMs: Math.round(sampledMs) } };
    }),
  ),
  'no time at all': tampered((submission) =>
    each(submission, (one) => ({ ...one, samples: one.samples.map((s) => ({ ...s, elapsedMs: 0 })) })),
  ),
  'negative times': tampered((submission) =>
    each(submission, (one) => ({ ...one, samples: one.samples.map((s) => ({ ...s, elapsedMs: -s.elapsedMs })) })),
  ),
  'times below one step of the clock': tampered((submission) =>
    each(submission, (one) => scaled(one, 1e-5, { clocks: 'both', gridMs: null })),
  ),
  'samples that differ a thousandfold': tampered((submission) =>
    each(submission, (one) => {
      const samples = one.samples.map((s, i) => (i === 0 ? { ...s, elapsedMs: s.elapsedMs * 1000 } : s));
      return { ...one, samples };
    }),
  ),
  'more time than passed: sent at once': async (client) => {
    const { submission } = await attempt(client);
    return client.submit(impossible(submission, 0.01));
  },
  'impossible hardware: a GPU ten times above its peak': async (client) => {
    const device = machine({ gpu: true });
    const engines = device.engines.map((engine) => ({
      ...engine,
      gflops: engine.backend === 'webgpu' ? 1.3e6 : engine.gflops,
    }));
    return client.submit((await attempt(client, { device: { ...device, engines } })).submission);
  },
  'impossible hardware: a terabyte per second beside a slow product': async (client) => {
    const workloads = ['gemm-512-fp32', 'copy-512x2048-fp32'];
    const { submission } = await attempt(client, { workloads });
    return client.submit(
      each(submission, (one) =>
        one.workload === 'copy-512x2048-fp32' ? scaled(one, 1 / 100, { clocks: 'both', gridMs: GRID_MS }) : one,
      ),
    );
  },
  'impossible hardware: 2,000 GFLOPS on one thread': async (client) => {
    const device = machine();
    const engines = device.engines.map((engine) => ({ ...engine, gflops: 2000, threads: 1 }));
    return client.submit((await attempt(client, { device: { ...device, engines } })).submission);
  },
  'a model without any kernel beside it': async (client) =>
    client.submit((await attempt(client, { workloads: ['mobilenet-v2-fp32'] })).submission),
  'a fabricated run that breaks no rule': async (client) => {
    const device = machine();
    const engines = device.engines.map((engine) => ({ ...engine, gflops: 3 * engine.gflops }));
    return client.submit((await attempt(client, { device: { ...device, engines } })).submission);
  },
};
