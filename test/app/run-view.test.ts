// What the page of a run leads with, and which measurements it may compare.
import { describe, expect, it } from 'vitest';
import { compareBackends, headlineOf } from '@/lib/views/run-view';
import { gemm, measured, mobilenet, skipped } from '../support/measurement-view';

describe('headlineOf', () => {
  it('prefers a model to any kernel, and the kernel with the most FLOPs to others', () => {
    const model = measured(mobilenet);
    const [small, large] = [measured(gemm(128)), measured(gemm(1024))];
    expect(headlineOf([small, large, model])).toBe(model);
    expect(headlineOf([small, large])).toBe(large);
  });

  it('prefers the faster backend of the same model', () => {
    const slow = measured(mobilenet, { backend: 'wasm', medianMs: 41 });
    const fast = measured(mobilenet, { backend: 'webgpu', medianMs: 18 });
    expect(headlineOf([slow, fast])).toBe(fast);
  });

  it('never leads with what was not measured', () => expect(headlineOf([skipped])).toBeNull());
});

describe('compareBackends', () => {
  it('takes the ratio of one workload in one run', () => {
    const slow = measured(mobilenet, { backend: 'wasm', medianMs: 41 });
    const fast = measured(mobilenet, { backend: 'webgpu', medianMs: 20.5 });
    expect(compareBackends([slow, fast, measured(gemm(128))], mobilenet.id)).toEqual({
      workload: mobilenet,
      faster: 'webgpu',
      slower: 'wasm',
      ratio: 2,
    });
  });

  it('compares nothing with itself, with a skipped backend or with a mixed one', () => {
    expect(compareBackends([measured(mobilenet), skipped], mobilenet.id)).toBeNull();
    expect(
      compareBackends(
        [measured(mobilenet), measured(mobilenet, { backend: 'mixed' })],
        mobilenet.id,
      ),
    ).toBeNull();
    expect(
      compareBackends([measured(mobilenet), measured(mobilenet, { medianMs: 12 })], mobilenet.id),
    ).toBeNull();
  });

  it('takes the best thread count of a backend', () => {
    const all = measured(mobilenet, { medianMs: 10 });
    const one = measured(mobilenet, { medianMs: 40, threads: { wanted: 1, got: 1 } });
    const gpu = measured(mobilenet, { backend: 'webgpu', medianMs: 20 });
    expect(compareBackends([one, gpu, all], mobilenet.id)).toMatchObject({
      faster: 'wasm',
      slower: 'webgpu',
      ratio: 2,
    });
  });
});
