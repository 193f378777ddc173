// The sentences at the end of a run: a winner only where intervals are apart, and only from pairs
// of the same run.
import { describe, expect, it } from 'vitest';
import { backendSentence, verdictOf } from '@/app/run/verdict';
import { gemm, measured, mobilenet, skipped } from '../support/measurement-view';

const plain = (sentence: string | null): string | undefined => sentence?.replaceAll('\u2009', ' ');
const on = (backend: 'wasm' | 'webgpu', medianMs: number, workload = mobilenet) =>
  measured(workload, { backend, medianMs, intervalMs: [medianMs * 0.99, medianMs * 1.01] });

describe('verdictOf', () => {
  it('says where the largest model runs best', () => {
    expect(plain(verdictOf([on('wasm', 41), on('webgpu', 18), on('wasm', 1, gemm(512))]))).toBe(
      'MobileNetV2: 18.0 ms on WebGPU, 41.0 ms on WASM; WebGPU is 2.3 × as fast here.',
    );
  });

  it('names no winner inside the spread', () => {
    expect(plain(verdictOf([on('wasm', 18.1), on('webgpu', 18)]))).toMatch(
      /no difference beyond the spread/,
    );
  });

  it('compares thread counts where only WASM ran', () => {
    const one = { ...on('wasm', 50), threads: { wanted: 1, got: 1 } };
    expect(plain(verdictOf([one, on('wasm', 20)]))).toBe(
      'MobileNetV2: 20.0 ms on WASM with 4 threads, 50.0 ms with one; 4 threads are 2.5 × as fast here.',
    );
  });

  it('says the time of what ran in another mode alone', () => {
    expect(plain(verdictOf([{ ...on('wasm', 20), mode: 'sustained' }]))).toBe(
      'MobileNetV2 takes 20.0 ms on WASM.',
    );
  });

  it('says nothing of nothing', () => expect(verdictOf([skipped])).toBeNull());
});

describe('backendSentence', () => {
  it('counts wins and takes the geometric mean over all pairs', () => {
    const pairs = [
      on('wasm', 40),
      on('webgpu', 10),
      on('wasm', 10, gemm(128)),
      on('webgpu', 10, gemm(128)),
    ];
    expect(plain(backendSentence(pairs))).toBe(
      'WebGPU was faster in 1 and WASM in 0 of 2 workloads that ran on both; over all, WebGPU was 2.0 × as fast (geometric mean).',
    );
  });

  it('says why there is nothing to compare', () => {
    expect(backendSentence([on('wasm', 40), skipped])).toBe(
      'WASM could not be compared with WebGPU: no adapter',
    );
    expect(backendSentence([on('wasm', 40)])).toBeNull();
  });
});
