import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import { externalise, writeModel } from '@/lib/onnx/write';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

function affine(columns = 3): GraphBuilder {
  const g = new GraphBuilder({ name: 'affine', opset: 17 });
  const x = g.input('x', 'float32', ['batch', 4]);
  const w = g.parameter('w', 'float32', [4, columns], (target) => {
    for (let i = 0; i < target.length; i += 1) target[i] = i / 4;
  });
  const b = g.parameter('b', 'float32', [columns], (target) => target.fill(0.5));
  const y = g.node('Gemm', [x, w, b], { alpha: 2 });
  const s = g.constant('shape', 'int64', [2], [-1, columns]);
  g.output(g.node('Reshape', [y, s]), 'float32', null);
  return g;
}

describe('writeModel', () => {
  it('writes what ONNX Runtime runs', async () => {
    const session = await ort.InferenceSession.create(writeModel(affine().finish()));
    const { 'reshape.out': y } = await session.run({
      x: new ort.Tensor('float32', [1, 2, 3, 4], [1, 4]),
    });
    // 2·xW + b, with W[i][j] = (3i + j)/4
    expect(Array.from(y.data as Float32Array)).toEqual(
      [15, 17.5, 20].map((product) => 2 * product + 0.5),
    );
    expect(y.dims).toEqual([1, 3]);
  });

  it('is deterministic', () => {
    expect(writeModel(affine().finish())).toEqual(writeModel(affine().finish()));
  });

  it('generates every weight once, at a multiple of 8 bytes of the final buffer', () => {
    for (let columns = 1; columns < 40; columns += 1) {
      const seen: { offset: number; buffer: ArrayBufferLike }[] = [];
      const g = new GraphBuilder({ name: 'x'.repeat(columns), opset: 17 });
      for (const name of ['a', 'long-name-of-a-weight']) {
        g.parameter(name, 'float32', [columns], (target) => {
          seen.push({ offset: target.byteOffset, buffer: target.buffer });
          target.fill(columns);
        });
      }
      const bytes = writeModel(g.finish());
      expect(seen).toHaveLength(2);
      for (const { offset, buffer } of seen) {
        expect(offset % 8).toBe(0);
        expect(buffer).toBe(bytes.buffer);
        expect(
          new Float32Array(bytes.buffer, offset, columns).every((value) => value === columns),
        ).toBe(true);
      }
    }
  });

  it('refuses a constant whose values do not fill its dims', () => {
    const g = new GraphBuilder({ name: 'bad', opset: 17 });
    expect(() => g.constant('c', 'int64', [3], [1, 2])).toThrow(/16 bytes given, \[3\] needs 24/);
  });

  it('gives names out once', () => {
    const g = new GraphBuilder({ name: 'names', opset: 17 });
    g.input('x', 'float32', [1]);
    expect(() => g.input('x', 'float32', [1])).toThrow(/taken/);
    const first = g.node('Relu', [{ name: 'x' }]);
    const second = g.node('Relu', [first]);
    expect(first.name).not.toBe(second.name);
  });
});

describe('externalise', () => {
  it('moves large weights out, page aligned, and ONNX Runtime reads them back', async () => {
    const { model, parts, byteLength } = externalise(affine(400).finish(), 'weights.bin', 100);
    expect(parts.map(({ offset }) => offset % 4096)).toEqual([0, 0]);
    const data = new Uint8Array(byteLength);
    for (const { offset, length, fill } of parts) fill(data.subarray(offset, offset + length));

    writeFileSync(join(folder, 'weights.bin'), data);
    writeFileSync(join(folder, 'model.onnx'), writeModel(model));
    expect(readFileSync(join(folder, 'model.onnx')).length).toBeLessThan(1000);
    const inline = await ort.InferenceSession.create(writeModel(affine(400).finish()));
    const external = await ort.InferenceSession.create(join(folder, 'model.onnx'));
    const feeds = { x: new ort.Tensor('float32', [1, 2, 3, 4], [1, 4]) };
    expect((await external.run(feeds))['reshape.out'].data).toEqual(
      (await inline.run(feeds))['reshape.out'].data,
    );
  });
});
