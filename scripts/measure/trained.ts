// `measure trained`: do seeded weights time like trained ones? Trains the zoo's MLP and residual
// CNN on drawn digits in native ONNX Runtime, then times both sets of weights interleaved in a
// headless Chromium on WASM, one thread.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { CNN, MLP, type TrainedNet } from '@/lib/models/training/nets';
import { ORT_VERSION } from '@/lib/ort/version';
import { chromiumDriver } from '@/scripts/browser/chromium-driver';
import type { Driver } from '@/scripts/browser/driver';
import { type IsolatedServer, serveIsolated } from '../browser/isolated-server';
import { defineCommand, type Exit, flag, whole } from '../command';
import { root } from '../root';
import { median } from './median';
import { roundsOption } from './options';
import { type PairedDifference, pairedDifference } from './paired';
import { drawDigits } from './trained/digits';
import { type Training, train, withWeights } from './trained/train';

const PINNED = 'lib/models/training/seeded-trained.json';

/** Learning rates at which the zoo's step learns this task without diverging. */
const NETS: readonly { readonly net: TrainedNet; readonly rate: number }[] = [
  { net: MLP, rate: 0.2 },
  { net: CNN, rate: 0.03 },
];

/** Trained over seeded. */
interface Comparison extends PairedDifference {
  readonly net: string;
  readonly steps: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
  readonly accuracy: number;
  readonly seededMs: number;
  readonly trainedMs: number;
}

interface Times {
  readonly seeded: readonly number[];
  readonly trained: readonly number[];
}

const ORDERS = ['seeded', 'trained'] as const;

/** A pair of fresh workers. */
async function timed(
  driver: Driver,
  server: IsolatedServer,
  net: TrainedNet,
  rounds: number,
): Promise<Times[]> {
  const found: Times[] = [];
  for (const first of ORDERS) {
    await driver.open(server.url);
    const request = { net: net.name, dims: [net.batch, ...net.example], rounds, first };
    found.push(await driver.evaluate<Times>(`measure(${JSON.stringify(request)})`));
  }
  return found;
}

/**
 * Trained over seeded in one worker: the median over its rounds, in each of which a linear drift
 * cancels.
 */
function ratioOf({ seeded, trained }: Times): number {
  const pair = (values: readonly number[], round: number): number =>
    (values[2 * round] ?? 0) + (values[2 * round + 1] ?? 0);
  return median(
    Array.from(
      { length: seeded.length / 2 },
      (_, round) => pair(trained, round) / pair(seeded, round),
    ),
  );
}

function compare(
  net: TrainedNet,
  training: Training,
  pairs: readonly (readonly Times[])[],
): Comparison {
  const { weights: _, ...facts } = training;
  const all = pairs.flat();
  return {
    net: net.title,
    ...facts,
    seededMs: median(all.flatMap(({ seeded }) => seeded)),
    trainedMs: median(all.flatMap(({ trained }) => trained)),
    // The geometric mean of a pair: what the order of creation does cancels.
    ...pairedDifference(
      pairs.map((pair) => pair.reduce((product, times) => product * ratioOf(times), 1) ** (1 / 2)),
    ),
  };
}

export const command = defineCommand({
  options: {
    pairs: whole(
      'N',
      'pairs of workers, one creating the seeded session first, one the trained',
      12,
      { least: 6 },
    ),
    rounds: roundsOption(20, 'rounds of seeded, trained, trained, seeded in each'),
    steps: whole('N', 'training steps of each', 2000),
    pin: flag(`publish the result on /methodology: writes ${PINNED}`),
  },
  notes: `One JSON object on stdout: where it ran, and per net how well it was trained, both medians and their difference with a
95 % interval.`,
  run: compareAll,
});

interface Wanted {
  readonly pairs: number;
  readonly rounds: number;
  readonly steps: number;
  readonly pin: boolean;
}

async function compareAll({ pairs, rounds, steps, pin }: Wanted): Promise<Exit> {
  const files = new Map<string, Uint8Array>();
  const server = await serveIsolated('scripts/measure/trained/pair-loop.mjs', (path) => {
    const body = files.get(path);
    if (body === undefined) throw new RangeError(`nothing at ${path}`);
    return { type: 'application/octet-stream', body };
  });
  const driver = await chromiumDriver();
  try {
    const results: Comparison[] = [];
    for (const { net, rate } of NETS) {
      const training = await train(net, steps, rate);
      console.error(
        `${net.title}: loss ${training.lastLoss.toPrecision(3)}, accuracy ${training.accuracy.toPrecision(3)}`,
      );
      files.set(`/${net.name}/seeded`, withWeights(net, null));
      files.set(`/${net.name}/trained`, withWeights(net, training.weights));
      files.set(
        `/${net.name}/x`,
        new Uint8Array(drawDigits(net.example, net.batch, 2 ** 31 + 1000).x.buffer),
      );
      const times: Times[][] = [];
      for (let pair = 0; pair < pairs; pair += 1)
        times.push(await timed(driver, server, net, rounds));
      results.push(compare(net, training, times));
    }
    const agent = await driver.evaluate<string>('navigator.userAgent');
    const found = {
      machine: `${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown processor'}`,
      browser: /Chrome\/\d+/.exec(agent)?.[0].replace('/', ' ') ?? agent,
      runtime: `onnxruntime-web ${ORT_VERSION}`,
      date: new Date().toISOString().slice(0, 10),
      pairs,
      rounds,
      nets: results,
    };
    const json = `${JSON.stringify(found, null, 2)}\n`;
    if (pin) writeFileSync(join(root, PINNED), json);
    process.stdout.write(json);
    return 0;
  } finally {
    await driver.close();
    await server.stop();
  }
}
