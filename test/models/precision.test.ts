// Variants compute what their fp32 form computes, up to the error of their storage.
import { describe, expect, it } from 'vitest';
import { relativeError } from '@/lib/models/golden';
import { findWorkload } from '@/lib/models/registry';
import { roundHalfEven } from '@/lib/models/variants/weight-source';
import type { Workload } from '@/lib/models/workload';
import { writeModel } from '@/lib/onnx/write';
import { openNative } from '@/scripts/native-runtime';

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
  ])('%s stays within %f of fp32', async (id, bound) => {
    const variant = await findWorkload(id);
    const fp32 = await findWorkload(id.replace(`-${variant.precision}`, '-fp32'));
    const error = relativeError(await outputOf(variant), await outputOf(fp32));
    expect(error).toBeLessThan(bound);
    expect(error).toBeGreaterThan(0);
  });

  it('round half to even', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 0.49, -0.51].map(roundHalfEven).map((value) => value + 0)).toEqual([
      0, 2, 2, 0, -2, 0, -1,
    ]);
  });
});
