// Forgeries of everything but time: outputs, identities of workloads, challenges, environments, and
// bodies that are meant to break the server rather than to be believed.

import { createPrng } from '@/lib/core/prng';
import type { RunSubmission } from '@/lib/submission/schema';
import { newKey } from './client';
import { type Measured, outputsOf } from './device';
import { each, quickened, WASM, WEBGPU } from './forger';
import type { Forgeries, Forgery } from './kinds';
import { workload } from './payload';
import { Prover } from './prover';

const tampered =
  (change: (submission: RunSubmission) => unknown, workloads?: readonly string[]): Forgery =>
  async (forger) =>
    forger.submit(
      change((await forger.attempt(workloads === undefined ? {} : { workloads })).submission),
    );

type Outputs = Measured['output'];
const withOutputs = (change: (output: Outputs, one: Measured) => Outputs): Forgery =>
  tampered((submission) =>
    each(submission, (one) => ({ ...one, output: change(one.output, one) })),
  );

const inEnvironment = (over: Partial<RunSubmission['environment']>): Forgery =>
  tampered((submission) => ({
    ...submission,
    environment: { ...submission.environment, ...over },
  }));

/**
 * What the cheaper arithmetic really gives for the same input, in the time that it really takes.
 */
const inArithmetic = (precision: 'fp16' | 'w8a8', faster: number): Forgery =>
  tampered(
    (submission) =>
      each(submission, (one) => {
        const { golden } = workload(one.workload.replace('fp32', precision));
        const index = golden.findIndex(({ seed }) => seed === one.output.seed);
        const output = outputsOf({ ...workload(one.workload), golden }, index, createPrng(1));
        return { ...quickened(one, faster), output };
      }),
    ['gemm-512-fp32', 'conv-3x3-64-56-fp32', 'mobilenet-v2-fp32'],
  );

/** Every text of the environment replaced. */
function withTexts(submission: RunSubmission, text: string): RunSubmission {
  const { environment } = submission;
  return {
    ...submission,
    environment: {
      ...environment,
      userAgent: text,
      userAgentData: null,
      webgl: { vendor: text, renderer: text },
      declared: { gpu: text.slice(0, 128), cpu: text.slice(0, 128) },
    },
  };
}

const forgedTicket = (ticket: string, over: Record<string, unknown>): string => {
  const [body, signature] = ticket.split('.');
  const fields = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  return `${Buffer.from(JSON.stringify({ ...fields, ...over })).toString('base64url')}.${signature}`;
};

const withTicket = (over: Record<string, unknown>): Forgery =>
  tampered((submission) => ({ ...submission, ticket: forgedTicket(submission.ticket, over) }));

