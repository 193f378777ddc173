// Comparisons: common workloads only, the fastest backend of each, families weighed alike;
// addresses read leniently.
import { describe, expect, it } from 'vitest';
import { compareHref, readChosen } from '@/app/compare/chosen';
import { compareDevices } from '@/app/compare/comparison';
import type { DeviceResult, DeviceResults } from '@/lib/db/device-results';
import { MANIFEST } from '@/lib/models/manifest';
import { deviceResult } from '../support/device-result';

const device = (slug: string, results: readonly DeviceResult[]): DeviceResults => ({
  slug,
  name: slug,
  kind: 'gpu',
  results,
});

describe('compareDevices', () => {
  const base = device('base', [
    deviceResult('gemm-512-fp32', 8),
    deviceResult('gemm-1024-fp32', 8),
    deviceResult('resnet18-fp32', 10),
    deviceResult('resnet50-fp32', 10),
  ]);
  const other = device('other', [
    deviceResult('gemm-512-fp32', 4),
    deviceResult('gemm-1024-fp32', 1),
    deviceResult('resnet18-fp32', 10),
    deviceResult('vit-b-32-fp32', 10),
  ]);

  it('takes what all have, means by family, and weighs families alike', () => {
    const { workloads, families, overall } = compareDevices([base, other], MANIFEST, null);
    expect(workloads.map(({ entry }) => entry.id).toSorted()).toEqual([
      'gemm-1024-fp32',
      'gemm-512-fp32',
      'resnet18-fp32',
    ]);
    expect(families.map(({ family, ratios }) => [family, ratios[0]?.value])).toEqual([
      ['GEMM', expect.closeTo(4, 12)],
      ['ResNet', expect.closeTo(1, 12)],
    ]);
    expect(overall).toEqual([
      { value: expect.closeTo(2, 12), interval: [expect.closeTo(2, 12), expect.closeTo(2, 12)] },
    ]);
  });

  it('takes each device on its fastest backend, all threads before one, or all on one backend', () => {
    const cpu = device('cpu', [
      deviceResult('resnet18-fp32', 30, { backend: 'wasm' }),
      deviceResult('resnet18-fp32', 20, { backend: 'wasm', oneThread: true }),
      deviceResult('resnet18-fp32', 25, { backend: 'webnn-cpu' }),
    ]);
    const chosen = compareDevices([base, cpu], MANIFEST, null).workloads[0]?.results[1];
    expect([chosen?.backend, chosen?.oneThread]).toEqual(['webnn-cpu', false]);
    expect(compareDevices([base, cpu], MANIFEST, 'wasm').workloads).toEqual([]);
    expect(compareDevices([cpu, cpu], MANIFEST, 'wasm').overall[0]?.value).toBe(1);
  });

  it('says nothing where nothing is common', () => {
    expect(compareDevices([base, device('empty', [])], MANIFEST, null)).toEqual({
      workloads: [],
      families: [],
      overall: [],
    });
  });
});

describe('the address of a comparison', () => {
  it('closes gaps, drops doubles and what it does not know', () => {
    const chosen = readChosen({ a: 'x', c: ['y', 'z'], d: 'x', backend: 'cuda', q: ' rtx ' });
    expect(chosen).toEqual({ slugs: ['x', 'y'], backend: null, search: 'rtx' });
  });

  it('is written canonically', () => {
    expect(compareHref(['x', 'y'], 'wasm')).toBe('/compare?a=x&b=y&backend=wasm');
    expect(compareHref([])).toBe('/compare');
  });
});
