import { describe, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { deviceRoofline } from '@/lib/views/roofline-data';
import { deviceResult } from '../support/device-result';

const KERNELS = [
  deviceResult('gemm-1024-fp32', 1),
  deviceResult('gemm-512-fp32', 1),
  deviceResult('copy-512x2048-fp32', 1),
];

describe('the roofline of a device', () => {
  it('has the best kernels as ceilings and the models as dots', () => {
    const roofline = deviceRoofline([...KERNELS, deviceResult('mobilenet-v2-fp32', 10)], MANIFEST);
    const net = MANIFEST.get('mobilenet-v2-fp32');
    const copy = MANIFEST.get('copy-512x2048-fp32');
    if (net === undefined || copy === undefined) throw new Error('not pinned');
    expect(roofline?.ceilings).toEqual([
      {
        backend: 'webgpu',
        peakGflops: (2 * 1024 ** 3) / 1e6,
        bandwidthGBs: (copy.weightBytes + copy.activationBytes) / 1e6,
      },
    ]);
    expect(roofline?.points).toEqual([
      {
        name: net.title,
        backend: 'webgpu',
        intensity: net.flops / (net.weightBytes + net.activationBytes),
        gflops: net.flops / 1e7,
      },
    ]);
  });

  it('is not drawn without both kinds of kernel on one backend', () => {
    expect(deviceRoofline([], MANIFEST)).toBeNull();
    expect(
      deviceRoofline(
        [deviceResult('gemm-1024-fp32', 1), deviceResult('mobilenet-v2-fp32', 10)],
        MANIFEST,
      ),
    ).toBeNull();
    const split = [
      deviceResult('gemm-1024-fp32', 1),
      deviceResult('copy-512x2048-fp32', 1, { backend: 'wasm' }),
    ];
    expect(deviceRoofline(split, MANIFEST)).toBeNull();
  });

  it('never mixes one thread with many, nor precisions', () => {
    const slow = { oneThread: true, backend: 'wasm' } as const;
    const alone = KERNELS.map((kernel) => ({ ...kernel, ...slow }));
    expect(deviceRoofline(alone, MANIFEST)?.ceilings[0].peakGflops).toBeCloseTo(2147.48, 1);
    const both = [...alone.map((kernel) => ({ ...kernel, oneThread: false, p50Ms: 2 })), ...alone];
    expect(deviceRoofline(both, MANIFEST)?.ceilings[0].peakGflops).toBeCloseTo(1073.74, 1);
    expect(
      deviceRoofline([...KERNELS, deviceResult('gemm-1024-fp16', 0.1)], MANIFEST)?.ceilings[0]
        .peakGflops,
    ).toBeCloseTo(2147.48, 1);
  });
});
