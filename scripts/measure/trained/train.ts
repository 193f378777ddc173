// Trains one of the zoo's nets with the zoo's own training step in native ONNX Runtime: the step
// graph's weights become its inputs, and what it returns goes in again.
import * as ort from 'onnxruntime-node';
import type { TrainedNet } from '@/lib/models/training/nets';
import { forwardModel, stepModel } from '@/lib/models/training/steps';
import { float32Elements } from '@/lib/models/variants/weight-source';
import type { Model, Tensor } from '@/lib/onnx/ir';
import { writeModel } from '@/lib/onnx/write';
import { type Batch, drawDigits } from './digits';

export type Weights = ReadonlyMap<string, Float32Array>;

export interface Training {
  readonly weights: Weights;
  readonly steps: number;
  /** Mean loss of the first and of the last 50 steps. */
  readonly firstLoss: number;
  readonly lastLoss: number;
  /** Of digits never trained on. */
  readonly accuracy: number;
}

const SEED = 1;
const TEST_SEED = 2 ** 31;

/** What the tape calls the updated weight. */
const updated = (name: string): string => `${name}.next.out`;

/** What a step trains: a weight that it also returns. */
const isTrained = ({ graph }: Model, { name }: Tensor): boolean =>
  graph.outputs.some((output) => output.name === updated(name));

const weightsOf = (model: Model): Map<string, Float32Array> =>
  new Map(
    model.graph.initializers
      .filter((tensor) => isTrained(model, tensor))
      .map((tensor) => [tensor.name, float32Elements(tensor)]),
  );

/** The step with its weights as inputs. */
function withWeightInputs(model: Model): Model {
  const { graph } = model;
  const trained = graph.initializers.filter((tensor) => isTrained(model, tensor));
  const inputs = trained.map(({ name, dtype, dims }) => ({
    name,
    type: { kind: 'tensor' as const, dtype, dims },
  }));
  const initializers = graph.initializers.filter((tensor) => !isTrained(model, tensor));
  return { ...model, graph: { ...graph, inputs: [...graph.inputs, ...inputs], initializers } };
}

/** The net alone with these weights instead of seeded ones. */
export function withWeights(net: TrainedNet, weights: Weights | null): Uint8Array {
  const model = forwardModel(net, SEED);
  const replaced = model.graph.initializers.map((tensor): Tensor => {
    const values = weights?.get(tensor.name);
    if (values === undefined) return tensor;
    return {
      ...tensor,
      data: {
        kind: 'bytes',
        bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      },
    };
  });
  return writeModel({ ...model, graph: { ...model.graph, initializers: replaced } });
}

const feedsOf = ({ batch, example }: TrainedNet, { x, labels }: Batch) => ({
  x: new ort.Tensor('float32', x, [batch, ...example]),
  labels: new ort.Tensor('int64', labels, [batch]),
});

export async function train(net: TrainedNet, steps: number, rate: number): Promise<Training> {
  const model = stepModel(net, SEED, rate);
  const shapes = new Map(model.graph.initializers.map(({ name, dims }) => [name, [...dims]]));
  let weights: Weights = weightsOf(model);
  if (weights.size === 0) throw new Error(`${net.title}: the step returns no weight`);
  const session = await ort.InferenceSession.create(writeModel(withWeightInputs(model)));
  const losses: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const tensors = [...weights].map(([name, values]) => [
      name,
      new ort.Tensor('float32', values, shapes.get(name)),
    ]);
    const batch = drawDigits(net.example, net.batch, step + 1);
    const results = await session.run({ ...feedsOf(net, batch), ...Object.fromEntries(tensors) });
    const [lossName] = session.outputNames;
    const found = results[lossName ?? '']?.data as Float32Array;
    losses.push(found.reduce((sum, loss) => sum + loss, 0) / net.batch);
    weights = new Map(
      [...weights.keys()].map((name) => [name, results[updated(name)]?.data as Float32Array]),
    );
  }
  await session.release();
  const mean = (part: readonly number[]): number =>
    part.reduce((sum, loss) => sum + loss, 0) / part.length;
  return {
    weights,
    steps,
    firstLoss: mean(losses.slice(0, 50)),
    lastLoss: mean(losses.slice(-50)),
    accuracy: await accuracyOf(net, weights),
  };
}

async function accuracyOf(net: TrainedNet, weights: Weights): Promise<number> {
  const session = await ort.InferenceSession.create(withWeights(net, weights));
  const ROUNDS = 64;
  let right = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const batch = drawDigits(net.example, net.batch, TEST_SEED + round);
    const results = await session.run({ x: feedsOf(net, batch).x });
    const logits = results[session.outputNames[0] ?? '']?.data as Float32Array;
    for (let i = 0; i < net.batch; i += 1) {
      const row = logits.subarray(i * 10, i * 10 + 10);
      if (BigInt(row.indexOf(Math.max(...row))) === batch.labels[i]) right += 1;
    }
  }
  await session.release();
  return right / (ROUNDS * net.batch);
}
