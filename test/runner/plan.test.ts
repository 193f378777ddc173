import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROTOCOL } from '@/lib/bench/protocol';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import {
  AS_SUITE,
  type Capabilities,
  configurationOf,
  memoryNeeded,
  type PlanOptions,
  passesOf,
  planRun,
} from '@/lib/runner/plan';
import { LIMITS } from '@/lib/submission/schema';
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
const laptop: Capabilities = {
  cores: 8,
  memoryGiB: 8,
  webgpu: GPU,
  webnn: false,
  wasm: 'simd',
  sharedMemory: true,
  softwareAdapter: false,
};
const asSuite = AS_SUITE;

const entries = (...parts: Partial<ManifestEntry>[]): ReadonlyMap<string, ManifestEntry> =>
  new Map(
    parts.map((part, index) => [part.id ?? `w${index}`, { ...ENTRY, id: `w${index}`, ...part }]),
  );

describe('planRun', () => {
  it.each(Object.values(SUITES))('$id names only workloads that are pinned', (suite) => {
    const plan = planRun(suite, MANIFEST, laptop, asSuite);
    expect(plan.length).toBeGreaterThanOrEqual(suite.sustained ? 1 : 2);
    expect(new Set(plan.map(({ key }) => key)).size).toBe(plan.length);
  });

  it.each(Object.values(SUITES))('$id can be published where everything runs', (suite) => {
    const plan = planRun(suite, MANIFEST, { ...laptop, webnn: true, memoryGiB: 64 }, asSuite);
    expect(plan.length).toBeLessThanOrEqual(LIMITS.measurements);
  });

  it('puts kernels before models', () => {
    const kinds = planRun(SUITES.standard, MANIFEST, laptop, asSuite).map(
      ({ entry }) => entry.kind,
    );
    expect(kinds.lastIndexOf('kernel')).toBeLessThan(kinds.indexOf('model'));
  });

  it('asks for a thread per core on WASM, and for what is asked for', () => {
    const threads = (cores: number | null, wanted: readonly number[] | null) =>
      planRun(SUITES.smoke, MANIFEST, { ...laptop, cores }, { ...asSuite, threads: wanted })
        .filter(({ entry }) => entry.id === 'gemm-512-fp32')
        .map((step) => step.threads);
    expect(threads(8, null)).toEqual([8]);
    expect(threads(null, null)).toEqual([1]);
    expect(threads(8, [3])).toEqual([3]);
    expect(threads(8, [1, 8])).toEqual([1, 8]);
    expect(threads(200, null)).toEqual([64]);
  });

  it('sets one thread beside all of them where the suite asks and there are several', () => {
    const onWasm = (over: Partial<Capabilities>, ask: Partial<PlanOptions> = {}) =>
      planRun(SUITES.quick, MANIFEST, { ...laptop, ...over }, { ...asSuite, ...ask })
        .filter(({ entry, backend }) => entry.id === 'mobilenet-v2-fp32' && backend === 'wasm')
        .map(({ threads }) => threads);
    expect(onWasm({})).toEqual([1, 8]);
    expect(onWasm({ cores: 1 })).toEqual([1]);
    expect(onWasm({ sharedMemory: false })).toEqual([8]);
    expect(onWasm({}, { workloads: ['mobilenet-v2-fp32'] })).toEqual([8]);
  });

  it('runs nothing without WebAssembly or its SIMD, and says which is missing', () => {
    const reasons = (wasm: Capabilities['wasm']) =>
      new Set(
        planRun(SUITES.quick, MANIFEST, { ...laptop, wasm }, asSuite).map(
          ({ skip }) => skip?.reason,
        ),
      );
    expect([...reasons('none')]).toEqual([expect.stringContaining('has no WebAssembly')]);
    expect([...reasons('no-simd')]).toEqual([expect.stringContaining('has no SIMD')]);
    expect(reasons('simd')).toContain(undefined);
  });

  it('skips with a reason what cannot run here', () => {
    const manifest = entries(
      { id: 'plain' },
      { id: 'half', precision: 'fp16' },
      { id: 'huge', weightBytes: 3 * 2 ** 30 },
    );
    const ask: PlanOptions = {
      ...asSuite,
      workloads: [...manifest.keys()],
      backends: ['wasm', 'webgpu', 'webnn-npu'],
    };
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
      ['huge', 'webnn-npu', 'unsupported'],
    ]);
    const none = planRun(
      SUITES.quick,
      MANIFEST,
      { ...laptop, webgpu: { status: 'unavailable', reason: 'no adapter' } },
      asSuite,
    );
    for (const { backend, skip } of none)
      expect(skip?.cause ?? null).toBe(backend === 'webgpu' ? 'no-adapter' : null);
  });

  it('captures graphs on WebGPU alone, as rows of their own', () => {
    const modes = (ask: Partial<PlanOptions>) =>
      planRun(SUITES.quick, MANIFEST, laptop, { ...asSuite, ...ask })
        .filter(({ mode }) => mode === 'graph')
        .map(({ key }) => key);
    expect(modes({})).toEqual(['mobilenet-v2-fp32/webgpu/1/graph']);
    expect(modes({ graphCapture: false })).toEqual([]);
    expect(modes({ workloads: ['gemm-128-fp32'] })).toEqual([]);
    expect(modes({ workloads: ['gemm-128-fp32'], graphCapture: true })).toEqual([
      'gemm-128-fp32/webgpu/1/graph',
    ]);
  });

  it('sustains one workload on the first backend that can', () => {
    const sustained = (seen: Partial<Capabilities>) =>
      planRun(SUITES.sustained, MANIFEST, { ...laptop, ...seen }, asSuite).map(
        ({ backend, mode, sustainMs, skip }) => [backend, mode, sustainMs, skip?.cause ?? null],
      );
    expect(sustained({})).toEqual([['webgpu', 'sustained', 600_000, null]]);
    expect(sustained({ softwareAdapter: true })).toEqual([
      ['webgpu', 'sustained', 600_000, 'no-adapter'],
      ['wasm', 'sustained', 600_000, null],
    ]);
  });

  it('leaves a software adapter out unless it is asked for by name', () => {
    const skips = (backends: PlanOptions['backends']) =>
      planRun(
        SUITES.quick,
        MANIFEST,
        { ...laptop, softwareAdapter: true },
        { ...asSuite, backends },
      )
        .filter(({ backend }) => backend === 'webgpu')
        .map(({ skip }) => skip?.cause ?? null);
    expect(skips(null)).toEqual(['no-adapter']);
    expect(new Set(skips(['webgpu']))).toEqual(new Set([null]));
  });

  it('tells once that a backend is missing, unless it was asked for by name', () => {
    const missing = (backends: PlanOptions['backends']) =>
      planRun(SUITES.full, MANIFEST, laptop, { ...asSuite, backends }).filter(
        ({ skip }) => skip?.cause === 'unsupported',
      );
    expect(missing(null).map(({ backend }) => backend)).toEqual([
      'webnn-cpu',
      'webnn-gpu',
      'webnn-npu',
    ]);
    const all = [...MANIFEST.values()].filter(({ family }) => family !== 'Prediction');
    expect(missing(['webnn-npu'])).toHaveLength(all.length);
  });

  it('refuses a workload that is not there', () => {
    expect(() =>
      planRun(SUITES.smoke, MANIFEST, laptop, { ...asSuite, workloads: ['nothing'] }),
    ).toThrow(RangeError);
  });

  it('counts bytes built, their copy in the runtime and activations', () => {
    expect(
      memoryNeeded({ ...ENTRY, modelBytes: 100, weightBytes: 90, peakActivationBytes: 7 }),
    ).toBe(287);
  });
});

