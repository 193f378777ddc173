// Measures workloads by processor time: onnxruntime-web's WASM in this process, on one thread. What
// else runs on the machine takes none of it, so units and kernels can be chosen where it is never
// quiet; V8 compiles the same code as in Chromium. Not a visitor's time: the browser is the judge.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { quantile, sortValues } from '@/lib/bench/samples';
import { generateInput } from '@/lib/models/input';
import { writeModel } from '@/lib/onnx/write';
import { root } from '../../root';
import type { Ask } from './measure';
import type { Measured } from './measure.worker';
import { findSubject } from './subjects';

const DIST = pathToFileURL(join(root, 'node_modules/onnxruntime-web/dist/')).href;
/** Of a sample: long beside what is asked for the time. */
const SAMPLE_MS = 12;
const WARM_MS = 100;
const FEWEST = 3;
/** Of the samples: caches that others used in between make some longer, never shorter. */
const QUANTILE = 0.1;
/** The clock of a process counts microseconds. */
const SHORTEST_MS = 0.02;

type Runtime = typeof import('onnxruntime-web');

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function runtime(): Promise<Runtime> {
  const ort = (await import(`${DIST}ort.wasm.min.mjs`)) as Runtime;
  ort.env.wasm.wasmPaths = DIST;
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return ort;
}

async function opened(
  ort: Runtime,
  id: string,
): Promise<{ session: InferenceSession; run: () => Promise<void> }> {
  const workload = await findSubject(id);
  const session = await ort.InferenceSession.create(writeModel(workload.build(1)), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  const feeds = Object.fromEntries(
    workload.inputs.map((spec) => {
      const values = generateInput(spec, 1) as Tensor['data'];
      return [spec.name, new ort.Tensor(spec.dtype, values, [...spec.dims]) as Tensor];
    }),
  );
  const run = async (): Promise<void> => {
    const results = await session.run(feeds);
    for (const name of session.outputNames) results[name]?.dispose();
  };
  return { session, run };
}

async function timed(run: () => Promise<void>, times: number): Promise<number> {
  const start = processorMs();
  for (let i = 0; i < times; i += 1) await run();
  return (processorMs() - start) / times;
}

async function one(ort: Runtime, id: string, capMs: number): Promise<Measured> {
  const { session, run } = await opened(ort, id);
  await run();
  let each = Math.max(SHORTEST_MS, await timed(run, 1));
  if (each < WARM_MS) each = Math.max(SHORTEST_MS, await timed(run, Math.ceil(WARM_MS / each)));
  const times = Math.ceil(SAMPLE_MS / each);
  const samples: number[] = [];
  for (let spent = 0; spent < capMs || samples.length < FEWEST; ) {
    const ms = await timed(run, times);
    samples.push(Math.max(ms, SHORTEST_MS / times));
    spent += Math.max(ms, SHORTEST_MS) * times;
  }
  await session.release();
  const sorted = sortValues(samples);
  const ms = quantile(sorted, QUANTILE);
  const halfWidth = quantile(sorted, 0.5) / ms - 1;
  return { id, ms, samples: samples.length, halfWidth, sessionMs: 0, reason: null };
}

/** As a browser is asked, with one thread. */
export const askHere: Ask = async ({ ids, threads, capMs }) => {
  if (threads !== 1) throw new TypeError('--browser node measures one thread: give --threads 1');
  const ort = await runtime();
  const found: Measured[] = [];
  for (const id of ids) found.push(await one(ort, id, capMs));
  return found;
};
