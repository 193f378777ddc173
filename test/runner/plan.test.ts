import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import { type Capabilities, memoryNeeded, passesOf, planRun } from '@/lib/runner/plan';
import { ENTRY } from '../support/manifest-entry';

const GPU: Capabilities['webgpu'] = {
  status: 'available',
  vendor: 'acme',
  architecture: '',
  device: '',
  description: '',
  fallbackAdapter: false,
  features: ['shader-f16'],
};
const laptop: Capabilities = { cores: 8, memoryGiB: 8, webgpu: GPU, webnn: false };
const asSuite = { workloads: null, backends: null, threads: null };

const entries = (...parts: Partial<ManifestEntry>[]): ReadonlyMap<string, ManifestEntry> =>
  new Map(parts.map((part, index) => [part.id ?? `w${index}`, { ...ENTRY, id: `w${index}`, ...part }]));

describe('planRun', () => {
  it.each(Object.values(SUITES))('$id names only workloads that are pinned', (suite) => {
    const plan = planRun(suite, MANIFEST, laptop, asSuite);
    expect(plan.length).toBeGreaterThanOrEqual(2);
    expect(new Set(plan.map(({ key }) => key)).size).toBe(plan.length);
  });

  it('puts kernels before models', () => {
    const kinds = planRun(SUITES.standard, MANIFEST, laptop, asSuite).map(({ entry }) => entry.kind);
    expect(kinds.lastIndexOf('kernel')).toBeLessThan(kinds.indexOf('model'));
  });

  it('asks for a thread per core on WASM, and for what is asked for', () => {
    const threads = (cores: number | null, wanted: number | null) =>
      planRun(SUITES.smoke, MANIFEST, { ...laptop, cores }, { ...asSuite, threads: wanted })[0]?.threads;
    expect(threads(8, null)).toBe(8);
    expect(threads(null, null)).toBe(1);
    expect(threads(8, 3)).toBe(3);
    expect(threads(200, null)).toBe(64);
  });

  it('skips with a reason what cannot run here', () => {
    const manifest = entries(
      { id: 'plain' },
      { id: 'half', precision: 'fp16' },
      { id: 'huge', weightBytes: 3 * 2 ** 30 },
    );
    const ask = { workloads: [...manifest.keys()], backends: ['wasm', 'webgpu', 'webnn-npu'] as const, threads: null };
    const causes = (seen: Capabilities) =>
      planRun(SUITES.smoke, manifest, seen, ask).map(({ entry, backend, skip }) => [
        entry.id,
        backend,
        skip?.cause ?? null,
      ]);
    expect(causes({ ...laptop, webgpu: { ...GPU, features: [] } })).toEqual([
      ['plain', 'wasm', null],
      ['plain', 'webgpu', null],
      ['plain', 'webnn-npu', 'unsupported'],
      ['half', 'wasm', null],
      ['half', 'webgpu', 'no-fp16'],
      ['half', 'webnn-npu', 'unsupported'],
      ['huge', 'wasm', 'too-large'],
      ['huge', 'webgpu', 'too-large'],
      ['huge', 'webnn-npu', 'too-large'],
    ]);
    const none = planRun(
      SUITES.quick,
      MANIFEST,
      { ...laptop, webgpu: { status: 'unavailable', reason: 'no adapter' } },
      asSuite,
    );
    for (const { backend, skip } of none) expect(skip?.cause ?? null).toBe(backend === 'webgpu' ? 'no-adapter' : null);
  });

  it('refuses a workload that is not there', () => {
    expect(() => planRun(SUITES.smoke, MANIFEST, laptop, { ...asSuite, workloads: ['nothing'] })).toThrow(RangeError);
  });

  it('counts bytes built, their copy in the runtime and activations', () => {
    expect(memoryNeeded({ ...ENTRY, modelBytes: 100, weightBytes: 90, peakActivationBytes: 7 })).toBe(287);
  });
});

describe('passesOf', () => {
  const plan = planRun(SUITES.quick, MANIFEST, laptop, asSuite);

  it('runs the backends of a workload there and back, each pass with half of its time', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const passes = passesOf(plan, seed);
        expect(passes).toHaveLength(2 * plan.length);
        for (let i = 0; i < passes.length; i += 4) {
          const four = passes.slice(i, i + 4);
          expect(new Set(four.map(({ step }) => step.entry.id)).size).toBe(1);
          expect(four.map(({ step }) => step.backend)).toEqual(['wasm', 'webgpu', 'webgpu', 'wasm']);
          expect(four.map(({ last }) => last)).toEqual([false, false, true, true]);
          for (const { step, capMs } of four) expect(capMs).toBe(step.capMs / 2);
        }
        const kinds = passes.map(({ step }) => step.entry.kind);
        expect(kinds.lastIndexOf('kernel')).toBeLessThan(kinds.indexOf('model'));
      }),
    );
  });

  it('is a function of the seed, and not always the same', () => {
    const ids = (seed: number) => passesOf(plan, seed).map(({ step }) => step.key);
    expect(ids(7)).toEqual(ids(7));
    expect(new Set(Array.from({ length: 30 }, (_, seed) => ids(seed).join())).size).toBeGreaterThan(3);
  });

  it('gives a lone or skipped backend one pass', () => {
    const alone = planRun(
      SUITES.quick,
      MANIFEST,
      { ...laptop, webgpu: { status: 'unavailable', reason: 'none' } },
      asSuite,
    );
    const passes = passesOf(alone, 1);
    expect(passes).toHaveLength(alone.length);
    for (const { capMs, step, last } of passes) expect([capMs, last]).toEqual([step.capMs, true]);
  });
});
