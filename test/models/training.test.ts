// Gradients against central differences of the loss, and the work of a step against the counter's
// forward and backward.
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { createPrng } from '@/lib/core/prng';
import { countModel } from '@/lib/flops/count';
import { generateInput } from '@/lib/models/input';
import { CNN, MLP, resNet18, TRANSFORMER, type TrainedNet } from '@/lib/models/training/nets';
import { forwardModel, stepModel } from '@/lib/models/training/steps';
import { float32Elements } from '@/lib/models/variants/weight-source';
import { writeModel } from '@/lib/onnx/write';

const small = (net: TrainedNet): TrainedNet => ({
  ...net,
  batch: 2,
  example: net.example.map((size) => Math.min(size, 8)),
});
/**
 * Its last stage has 2 × 2 positions, so that four examples give a normalisation sixteen values.
 */
const smallResNet: TrainedNet = { ...resNet18(4), batch: 4, example: [3, 16, 16] };

type Feeds = Record<string, ort.Tensor>;

interface OpenStep {
  readonly feeds: Feeds;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly run: () => Promise<ReadonlyMap<string, Float32Array>>;
}

/** The step with its weights as inputs, so that one session serves every moved weight. */
async function openStep(net: TrainedNet): Promise<OpenStep> {
  const { graph, ...model } = stepModel(net, 1, 1);
  const trained = graph.initializers.filter(({ data }) => data.kind === 'generated');
  const inputs = trained.map(({ name, dtype, dims }) => ({
    name,
    type: { kind: 'tensor', dtype, dims } as const,
  }));
  const opened = {
    ...graph,
    inputs: [...graph.inputs, ...inputs],
    initializers: graph.initializers.filter((tensor) => !trained.includes(tensor)),
  };
  const session = await ort.InferenceSession.create(writeModel({ ...model, graph: opened }));
  const weights = new Map(trained.map((tensor) => [tensor.name, float32Elements(tensor)]));
  const dims = [net.batch, ...net.example];
  const x = generateInput(
    { name: 'x', dtype: 'float32', dims, fill: { kind: 'uniform', low: -2, high: 2 } },
    1,
  );
  const classes = { kind: 'uniform', low: 0, high: 10 } as const;
  const labels = generateInput(
    { name: 'labels', dtype: 'int64', dims: [net.batch], fill: classes },
    1,
  );
  const feeds: Feeds = {
    x: new ort.Tensor('float32', x as Float32Array, dims),
    labels: new ort.Tensor('int64', labels as BigInt64Array, [net.batch]),
    ...Object.fromEntries(
      trained.map((tensor) => [
        tensor.name,
        new ort.Tensor('float32', weights.get(tensor.name) ?? new Float32Array(), tensor.dims),
      ]),
    ),
  };
  const run = async () => {
    const results = await session.run(feeds);
    return new Map(session.outputNames.map((name) => [name, results[name].data as Float32Array]));
  };
  return { feeds, weights, run };
}

async function meanLoss({ run }: OpenStep): Promise<number> {
  const [losses] = (await run()).values();
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

const NETS = [
  { net: MLP, tiny: small(MLP), step: 1e-2 },
  { net: CNN, tiny: small(CNN), step: 1e-2 },
  // Deep and normalised: a longer step meets the kinks of many ReLUs.
  { net: resNet18(64), tiny: smallResNet, step: 3e-4 },
  { net: TRANSFORMER, tiny: small(TRANSFORMER), step: 1e-2 },
];

it('trains the ResNet-18 of CIFAR: 11,173,962 parameters (kuangliu/pytorch-cifar), 0.56 GMACs an image', () => {
  const { params, macs } = countModel(forwardModel({ ...resNet18(64), batch: 1 }, 1));
  expect({ params, macs }).toEqual({ params: 11_173_962, macs: 555_422_720 });
});

describe.each(NETS.map((sizes) => [sizes.net.name, sizes] as const))(
  'training step of %s',
  (_, sizes) => {
    const { net, tiny, step } = sizes;

    it('does the work that the counter foresees', () => {
      const forward = countModel(forwardModel(net, 1));
      expect(countModel(stepModel(net, 1)).macs).toBe(
        Number(forward.macs) + Number(forward.backwardMacs),
      );
    });

    it('has the gradients of central differences', async () => {
      const opened = await openStep(tiny);
      const updated = await opened.run();
      expect(opened.weights.size).toBeGreaterThan(4);
      const prng = createPrng(1);
      for (const [name, values] of opened.weights) {
        const next = [...updated].find(([output]) => output.startsWith(`${name}.next`))?.[1];
        for (let repeat = 0; repeat < 2; repeat += 1) {
          const at = prng.below(values.length);
          const before = values[at];
          const gradient = before - Number(next?.[at]);
          values[at] = before + step;
          const above = await meanLoss(opened);
          values[at] = before - step;
          const below = await meanLoss(opened);
          values[at] = before;
          const difference = (above - below) / (2 * step);
          expect(
            Math.abs(gradient - difference),
            `${name}[${at}]: ${gradient}, ${difference}`,
          ).toBeLessThan(2e-3 + 0.03 * Math.abs(difference));
        }
      }
    });
  },
);
