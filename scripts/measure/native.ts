// `measure native`: what the same graph takes in native ONNX Runtime and in onnxruntime-web,
// both on one thread of this machine's processor, in turn. `--pin` writes what the chapter on
// benchmarks shows.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import * as ort from 'onnxruntime-node';
import { quantile, sortValues } from '@/lib/bench/samples';
import { generateInput } from '@/lib/models/input';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import { ORT_VERSION } from '@/lib/ort/version';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { defineCommand, type Exit, flag } from '../command';
import { serveBareLoop } from './fidelity/bare-server';
import { median } from './median';
import { roundsOption } from './options';
import { whileQuiet } from './quiet';

const PINNED = 'app/learn/benchmarks/native.json';
const WORKLOADS = [
  'gemm-1024-fp32',
  'conv-3x3-64-56-fp32',
  'conv-depthwise-3x3-144-56-fp32',
  'gelu-512x2048-fp32',
  'mobilenet-v2-fp32',
  'resnet50-fp32',
];
const CAP_MS = 3000;
const WARM_SHARE = 0.3;
const FEWEST = 5;
const TRIES = 3;

/** Median milliseconds of one run in native ONNX Runtime. */
async function nativePass(id: string): Promise<number> {
  const entry = MANIFEST.get(id);
  const golden = entry?.golden[0];
  if (entry === undefined || golden === undefined) throw new TypeError(`no workload '${id}'`);
  const session = await ort.InferenceSession.create(await buildWorkload(id), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const feeds = Object.fromEntries(
    entry.inputs.map((spec) => {
      const data = generateInput(spec, golden.seed) as ort.Tensor['data'];
      return [spec.name, new ort.Tensor(spec.dtype, data, [...spec.dims]) as ort.Tensor];
    }),
  );
  const warmUntil = performance.now() + CAP_MS * WARM_SHARE;
  while (performance.now() < warmUntil) await session.run(feeds);
  const times: number[] = [];
  const until = performance.now() + CAP_MS * (1 - WARM_SHARE);
  while (performance.now() < until || times.length < FEWEST) {
    const start = performance.now();
    await session.run(feeds);
    times.push(performance.now() - start);
  }
  await session.release();
  return median(times);
}

async function browserPass(driver: Driver, url: string, id: string): Promise<number> {
  await driver.open(url);
  const request = JSON.stringify({ workload: id, capMs: CAP_MS });
  return median(await driver.evaluate<number[]>(`measure(${request})`));
}

interface Compared {
  readonly workload: string;
  readonly title: string;
  readonly nativeMs: number;
  readonly browserMs: number;
  /**
   * Browser over native: the median of the rounds' ratios, and the least and the largest of them.
   */
  readonly ratio: number;
  readonly ratios: readonly [low: number, high: number];
}

async function compare(id: string, driver: Driver, url: string, rounds: number): Promise<Compared> {
  const found: { readonly native: number; readonly browser: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const native = (): Promise<number> => nativePass(id);
    const browser = (): Promise<number> => browserPass(driver, url, id);
    const first = round % 2 === 0 ? native : browser;
    const second = round % 2 === 0 ? browser : native;
    const [a, b] = [
      (await whileQuiet(first, TRIES)).value,
      (await whileQuiet(second, TRIES)).value,
    ];
    found.push(round % 2 === 0 ? { native: a, browser: b } : { native: b, browser: a });
  }
  const ratios = sortValues(found.map(({ native, browser }) => browser / native));
  return {
    workload: id,
    title: MANIFEST.get(id)?.title ?? id,
    nativeMs: median(found.map(({ native }) => native)),
    browserMs: median(found.map(({ browser }) => browser)),
    ratio: quantile(ratios, 0.5),
    ratios: [quantile(ratios, 0), quantile(ratios, 1)],
  };
}

export const command = defineCommand({
  options: {
    rounds: roundsOption(7),
    pin: flag(`writes ${PINNED}`),
    json: flag('JSON on stdout'),
  },
  run: compareAll,
});

interface Wanted {
  readonly rounds: number;
  readonly pin: boolean;
  readonly json: boolean;
}

async function compareAll({ rounds, pin, json }: Wanted): Promise<Exit> {
  const bare = await serveBareLoop();
  const driver = await chromiumDriver();
  const nets: Compared[] = [];
  try {
    for (const id of WORKLOADS) {
      const compared = await compare(id, driver, bare.url, rounds);
      nets.push(compared);
      console.error(
        `${id}: native ${compared.nativeMs.toPrecision(3)} ms, browser ${compared.browserMs.toPrecision(3)} ms, ${compared.ratio.toFixed(2)} times`,
      );
    }
  } finally {
    await driver.close();
    await bare.stop();
  }
  const found = {
    machine: `one thread of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`,
    runtime: `ONNX Runtime ${ORT_VERSION}`,
    date: new Date().toISOString().slice(0, 10),
    rounds,
    workloads: nets,
  };
  if (pin) writeFileSync(PINNED, `${JSON.stringify(found, null, 2)}\n`);
  if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  return 0;
}