describe('passesOf', () => {
  const plan = planRun(SUITES.quick, MANIFEST, laptop, asSuite);

  it('runs everything once and then again, the configurations of a workload there and back, each pass with half of its time', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const passes = passesOf(plan, seed);
        expect(passes).toHaveLength(2 * plan.length);
        for (const { id } of new Set(plan.map(({ entry }) => entry))) {
          const mine = passes.filter(({ step }) => step.entry.id === id);
          const there = plan.filter(({ entry }) => entry.id === id).map(({ key }) => key);
          expect(mine.map(({ step }) => step.key)).toEqual([...there, ...there.toReversed()]);
          expect(mine.map(({ last }) => last)).toEqual([
            ...there.map(() => false),
            ...there.map(() => true),
          ]);
          for (const { step, capMs } of mine) expect(capMs).toBe(step.capMs / 2);
        }
        const half = plan.length;
        expect(passes.findIndex(({ last }) => last)).toBe(half);
        for (const round of [passes.slice(0, half), passes.slice(half)]) {
          const kinds = round.map(({ step }) => step.entry.kind);
          expect(kinds.lastIndexOf('kernel')).toBeLessThan(kinds.indexOf('model'));
          const ids = round.map(({ step }) => step.entry.id);
          for (const [index, id] of ids.entries())
            expect(index - ids.indexOf(id)).toBeLessThan(ids.filter((one) => one === id).length);
        }
      }),
    );
  });

  it('runs a brief suite once, all of a configuration after one another', () => {
    const plan = planRun(SUITES.predict, MANIFEST, { ...laptop, webgpu: GPU }, asSuite);
    const passes = passesOf(plan, 7).filter(({ step }) => step.skip === null);
    expect(passes).toHaveLength(plan.filter(({ skip }) => skip === null).length);
    expect(passes.every(({ step, capMs, last }) => last && capMs === step.capMs)).toBe(true);
    const configurations = passes.map(({ step }) => configurationOf(step));
    const changes = configurations.filter((each, i) => each !== configurations[i - 1]);
    expect(changes).toEqual([...new Set(configurations)]);
  });

  it('pairs the precisions of one workload', () => {
    const ids = ['gemm-1024-fp32', 'mobilenet-v2-fp32', 'gemm-1024-w8a8', 'mobilenet-v2-fp16'];
    const ask = { ...asSuite, workloads: ids, backends: ['wasm'] as const };
    const order = passesOf(planRun(SUITES.smoke, MANIFEST, laptop, ask), 3).map(
      ({ step }) => step.entry.id,
    );
    expect(order).toEqual([
      ...['gemm-1024-fp32', 'gemm-1024-w8a8', 'mobilenet-v2-fp32', 'mobilenet-v2-fp16'],
      ...['gemm-1024-w8a8', 'gemm-1024-fp32', 'mobilenet-v2-fp16', 'mobilenet-v2-fp32'],
    ]);
  });

  it('finishes one block of workloads before the next, so that a long run has results early', () => {
    const passes = passesOf(
      planRun(SUITES.full, MANIFEST, laptop, { ...asSuite, backends: ['wasm'] }),
      3,
    );
    const open = new Set<string>();
    for (const { step, last } of passes) {
      if (last) open.delete(step.key);
      else open.add(step.key);
      expect(new Set([...open].map((key) => key.split('/')[0])).size).toBeLessThanOrEqual(
        4 * PROTOCOL.block,
      );
    }
    expect(open.size).toBe(0);
  });

  it('is a function of the seed, and not always the same', () => {
    const ids = (seed: number) => passesOf(plan, seed).map(({ step }) => step.key);
    expect(ids(7)).toEqual(ids(7));
    expect(new Set(Array.from({ length: 30 }, (_, seed) => ids(seed).join())).size).toBeGreaterThan(
      3,
    );
  });

  it('gives a lone configuration two passes too, and a skipped or sustained one its whole time at once', () => {
    const without = { ...laptop, webgpu: { status: 'unavailable', reason: 'none' } } as const;
    const lone = passesOf(
      planRun(SUITES.smoke, MANIFEST, without, { ...asSuite, backends: ['wasm'] }),
      1,
    );
    expect(lone.map(({ last }) => last)).toEqual([false, false, true, true]);
    for (const { capMs, step } of lone) expect(capMs).toBe(step.capMs / 2);
    const skipped = planRun(SUITES.smoke, MANIFEST, without, { ...asSuite, backends: ['webgpu'] });
    const sustained = planRun(SUITES.sustained, MANIFEST, laptop, asSuite);
    for (const plan of [skipped, sustained]) {
      const passes = passesOf(plan, 1);
      expect(passes).toHaveLength(plan.length);
      for (const { capMs, step, last } of passes) expect([capMs, last]).toEqual([step.capMs, true]);
    }
  });
});
