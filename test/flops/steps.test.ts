// What becomes a step, in extents.
import { describe, expect, it } from 'vitest';
import { executionOf } from '@/lib/flops/steps/steps';
import { Layers } from '@/lib/models/nets/layers';
import { findWorkload } from '@/lib/models/registry';

function built(build: (layers: Layers) => void): ReturnType<typeof executionOf> {
  const layers = new Layers('steps', 1);
  build(layers);
  return executionOf(layers.finish());
}

describe('executionOf', () => {
  it('folds statistics and activation into a convolution', () => {
    const { steps, inputBytes, outputBytes } = built((layers) => {
      const x = layers.input('x', 'float32', [2, 8, 10, 10]);
      layers.output(
        layers.relu(
          layers.batchNorm('bn', layers.conv('c', x, 12, { kernel: 3, stride: 2, groups: 4 })),
        ),
      );
    });
    expect(steps).toEqual([
      expect.objectContaining({
        kind: 'convolution',
        nodes: 3,
        batch: 2,
        groups: 4,
        inChannels: 2,
        outChannels: 3,
        taps: 9,
        inPositions: 100,
        outPositions: 25,
        strided: true,
        activation: 'Relu',
      }),
    ]);
    expect([inputBytes, outputBytes]).toEqual([2 * 8 * 100 * 4, 2 * 12 * 25 * 4]);
  });

  it('leaves an activation apart that somebody else reads before', () => {
    const { steps } = built((layers) => {
      const x = layers.input('x', 'float32', [1, 4, 6, 6]);
      const y = layers.conv('c', x, 4, { kernel: 1 });
      layers.output(layers.add(layers.relu(y), y));
    });
    expect(steps.map((step) => (step.kind === 'pass' ? step.pass : step.kind))).toEqual([
      'convolution',
      'relu',
      'binary',
    ]);
  });

  it('makes one tall product of a batch with one weight, and counts products of activations apart', () => {
    const { steps } = built((layers) => {
      const x = layers.input('x', 'float32', [2, 5, 8]);
      const y = layers.linear('l', x, 16);
      layers.output(layers.matMul(y, layers.transpose(y, [0, 2, 1])));
    });
    const products = steps.filter((step) => step.kind === 'product');
    expect(products).toEqual([
      expect.objectContaining({ count: 1, m: 10, k: 8, n: 16, weight: true, nodes: 2 }),
      expect.objectContaining({ count: 2, m: 5, k: 16, n: 5, weight: false }),
    ]);
  });

  it('takes GELU from its parts, and shape arithmetic for nothing', () => {
    const { steps } = built((layers) => {
      const x = layers.input('x', 'float32', [3, 7]);
      layers.output(layers.reshape(layers.gelu(x), [7, 3]));
    });
    expect(steps.map((step) => (step.kind === 'pass' ? step.pass : step.kind))).toEqual([
      'gelu',
      'view',
    ]);
  });

  it('tells how small operands repeat and which axes a transposition moves', () => {
    const passes = (build: (layers: Layers) => void) =>
      built(build).steps.map((step) => (step.kind === 'pass' ? step.pass : step.kind));
    expect(
      passes((layers) => {
        const x = layers.input('x', 'float32', [1, 4, 3, 3]);
        const scaled = layers.mul(x, layers.parameter('s', [4, 1, 1], 0, 1));
        layers.output(
          layers.mul(layers.add(scaled, layers.parameter('b', [3], 0, 1)), layers.scalar(2)),
        );
      }),
    ).toEqual(['binary-channel', 'binary-column', 'binary-scalar']);
    expect(
      passes((layers) => {
        const x = layers.input('x', 'float32', [2, 3, 4, 5]);
        layers.output(
          layers.relu(layers.transpose(layers.transpose(x, [0, 2, 1, 3]), [0, 1, 3, 2])),
        );
      }),
    ).toEqual(['transpose', 'transpose-last', 'relu']);
  });

  it('charges a recurrent layer by its steps', async () => {
    const { steps } = executionOf((await findWorkload('lstm-64x512-fp32')).build(1));
    expect(steps).toEqual([
      expect.objectContaining({
        kind: 'recurrent',
        steps: 64,
        directions: 1,
        batch: 1,
        input: 512,
        hidden: 512,
        gates: 4,
      }),
    ]);
  });
});
