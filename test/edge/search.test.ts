// Workloads by words: any order and case, titles before ids, nets before kernels.
import { describe, expect, it } from 'vitest';
import { findWorkloads } from '@/lib/edge/search';
import { MANIFEST } from '@/lib/models/manifest';

const ids = (query: string, limit = 5): string[] =>
  findWorkloads(MANIFEST.values(), query, limit).items.map(({ id }) => id);

describe('findWorkloads', () => {
  it('finds by title, id and family, words in any order', () => {
    expect(ids('mobilenetv2', 1)).toEqual(['mobilenet-v2-fp32']);
    expect(ids('FP16 resnet50')).toEqual(['resnet50-fp16']);
    expect(ids('product matrix').every((id) => id.startsWith('gemm-'))).toBe(true);
  });

  it('finds by the words that people have', () => {
    expect(ids('matmul', 3).every((id) => id.startsWith('gemm-'))).toBe(true);
    expect(ids('mobilnet', 1)).toEqual(['mobilenet-v2-fp32']);
    expect(ids('resnet-50', 1)).toEqual(['resnet50-fp32']);
    expect(ids('ResNet 50 int9')[0]).toBe('resnet50-fp32');
  });

  it('puts nets before kernels and keeps to the limit', () => {
    const found = findWorkloads(MANIFEST.values(), 'b', 100).items.map(({ kind }) => kind);
    expect(found).toEqual(found.toSorted((a, b) => b.localeCompare(a)));
    expect(ids('fp32', 3)).toHaveLength(3);
  });

  it('takes what is typed as text', () => expect(ids('(.*)')).toEqual([]));
});
