// The counter against what native ONNX Runtime really multiplies, for the smallest nets and files:
// all of them are verified by `npm run -s flopmark -- measure counts`.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFAULT_SEED, findWorkload } from '@/lib/models/registry';
import { writeModel } from '@/lib/onnx/write';
import { referencePath } from '@/scripts/oracle/reference';
import { verifyCount } from '@/scripts/oracle/verify-count';

const FILES = ['onnx-light/light_squeezenet.onnx', 'onnx/mobilenet_v2.onnx'];
const NETS = ['mobilenet-v3-small-fp32', 'mobilenet-v2-w8a8'];
const LEAST_SHAPES = 90;

it.each(FILES)('%s: MACs and shapes are those that occur', { timeout: 60_000 }, async (file) => {
  const { wrong, shapes, observed } = await verifyCount(readFileSync(referencePath(file)), null);
  expect(wrong).toEqual([]);
  expect(shapes).toBeGreaterThan(LEAST_SHAPES);
  expect(observed).toBeGreaterThan(0n);
});

it.each(NETS)('%s: MACs and shapes are those that occur', { timeout: 60_000 }, async (id) => {
  const { build, inputs } = await findWorkload(id);
  const { wrong, shapes, observed } = await verifyCount(writeModel(build(DEFAULT_SEED)), inputs);
  expect(wrong).toEqual([]);
  expect(shapes).toBeGreaterThan(LEAST_SHAPES);
  expect(observed).toBeGreaterThan(0n);
});