export const OUTPUTS: Forgeries = {
  'outputs: all zeros': withOutputs((output) => ({
    ...output,
    projections: output.projections.map(() => 0),
    samples: output.samples.map(() => 0),
  })),
  'outputs: those of another input, under the seed that was drawn': withOutputs((output, one) => {
    const { golden } = workload(one.workload);
    const index = golden.findIndex(({ seed }) => seed !== output.seed);
    return { ...outputsOf(workload(one.workload), index, createPrng(1)), seed: output.seed };
  }),
  'outputs: seed reuse, another input than the one drawn': withOutputs((output, one) => {
    const { golden } = workload(one.workload);
    const index = golden.findIndex(({ seed }) => seed !== output.seed);
    return outputsOf(workload(one.workload), index, createPrng(1));
  }),
  'outputs: fp16 arithmetic in place of fp32': inArithmetic('fp16', 4),
  'outputs: int8 arithmetic in place of fp32': inArithmetic('w8a8', 4),
  'outputs: every third projection left at zero': withOutputs((output) => ({
    ...output,
    projections: output.projections.map((value, i) => (i % 3 === 0 ? 0 : value)),
  })),
  'outputs: the sampled elements left out': withOutputs((output) => ({ ...output, samples: [] })),
  'outputs: not a number': tampered((submission) =>
    JSON.stringify(submission).replace(/"projections":\[[^,]+/g, '"projections":[NaN'),
  ),
  'outputs: 1e999': tampered((submission) =>
    JSON.stringify(submission).replace(/"projections":\[[^,]+/g, '"projections":[1e999'),
  ),
};

export const WORKLOADS: Forgeries = {
  'swapped workload ids: a small product told as a large one': tampered((submission) =>
    each(submission, (one) =>
      one.workload === 'gemm-512-fp32' ? { ...one, workload: 'gemm-2048-fp32' } : one,
    ),
  ),
  'swapped workload ids: with the digest of the large one': tampered(
    (submission) =>
      each(submission, (one) => ({
        ...one,
        workload: 'gemm-2048-fp32',
        digest: workload('gemm-2048-fp32').digest,
      })),
    ['gemm-512-fp32'],
  ),
  'forged digest of a model': tampered((submission) =>
    each(submission, (one) => ({ ...one, digest: 'ab'.repeat(32) })),
  ),
  'a version that does not exist': tampered((submission) =>
    each(submission, (one) => ({ ...one, version: 99 })),
  ),
  'a workload that does not exist': tampered((submission) =>
    each(submission, (one) => ({ ...one, workload: 'gemm-1-fp32' })),
  ),
  'another runtime': inEnvironment({ ortVersion: '9.9.9' }),
  'one workload twice, the better one counts': tampered((submission) => ({
    ...submission,
    measurements: [submission.measurements[0], ...submission.measurements],
  })),
  'a rate of its own in the body': tampered((submission) => ({ ...submission, gflops: 1e9 })),
  'a FLOP count of its own in a measurement': tampered((submission) =>
    each(submission, (one) => ({ ...one, flops: 1e15 }) as Measured),
  ),
};

const CLIENTS_AT_ONCE = 50;
/** The machine needs longer for a run. */
const SHORT_LIFE_MS = 50;

export const CHALLENGES: Forgeries = {
  // The same run sent twice is no attack: it is answered with the one that is stored.
  'replay: another run with a used challenge': async (forger) => {
    const { submission } = await forger.attempt();
    await forger.submit(submission);
    const measurements = submission.measurements.map((one) =>
      one.outcome === 'measured' ? { ...one, samples: one.samples.toReversed() } : one,
    );
    return forger.submit({ ...submission, measurements });
  },
  'replay: an old run under a new challenge': async (forger) => {
    const old = await forger.attempt();
    await forger.submit(old.submission);
    const { submission } = await forger.attempt();
    return forger.submit({ ...submission, measurements: old.submission.measurements });
  },
  'replay: a run that was withdrawn': async (forger) => {
    const { submission, submitterKey } = await forger.attempt();
    const { id } = await forger.submit(submission);
    if (id === null || (await forger.withdraw(id, submitterKey)) !== 204)
      throw new Error('the run could not be withdrawn');
    return forger.submit(submission);
  },
  'mixed runs: half of the measurements from another challenge': async (forger) => {
    const [one, other] = [await forger.attempt(), await forger.attempt()];
    const measurements = one.submission.measurements.map((measurement, i) =>
      i % 2 === 0 ? measurement : other.submission.measurements[i],
    );
    const golden = (attempted: typeof one): number => attempted.challenge.goldenIndex % 3;
    // One time in three both challenges drew the same input, and nothing would be mixed.
    if (golden(one) === golden(other))
      return CHALLENGES['mixed runs: half of the measurements from another challenge'](forger);
    return forger.submit({ ...one.submission, measurements });
  },
  'race: one challenge from 50 clients at once': async (forger) => {
    const { submission } = await forger.attempt();
    // The same body from all of them would be one run, sent again.
    const answers = await Promise.all(
      Array.from({ length: CLIENTS_AT_ONCE }, (_, index) =>
        forger.submit({
          ...submission,
          startedAt: new Date(Date.parse(submission.startedAt) - index).toISOString(),
        }),
      ),
    );
    const taken = answers.filter(({ code }) => code === null);
    if (taken.length !== 1) throw new Error(`${taken.length} of ${CLIENTS_AT_ONCE} were taken`);
    return answers.find(({ code }) => code !== null) ?? answers[0];
  },
  'challenge: expired before the run was done': async (forger) =>
    forger.submit((await forger.attempt({ proved: false, lifetimeMs: SHORT_LIFE_MS })).submission),
  'challenge: expired, and its proof started afterwards': async (forger) => {
    const { submission, submitterKey } = await forger.attempt({
      proved: false,
      lifetimeMs: SHORT_LIFE_MS,
    });
    const { code } = await new Prover(forger, submitterKey).start(submission.ticket, 'wasm');
    return { ...(await forger.submit(submission)), met: code };
  },
  'challenge: expired, its ticket prolonged by the forger': async (forger) => {
    const { submission } = await forger.attempt({ proved: false, lifetimeMs: SHORT_LIFE_MS });
    return forger.submit({
      ...submission,
      ticket: forgedTicket(submission.ticket, { expiresAtMs: 9e15 }),
    });
  },
  'ticket: longer valid than it was signed for': withTicket({ expiresAtMs: 9e15 }),
  'ticket: another input than the one drawn': withTicket({ goldenIndex: 0 }),
  'ticket: of another id': withTicket({ id: crypto.randomUUID() }),
  'ticket: of another submitter': tampered((submission) => ({
    ...submission,
    submitterKey: newKey(),
  })),
  'ticket: of another suite': tampered((submission) => ({ ...submission, suite: 'full' })),
  'ticket: none': tampered((submission) => ({ ...submission, ticket: '' })),
  'ticket: the algorithm taken away': tampered((submission) => ({
    ...submission,
    ticket: submission.ticket.split('.')[0],
  })),
};

export const ENVIRONMENTS: Forgeries = {
  'environment: WebGPU without an adapter': async (forger) => {
    const device = forger.machine({
      engines: [WASM, WEBGPU],
      environment: { webgpu: { status: 'unavailable', reason: 'none' } },
    });
    return forger.submit((await forger.attempt({ device })).submission);
  },
  'environment: a backend that the runtime does not have': async (forger) =>
    forger.submit(
      (
        await forger.attempt({
          device: forger.machine({ engines: [WASM, WEBGPU], environment: { ortBundle: 'wasm' } }),
        })
      ).submission,
    ),
  'environment: fp16 on a device without it': async (forger) => {
    const device = forger.machine({ engines: [WASM, WEBGPU] });
    const { webgpu } = device.environment;
    const environment = {
      ...device.environment,
      webgpu: webgpu.status === 'available' ? { ...webgpu, features: [] } : webgpu,
    };
    const workloads = ['gemm-1024-fp32', 'gemm-1024-fp16'];
    return forger.submit(
      (await forger.attempt({ device: { ...device, environment }, workloads })).submission,
    );
  },
  'environment: threads on a page that is not isolated': inEnvironment({
    crossOriginIsolated: false,
    timerStepUs: 100,
  }),
  'environment: a fine clock on a page that is not isolated': inEnvironment({
    crossOriginIsolated: false,
  }),
  'environment: more threads than asked for': tampered((submission) =>
    each(submission, (one) => ({ ...one, threadsWanted: 1 })),
  ),
  'environment: a user agent of another system': inEnvironment({
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  }),
  'environment: hints of a browser that has none': inEnvironment({
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
  }),
  'environment: an Apple GPU under Windows': inEnvironment({
    webgl: {
      vendor: 'Apple',
      renderer: 'ANGLE (Apple, ANGLE Metal Renderer: Apple M3 Max, Unspecified Version)',
    },
  }),
  'environment: a software adapter under a famous name': async (forger) => {
    const device = forger.machine({ engines: [WASM, WEBGPU] });
    const { webgpu } = device.environment;
    const fallback = webgpu.status === 'available' ? { ...webgpu, fallbackAdapter: true } : webgpu;
    return forger.submit(
      (
        await forger.attempt({
          device: { ...device, environment: { ...device.environment, webgpu: fallback } },
        })
      ).submission,
    );
  },
};

/** An honest run of the CPU, told as if an accelerator had done it. */
const asAccelerator = (submission: RunSubmission): RunSubmission => ({
  ...submission,
  environment: { ...submission.environment, ortBundle: 'wasm+webgpu-jspi' },
  measurements: each(submission, (one) => ({
    ...quickened(one, 100),
    backend: 'webnn-npu',
    bundle: 'webgpu-jspi',
    threadsGot: null,
  })).measurements,
});

const KEYS = 10;

/**
 * The same invented run by many keys, each from the network that `networkOf` gives it; the last
 * answer is what it met.
 */
const agreed =
  (networkOf: (key: number) => string): Forgery =>
  async (forger) => {
    const answers = [];
    for (let key = 0; key < KEYS; key += 1) {
      const { submission } = await forger.attempt({ workloads: ['gemm-512-fp32'], proved: false });
      answers.push(
        await forger.submit(asAccelerator(submission), { 'X-Forwarded-For': networkOf(key) }),
      );
    }
    return answers[KEYS - 1];
  };

export const UNPROVABLE: Forgeries = {
  'no proof possible: an NPU that nobody has': tampered(asAccelerator),
  'no proof possible: fp16 seven times as fast as the proof': async (forger) => {
    const device = forger.machine({ engines: [WASM, { ...WEBGPU, fp16: 7 }] });
    return forger.submit(
      (await forger.attempt({ device, workloads: ['gemm-1024-fp32', 'gemm-1024-fp16'] }))
        .submission,
    );
  },
  'no proof possible: fp16 forty times as fast as the proof': async (forger) => {
    const device = forger.machine({ engines: [WASM, { ...WEBGPU, fp16: 40 }] });
    return forger.submit(
      (await forger.attempt({ device, workloads: ['gemm-1024-fp32', 'gemm-1024-fp16'] }))
        .submission,
    );
  },
  'agreement: ten keys of one network': agreed(() => '198.51.100.7'),
  'agreement: ten keys of ten networks within a day': agreed((key) => `203.0.${key}.7`),
};

const raw =
  (
    body: (submission: RunSubmission) => string,
    headers: Readonly<Record<string, string>> = {},
  ): Forgery =>
  async (forger) =>
    forger.send(
      '/api/v1/runs',
      body((await forger.attempt({ workloads: ['gemm-512-fp32'] })).submission),
      headers,
    );

const MEGABYTES_10 = 10_000_000;

export const BODIES: Forgeries = {
  'body: SQL in every text': tampered((submission) =>
    withTexts(submission, "'); drop table runs; --"),
  ),
  'body: HTML in every text': tampered((submission) =>
    withTexts(submission, '<img src=x onerror=alert(1)>"><script>alert(1)</script>'),
  ),
  'body: Unicode that turns text around': tampered((submission) =>
    withTexts(submission, 'RTX \u202e0905'),
  ),
  'body: a NUL in every text': tampered((submission) => withTexts(submission, 'RTX\u0000 5090')),
  'body: a field of 10 MB': tampered((submission) =>
    withTexts(submission, 'x'.repeat(MEGABYTES_10)),
  ),
  'body: 10 MB of blanks before a good run': raw(
    (submission) => ' '.repeat(MEGABYTES_10) + JSON.stringify(submission),
  ),
  'body: a prototype to pollute': raw((submission) =>
    JSON.stringify(submission).replace(
      '{',
      '{"__proto__":{"trustLevel":2},"constructor":{"prototype":{"trustLevel":2}},',
    ),
  ),
  'body: nested 100,000 deep': raw(() => '['.repeat(100_000) + ']'.repeat(100_000)),
  'body: the same key twice': raw((submission) =>
    JSON.stringify(submission)
      .replace('{', `{"suite":"full","measurements":[],`)
      .replace('"suite":"custom",', ''),
  ),
  'body: told to be text': raw((submission) => JSON.stringify(submission), {
    'Content-Type': 'text/plain',
  }),
};
