import { expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { isClassified, workClassOf } from '@/lib/models/work-class';

const classOf = (id: string) => {
  const entry = MANIFEST.get(id);
  if (entry === undefined) throw new Error(`${id} is not pinned`);
  return workClassOf(entry);
};

it('knows every family of the manifest', () => {
  expect(
    [...MANIFEST.values()].filter(({ family }) => !isClassified(family)).map(({ id }) => id),
  ).toEqual([]);
});

it('has no class for what a proof of fp32 arithmetic does not speak of', () => {
  const never = [...MANIFEST.values()].filter((entry) => workClassOf(entry) === null);
  for (const entry of MANIFEST.values()) {
    const { flops, precision, bound, id } = entry;
    if (flops === 0 || precision !== 'fp32' || bound === 'dispatch' || id.includes('-decode'))
      expect(never).toContain(entry);
  }
  for (const id of [
    'gemv-4096-fp32',
    'dispatch-100-fp32',
    'copy-512x2048-fp32',
    'gpt2-decode128-fp32',
    'gemm-1024-fp16',
  ])
    expect(classOf(id)).toBeNull();
});

it.each([
  ['gemm-1024-fp32', 'product'],
  ['conv-3x3-256-14-fp32', 'convolution'],
  ['conv-grouped-3x3-256-28-fp32', 'grouped-convolution'],
  ['conv-depthwise-3x3-144-56-fp32', null],
  ['resnet50-fp32', 'convolutional-net'],
  ['mobilenet-v2-fp32', 'depthwise-net'],
  ['vit-b-32-fp32', 'transformer'],
  ['gpt2-prefill128-fp32', 'transformer'],
  ['train-cnn-fp32', 'training'],
])('%s is %s', (id, kind) => expect(classOf(id)).toBe(kind));
