import { describe, expect, it } from 'vitest';
import { deviceRoofline } from '@/app/devices/[slug]/roofline-data';
import type { DeviceResult } from '@/lib/db/device-results';
import { MANIFEST } from '@/lib/models/manifest';

const result = (workload: string, p50Ms: number, given: Partial<DeviceResult> = {}): DeviceResult => ({
  workload,
  backend: 'webgpu',
  oneThread: false,
  people: 1,
  p10Ms: p50Ms,
  p50Ms,
  p90Ms: p50Ms,
  intervalMs: [p50Ms, p50Ms],
  bestRun: 'run',
  agreeing: 0,
  ...given,
});

const KERNELS = [result('gemm-1024-fp32', 1), result('gemm-512-fp32', 1), result('copy-512x2048-fp32', 1)];

describe('the roofline of a device', () => {
  it('has the best kernels as ceilings and the models as dots', () => {
    const roofline = deviceRoofline([...KERNELS, result('mobilenet-v2-fp32', 10)], MANIFEST);
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
    expect(deviceRoofline([result('gemm-1024-fp32', 1), result('mobilenet-v2-fp32', 10)], MANIFEST)).toBeNull();
    const split = [result('gemm-1024-fp32', 1), result('copy-512x2048-fp32', 1, { backend: 'wasm' })];
    expect(deviceRoofline(split, MANIFEST)).toBeNull();
  });

  it('never mixes one thread with many, nor precisions', () => {
    const slow = { oneThread: true, backend: 'wasm' } as const;
    const alone = KERNELS.map((kernel) => ({ ...kernel, ...slow }));
    expect(deviceRoofline(alone, MANIFEST)?.ceilings[0].peakGflops).toBeCloseTo(2147.48, 1);
    const both = [...alone.map((kernel) => ({ ...kernel, oneThread: false, p50Ms: 2 })), ...alone];
    expect(deviceRoofline(both, MANIFEST)?.ceilings[0].peakGflops).toBeCloseTo(1073.74, 1);
    expect(deviceRoofline([...KERNELS, result('gemm-1024-fp16', 0.1)], MANIFEST)?.ceilings[0].peakGflops).toBeCloseTo(
      2147.48,
      1,
    );
  });
});
