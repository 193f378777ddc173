// `npm run -s bench:trained`: do seeded weights time like trained ones? Trains the zoo's MLP and residual CNN on drawn
// digits in native ONNX Runtime, then times both sets of weights interleaved in a headless Chromium on WASM, one thread.
import { parseArgs } from 'node:util';
import { quantile, sortValues } from '@/lib/bench/samples';
import { CNN, MLP, type TrainedNet } from '@/lib/models/training/nets';
import { chromiumDriver } from '@/test/support/drivers/chromium-driver';
import type { Driver } from '@/test/support/drivers/driver';
import { type IsolatedServer, serveIsolated } from './isolated-server';
import { type PairedDifference, pairedDifference } from './paired';
import { drawDigits } from './trained/digits';
import { type Training, train, withWeights } from './trained/train';

const HELP = `Usage: npm run -s bench:trained -- [--rounds N] [--steps N]

  --rounds N   rounds of seeded, trained, trained, seeded (60)
  --steps N    training steps of the CNN; the MLP takes as many (1500)

A JSON array on stdout: per net how well it was trained, both medians and their difference with a 95 % interval.
`;

/** Learning rates at which the zoo's step learns this task without diverging. */
const NETS: readonly { readonly net: TrainedNet; readonly rate: number }[] = [
  { net: MLP, rate: 0.2 },
  { net: CNN, rate: 0.1 },
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

async function timed(driver: Driver, server: IsolatedServer, net: TrainedNet, rounds: number) {
  await driver.open(server.url);
  const request = { net: net.name, dims: [net.batch, ...net.example], rounds };
  return driver.evaluate<{ seeded: number[]; trained: number[] }>(`measure(${JSON.stringify(request)})`);
}

function compare(net: TrainedNet, training: Training, times: { seeded: number[]; trained: number[] }): Comparison {
  const { weights: _, ...facts } = training;
  const ratios = Array.from({ length: times.seeded.length / 2 }, (_, round) => {
    const pair = (values: readonly number[]): number => (values[2 * round] ?? 0) + (values[2 * round + 1] ?? 0);
    return pair(times.trained) / pair(times.seeded);
  });
  return {
    net: net.title,
    ...facts,
    seededMs: quantile(sortValues(times.seeded), 0.5),
    trainedMs: quantile(sortValues(times.trained), 0.5),
    ...pairedDifference(ratios),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '60' },
      steps: { type: 'string', default: '1500' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const rounds = Number(values.rounds);
  const steps = Number(values.steps);
  if (!(rounds >= 6) || !(steps >= 1)) throw new TypeError('--rounds is 6 or more, --steps 1 or more');
  const files = new Map<string, Uint8Array>();
  const server = await serveIsolated('scripts/trained/pair-loop.mjs', (path) => {
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
      files.set(`/${net.name}/x`, new Uint8Array(drawDigits(net.example, net.batch, 2 ** 31 + 1000).x.buffer));
      results.push(compare(net, training, await timed(driver, server, net, rounds)));
    }
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await driver.close();
    await server.stop();
  }
}

main().then(
  () => {
    // Not exitCode: a dependency's exit hook ends an emptied loop with 0.
    process.exit(0);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof TypeError ? 2 : 1);
  },
);
