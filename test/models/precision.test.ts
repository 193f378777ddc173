// Variants compute what their fp32 form computes, up to the error of their storage.
import { describe, expect, it } from 'vitest';
import { relativeError } from '@/lib/models/golden';
import { findWorkload } from '@/lib/models/registry';
import { calibrationOf, toStaticInt8 } from '@/lib/models/variants/static-int8';
import { roundHalfEven } from '@/lib/models/variants/weight-source';
import type { Workload } from '@/lib/models/workload';
import { writeModel } from '@/lib/onnx/write';
import { openNative } from '@/scripts/oracle/native-runtime';

async function outputOf({ build, inputs }: Workload) {
  const native = await openNative(writeModel(build(1)));
  const [{ values }] = await native.run(inputs, 1);
  await native.close();
  return values;
}

describe('variants', () => {
  it.each([
    ['gemv-1024-fp16', 2e-3],
    ['gemv-1024-w8a8', 2e-2],
    ['gemv-1024-w4a32', 0.15],
    ['gemv-1024-w4a16', 0.15],
    ['mobilenet-v2-fp16', 2e-2],
    ['mobilenet-v2-w8a8', 0.2],
    ['squeezenet1-1-w8a8', 0.2],
    ['minilm-l6-fp16', 2e-2],
    ['minilm-l6-w8a8', 0.1],
    ['minilm-l6-w4a32', 0.3],
  ])('%s stays within %f of fp32', async (id, bound) => {
    const variant = await findWorkload(id);
    const fp32 = await findWorkload(id.replace(`-${variant.precision}`, '-fp32'));
    const error = relativeError(await outputOf(variant), await outputOf(fp32));
    expect(error).toBeLessThan(bound);
    expect(error).toBeGreaterThan(0);
  });

  it('keep the function when normalisations are folded into convolutions', async () => {
    const workload = await findWorkload('mobilenet-v2-fp32');
    const { model, tensors } = calibrationOf(workload.build(1));
    expect(model.graph.nodes.filter(({ opType }) => opType === 'BatchNormalization')).toEqual([]);
    expect(tensors).toContain('input');
    const folded = await outputOf({ ...workload, build: () => model });
    expect(relativeError(folded, await outputOf(workload))).toBeLessThan(1e-4);
  });

  it('quantise every convolution and dense layer of a static int8 net, and say what is not calibrated', async () => {
    const { graph } = (await findWorkload('mobilenet-v2-w8a8')).build(1);
    const dequantised = new Set(
      graph.nodes
        .filter(({ opType }) => opType === 'DequantizeLinear')
        .flatMap(({ outputs }) => outputs),
    );
    const layers = graph.nodes.filter(({ opType }) => opType === 'Conv' || opType === 'Gemm');
    expect(layers).toHaveLength(53);
    for (const { inputs } of layers)
      expect(inputs.every((name) => dequantised.has(name))).toBe(true);
    const fp32 = (await findWorkload('mobilenet-v2-fp32')).build(1);
    expect(() => toStaticInt8(fp32, {})).toThrow('the range of input is not calibrated');
  });

  it('round half to even', () => {
    expect(
      [0.5, 1.5, 2.5, -0.5, -1.5, 0.49, -0.51].map(roundHalfEven).map((value) => value + 0),
    ).toEqual([0, 2, 2, 0, -2, 0, -1]);
  });
});
