// `npm run -s bench:native`: what the same graph takes in native ONNX Runtime and in onnxruntime-web,
// both on one thread of this machine's processor, in turn. `--pin` writes what the chapter on
// benchmarks shows.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-node';
import { quantile, sortValues } from '@/lib/bench/samples';
import { generateInput } from '@/lib/models/input';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import { ORT_VERSION } from '@/lib/ort/version';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import type { Driver } from '@/test/support/drivers/driver';
import { serveBareLoop } from './fidelity/bare-server';
import { whileQuiet } from './quiet';

const HELP = `Usage: npm run -s bench:native -- [options]

Times workloads in native ONNX Runtime and in onnxruntime-web in Chromium, one thread each, in turn.

  --rounds N   rounds (7)
  --pin        writes app/learn/benchmarks/native.json
  --json       JSON on stdout
`;

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

const median = (values: readonly number[]): number => quantile(sortValues(values), 0.5);

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
  /** Browser over native: the median of the rounds' ratios, and the least and the largest of them. */
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
    const [a, b] = [(await whileQuiet(first, TRIES)).value, (await whileQuiet(second, TRIES)).value];
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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '7' },
      pin: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const rounds = Number(values.rounds);
  if (!(Number.isSafeInteger(rounds) && rounds >= 1)) throw new TypeError('--rounds is a count');
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
  if (values.pin) writeFileSync(PINNED, `${JSON.stringify(found, null, 2)}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
}

main().then(
  // Not exitCode: a dependency's exit hook ends an emptied loop with 0.
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
