// What the chapters let a reader measure: the pairs differ in the one thing that the claim is
// about, and the sentences say what the times say.
import { describe, expect, it } from 'vitest';
import { CLAIMS, claimOf, speedWords, type Timed } from '@/app/learn/_measure/claims';
import { graphFlops } from '@/app/learn/_measure/graph-flops';
import { GRAPHS, inputsOf } from '@/app/learn/_measure/graphs';
import { MANIFEST } from '@/lib/models/manifest';
import { writeModel } from '@/lib/onnx/write';
import { CHAPTERS } from '@/lib/views/chapters';

const exact = (ms: number): Timed => ({ ms, halfWidthMs: 0 });

const answer = (id: string, times: Readonly<Record<string, number>>): string | null =>
  claimOf(id)?.answer(new Map(Object.entries(times).map(([key, ms]) => [key, exact(ms)]))) ?? null;

describe('claims', () => {
  it('stand in six chapters and name pinned workloads', () => {
    const chapters = new Set<string>(CHAPTERS.map(({ slug }) => slug));
    expect(new Set(CLAIMS.map(({ chapter }) => chapter)).size).toBe(6);
    for (const { chapter, configurations } of CLAIMS) {
      expect(chapters).toContain(chapter);
      for (const { subject } of configurations)
        if ('workload' in subject) expect(MANIFEST.has(subject.workload)).toBe(true);
    }
  });

  it('compare equal FLOPs where they say so', () => {
    expect(graphFlops('conv-dense')).toBe(graphFlops('conv-depthwise'));
    expect(graphFlops('linear-scattered')).toBe(graphFlops('linear-whole'));
    expect(graphFlops('linear-channels')).toBe(graphFlops('linear-whole') / 2);
    expect(graphFlops('linear-rows')).toBe(32 * graphFlops('linear-row'));
  });

  it.each(Object.keys(GRAPHS) as (keyof typeof GRAPHS)[])(
    'build %s as a file that can be fed',
    async (id) => {
      const model = GRAPHS[id]();
      const bytes = writeModel(model);
      expect(inputsOf(model)).toHaveLength(1);
      expect(bytes.length).toBeGreaterThan(1000);
    },
  );

  it('set exactly half of the scattered weights to zero', () => {
    const { data, dims } = GRAPHS['linear-scattered']().graph.initializers[0];
    if (data.kind !== 'generated') throw new Error('weights are generated');
    const bytes = new Uint8Array(4 * dims.reduce((product, dim) => product * dim, 1));
    data.fill(bytes);
    const values = new Float32Array(bytes.buffer);
    expect(values.filter((value) => value === 0)).toHaveLength(values.length / 2);
  });

  it('say how two times compare', () => {
    expect(speedWords(exact(10), exact(23))).toBe('2.3 times as fast');
    expect(speedWords(exact(46), exact(10))).toBe('4.6 times as slow');
    expect(speedWords(exact(10), exact(10.5))).toBe('about as fast');
  });

  it('do not tell times apart whose intervals overlap', () => {
    expect(speedWords({ ms: 10.3, halfWidthMs: 2.1 }, { ms: 11.6, halfWidthMs: 2.6 })).toBe(
      'about as fast',
    );
    expect(speedWords({ ms: 10.3, halfWidthMs: 0.1 }, { ms: 11.6, halfWidthMs: 0.2 })).toBe(
      '1.1 times as fast',
    );
  });

  it('answer with what was measured, and not without', () => {
    expect(answer('threads', { one: 20, all: 10 })).toBe('All threads are 2 times as fast as one.');
    expect(answer('threads', { one: 20, all: 10, gpu: 2 })).toBe(
      'All threads are 2 times as fast as one. WebGPU is 5 times as fast as all threads.',
    );
    expect(answer('threads', { one: 20 })).toBeNull();
    expect(answer('batch', { row: 2, rows: 6 })).toBe(
      '32 rows took 3 times the time of one, for 32 times the FLOPs.',
    );
    expect(answer('zeros', { whole: 10, scattered: 10.2, channels: 5 })).toBe(
      'With scattered zeros the layer is about as fast as the whole one, with half of the channels 2 times as fast.',
    );
  });
});
