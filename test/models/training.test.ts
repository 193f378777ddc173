// Gradients against central differences of the loss, and the work of a step against the counter's forward and backward.
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import { generateInput } from '@/lib/models/input';
import { CNN, forwardModel, MLP, stepModel, type TrainedNet } from '@/lib/models/training/steps';
import type { Model, Tensor } from '@/lib/onnx/ir';
import { writeModel } from '@/lib/onnx/write';
import { openNative } from '@/scripts/native-runtime';

const small = (net: TrainedNet): TrainedNet => ({
  ...net,
  batch: 2,
  example: net.example.map((size) => Math.min(size, 8)),
});

/** The model with one element of one weight moved. */
function moved(model: Model, name: string, index: number, by: number): Model {
  const shift = (tensor: Tensor): Tensor => {
    const { data } = tensor;
    if (tensor.name !== name || data.kind !== 'generated') return tensor;
    return {
      ...tensor,
      data: {
        kind: 'generated',
        fill: (target) => {
          data.fill(target);
          const values = new Float32Array(target.buffer, target.byteOffset, target.byteLength / 4);
          values[index] += by;
        },
      },
    };
  };
  return { ...model, graph: { ...model.graph, initializers: model.graph.initializers.map(shift) } };
}

async function run(model: Model, net: TrainedNet): Promise<Map<string, ArrayLike<number | bigint>>> {
  const native = await openNative(writeModel(model));
  const outputs = await native.run(
    [
      { name: 'x', dtype: 'float32', dims: [net.batch, ...net.example], fill: { kind: 'uniform', low: -2, high: 2 } },
      { name: 'labels', dtype: 'int64', dims: [net.batch], fill: { kind: 'uniform', low: 0, high: 10 } },
    ],
    1,
  );
  await native.close();
  return new Map(outputs.map(({ name, values }) => [name, values]));
}

async function meanLoss(model: Model, net: TrainedNet): Promise<number> {
  const [losses] = [...(await run(model, net)).values()];
  return Array.from(losses, Number).reduce((sum, loss) => sum + loss, 0) / net.batch;
}

describe.each([MLP, CNN].map((net) => [net.name, net] as const))('training step of %s', (_, net) => {
  it('does the work that the counter foresees', () => {
    const forward = countModel(forwardModel(net, 1));
    expect(countModel(stepModel(net, 1)).macs).toBe(Number(forward.macs) + Number(forward.backwardMacs));
  });

  it('has the gradients of central differences', async () => {
    const tiny = small(net);
    const model = stepModel(tiny, 1, 1);
    const updated = await run(model, tiny);
    const weights = model.graph.initializers.filter(({ data }) => data.kind === 'generated');
    expect(weights.length).toBeGreaterThan(4);
    const step = 1e-2;
    for (const { name, dims } of weights) {
      const count = dims.reduce((product, dim) => product * dim, 1);
      const spec = { name: 'w', dtype: 'int32', dims: [2], fill: { kind: 'uniform', low: 0, high: count } } as const;
      for (const index of generateInput(spec, 1)) {
        const at = Number(index);
        const tensor = model.graph.initializers.find((initializer) => initializer.name === name);
        const bytes = new Uint8Array(4 * count);
        if (tensor?.data.kind === 'generated') tensor.data.fill(bytes);
        const before = new Float32Array(bytes.buffer)[at];
        const next = [...updated].find(([output]) => output.startsWith(`${name}.next`));
        const gradient = before - Number(next?.[1][at]);
        const above = await meanLoss(moved(model, name, at, step), tiny);
        const below = await meanLoss(moved(model, name, at, -step), tiny);
        const difference = (above - below) / (2 * step);
        expect(Math.abs(gradient - difference), `${name}[${at}]: ${gradient}, ${difference}`).toBeLessThan(
          2e-3 + 0.03 * Math.abs(difference),
        );
      }
    }
  });
});
