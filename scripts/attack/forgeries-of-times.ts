// Forgeries of times, samples and rates: work that was really done, told as if it had been done
// faster.
import type { RunSubmission } from '@/lib/submission/schema';
import { each, type Forger, GRID_MS, quickened, scaled, WASM, WEBGPU } from './forger';
import type { Forgeries, Forgery } from './kinds';

/** An honest run, tampered with. */
const tampered =
  (change: (submission: RunSubmission) => RunSubmission): Forgery =>
  async (forger) =>
    forger.submit(change((await forger.attempt()).submission));

const halved =
  (clocks: 'both' | 'monotonic' | 'neither', gridMs: number | null) =>
  (submission: RunSubmission) =>
    each(submission, (one) => scaled(one, 0.5, { clocks, gridMs }));

/** An honest run that others can read, to copy from. */
async function published(forger: Forger): Promise<RunSubmission> {
  const { submission } = await forger.attempt();
  const answer = await forger.submit(submission);
  if (answer.code !== null) throw new Error(`the run to copy from was refused: ${answer.code}`);
  return submission;
}

/** The series of another run in place of one's own. */
function withSeriesOf(
  submission: RunSubmission,
  source: RunSubmission,
  factor: number,
): RunSubmission {
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

const iterations = (
  submission: RunSubmission,
  change: (iterations: number) => number,
): RunSubmission =>
  each(submission, (one) => ({
    ...one,
    samples: one.samples.map((sample) => ({ ...sample, iterations: change(sample.iterations) })),
  }));

export const FORGERIES_OF_TIMES: Forgeries = {
  'faster clock: the monotonic one at half speed': tampered(halved('monotonic', GRID_MS)),
  'faster clock: both clocks at half speed': tampered(halved('both', GRID_MS)),
  'scaled samples: halved, clocks left as they were': tampered(halved('neither', GRID_MS)),
  'scaled samples: times 0.7001, off the grid of the clock': tampered((submission) =>
    each(submission, (one) => scaled(one, 0.7001, { clocks: 'both', gridMs: null })),
  ),
  'scaled samples: one model alone, eight times as fast': tampered((submission) =>
    each(submission, (one) => (one.workload === 'mobilenet-v2-fp32' ? quickened(one, 16) : one)),
  ),
  'scaled samples: the slow half left out of the scaling': tampered((submission) =>
    each(submission, (one) => {
      const fast = scaled(one, 0.3, { clocks: 'both', gridMs: GRID_MS });
      const samples = one.samples.map((sample, i) => (i % 3 === 0 ? sample : fast.samples[i]));
      const sampledMs = [...one.warmup, ...samples].reduce(
        (sum, { elapsedMs }) => sum + elapsedMs,
        0,
      );
      return { ...one, samples, clocks: { monotonicMs: sampledMs, wallMs: Math.round(sampledMs) } };
    }),
  ),
  'inflated iterations: twice as many per sample': tampered((submission) =>
    iterations(submission, (n) => 2 * n),
  ),
  'inflated iterations: a million per sample': tampered((submission) =>
    iterations(submission, () => 1_000_000),
  ),
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
  'copied samples: from a published run': async (forger) => {
    const source = await published(forger);
    return forger.submit(withSeriesOf((await forger.attempt()).submission, source, 1));
  },
  'copied samples: from a published run, half as long': async (forger) => {
    const source = await published(forger);
    return forger.submit(withSeriesOf((await forger.attempt()).submission, source, 0.5));
  },
  'repeated samples: six of them, again and again': tampered((submission) =>
    each(submission, (one) => {
      const samples = Array.from({ length: 60 }, (_, i) => one.samples[i % 10]);
      const sampledMs = [...one.warmup, ...samples].reduce(
        (sum, { elapsedMs }) => sum + elapsedMs,
        0,
      );
      return { ...one, samples, clocks: { monotonicMs: sampledMs, wallMs: Math.round(sampledMs) } };
    }),
  ),
  'no time at all': tampered((submission) =>
    each(submission, (one) => ({
      ...one,
      samples: one.samples.map((s) => ({ ...s, elapsedMs: 0 })),
    })),
  ),
  'negative times': tampered((submission) =>
    each(submission, (one) => ({
      ...one,
      samples: one.samples.map((s) => ({ ...s, elapsedMs: -s.elapsedMs })),
    })),
  ),
  'times below one step of the clock': tampered((submission) =>
    each(submission, (one) => scaled(one, 1e-5, { clocks: 'both', gridMs: null })),
  ),
  'samples that differ a thousandfold': tampered((submission) =>
    each(submission, (one) => {
      const samples = one.samples.map((s, i) =>
        i === 0 ? { ...s, elapsedMs: s.elapsedMs * 1000 } : s,
      );
      return { ...one, samples };
    }),
  ),
  'more time than passed: sent at once': async (forger) => {
    const { submission } = await forger.attempt();
    return forger.submit(impossible(submission, 0.01));
  },
  'impossible hardware: a GPU ten times above its peak': async (forger) => {
    const device = forger.machine({ engines: [WASM, WEBGPU] });
    const engines = device.engines.map((engine) => ({
      ...engine,
      gflops: engine.backend === 'webgpu' ? 1.3e6 : engine.gflops,
    }));
    return forger.submit(
      (await forger.attempt({ device: { ...device, engines }, proved: false })).submission,
    );
  },
  'impossible hardware: a terabyte per second beside a slow product': async (forger) => {
    const workloads = ['gemm-512-fp32', 'copy-512x2048-fp32'];
    const { submission } = await forger.attempt({ workloads });
    return forger.submit(
      each(submission, (one) =>
        one.workload === 'copy-512x2048-fp32' ? quickened(one, 100) : one,
      ),
    );
  },
  'impossible hardware: 2,000 GFLOPS on one thread': async (forger) => {
    const device = forger.machine();
    const engines = device.engines.map((engine) => ({ ...engine, gflops: 2000, threads: 1 }));
    return forger.submit(
      (await forger.attempt({ device: { ...device, engines }, proved: false })).submission,
    );
  },
  'a model without any kernel beside it': async (forger) =>
    forger.submit(
      (await forger.attempt({ workloads: ['mobilenet-v2-fp32'], proved: false })).submission,
    ),
  'a fabricated run that breaks no rule, without a proof': async (forger) =>
    forger.submit((await forger.attempt({ proved: false })).submission),
};
