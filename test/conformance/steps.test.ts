// Steps as they are counted here against the nodes that ONNX Runtime itself is left with: its
// optimised graph of every family of the zoo, by operator.
import { describe, expect, it } from 'vitest';
import type { Step } from '@/lib/flops/steps/step';
import { executionOf } from '@/lib/flops/steps/steps';
import { findWorkload } from '@/lib/models/registry';
import { histogram, optimisedOperators } from '@/scripts/measure/predict/optimised';

/**
 * One of each way of building; the large ones fold as their small relatives do. A constant in
 * floats keeps an Add from integers.
 */
const NETS = [
  'mobilenet-v2-fp32',
  'mobilenet-v3-small-fp32',
  'squeezenet1-1-fp32',
  'shufflenet-v2-x1-0-fp32',
  'efficientnet-b0-fp32',
  'densenet121-fp32',
  'googlenet-fp32',
  'resnet18-fp32',
  'regnet-y-400mf-fp32',
  'yolov8n-fp32',
  'minilm-l6-fp32',
  'whisper-tiny-encoder-fp32',
  'swin-t-fp32',
  'resnet18-w8a8',
  'mobilenet-v2-w8a8',
  'squeezenet1-1-w8a8',
  'predict-conv-1x1-120-440-27-w8a8',
  'predict-conv-depthwise-3x3-120-54-w8a8',
];

/** Operators of which both sides must have the same number: those that take the time. */
const WORKING =
  /^(com\.microsoft:)?(Conv|FusedConv|ConvTranspose|Gemm|FusedGemm|MatMul|FusedMatMul|Softmax|LayerNormalization|SkipLayerNormalization|Gelu|BiasGelu|QuickGelu|BatchNormalization|MaxPool|AveragePool|GlobalAveragePool|Resize|LSTM|QLinear\w+|QGemm|QuantizeLinear|DequantizeLinear)$/;
/** Of all nodes: reshapings and slices that the runtime joins or parts. */
const NODES_WITHIN = 0.15;

const operators = (steps: readonly Step[]): ReadonlyMap<string, number> =>
  histogram(steps.map(({ op }) => op));

describe('steps', () => {
  it.each(NETS)('%s runs the operators that are counted', { timeout: 120_000 }, async (id) => {
    const model = (await findWorkload(id)).build(1);
    const theirs = await optimisedOperators(model);
    const { steps, unknown } = executionOf(model);
    const ours = operators(steps);
    const working = (counts: ReadonlyMap<string, number>) =>
      Object.fromEntries(
        [...counts].filter(([op]) => WORKING.test(op)).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      );
    expect(working(ours)).toEqual(working(theirs));
    const nodes = [...theirs.values()].reduce((sum, count) => sum + count, 0);
    expect(Math.abs(steps.length / nodes - 1)).toBeLessThan(NODES_WITHIN);
    expect(unknown).toEqual([]);
  });
});
