import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng } from '@/lib/core/prng';
import { GraphBuilder } from '@/lib/onnx/builder';
import { loadBytes, loadModel } from '@/lib/onnx/load';
import { MessageWriter } from '@/lib/onnx/message';
import { readModel } from '@/lib/onnx/read';
import { blobSource, bytesSource, streamSource } from '@/lib/onnx/source';
import { writeModel } from '@/lib/onnx/write';
import { arbitraryModel } from '@/scripts/oracle/arbitrary-model';
import { referencePath } from '@/scripts/oracle/reference';

const seeded = { seed: 20_261_123 };

describe('readModel', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        expect(readModel(writeModel(model))).toEqual({ ok: true, value: model });
      }),
      { ...seeded, numRuns: 1000 },
    );
  });

  it('reads typed lists as packed bytes', () => {
    const list = (
      code: number,
      dims: number[],
      write: (tensor: MessageWriter) => void,
    ): number[] | string => {
      const tensor = new MessageWriter();
      tensor.ints(1, dims);
      tensor.int(2, code);
      write(tensor);
      const graph = new MessageWriter();
      graph.message(5, tensor);
      const model = new MessageWriter();
      model.message(7, graph);
      const read = readModel(model.finish());
      if (!read.ok) return read.error.code;
      const { data } = read.value.graph.initializers[0];
      return data.kind === 'bytes' ? [...data.bytes] : data.kind;
    };
    expect(list(1, [2], (t) => t.floats(4, [1, -2]))).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
    expect(list(1, [2], (t) => [1, -2].forEach((value) => void t.float(4, value)))).toEqual([
      0, 0, 128, 63, 0, 0, 0, 192,
    ]);
    expect(list(3, [2], (t) => t.ints(5, [-1, 7]))).toEqual([255, 7]);
    expect(list(10, [1], (t) => t.ints(5, [0x3c00]))).toEqual([0, 0x3c]);
    expect(list(7, [1], (t) => t.int(7, -2))).toEqual([254, 255, 255, 255, 255, 255, 255, 255]);
    expect(list(12, [1], (t) => t.ints(11, [2 ** 32 - 1]))).toEqual([255, 255, 255, 255]);
    expect(list(22, [3], (t) => t.ints(5, [0x21, 0x03]))).toEqual([0x21, 0x03]);
    expect(list(1, [2], () => undefined)).toBe('absent');
    expect(list(1, [2], (t) => t.floats(4, [1]))).toBe('bad-tensor');
    expect(list(99, [1], () => undefined)).toBe('bad-tensor');
    expect(list(1, [-1], () => undefined)).toBe('bad-tensor');
    expect(list(1, [2 ** 40, 2 ** 40], () => undefined)).toBe('bad-tensor');
  });
});

/** A model with a weight of `count` floats, twice used, and a shape constant. */
function modelBytes(count: number): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder({ name: 'g', opset: 17 });
  const x = g.input('x', 'float32', ['batch', count]);
  const w = g.parameter('w', 'float32', [count], (target) => target.fill(1));
  const s = g.constant('s', 'int64', [2], [-1, count]);
  const y = g.node('Add', [g.node('Mul', [x, w]), w]);
  g.output(g.node('Reshape', [y, s]), 'float32', ['batch', count]);
  return writeModel(g.finish());
}

const chunksOf = (bytes: Uint8Array, size: number) => {
  let at = 0;
  return {
    read: async () => {
      if (at >= bytes.length) return { done: true };
      at += size;
      return { done: false, value: bytes.subarray(at - size, at) };
    },
  };
};

describe('loadModel', () => {
  it('leaves large weights in the file and keeps small tensors, from a blob and from a stream alike', async () => {
    const bytes = modelBytes(100_000);
    const fromBlob = await loadModel(blobSource(new Blob([bytes])));
    if (!fromBlob.ok) throw new Error(fromBlob.error.message);
    const [w, s] = fromBlob.value.graph.initializers;
    expect(w.data).toMatchObject({ kind: 'skipped', length: 400_000 });
    expect(s.data.kind).toBe('bytes');
    if (w.data.kind === 'skipped') {
      expect(
        new Float32Array(bytes.slice(w.data.offset, w.data.offset + w.data.length).buffer).every(
          (v) => v === 1,
        ),
      ).toBe(true);
    }
    for (const size of [1, 7, 4096, 65_536]) {
      expect(await loadModel(streamSource(chunksOf(bytes, size)))).toEqual(fromBlob);
    }
  });

  it('says of every cut file that it is truncated', async () => {
    const bytes = modelBytes(10_000);
    for (let end = 1; end < bytes.length; end += 1 + Math.floor(end / 50)) {
      const cut = bytes.subarray(0, end);
      const streamed = await loadModel(streamSource(chunksOf(cut, 100)));
      const blob = await loadModel(bytesSource(cut));
      const memory = loadBytes(cut);
      for (const result of [streamed, blob, memory]) {
        // What ends between two top-level fields is a shorter message: without a graph, no model.
        expect(result.ok ? 'ok' : result.error.code).toMatch(/^(truncated|not-onnx)$/);
      }
    }
  });

  it('reads reference files alike from memory and from a source', async () => {
    for (const file of [
      'onnx/mobilenet_v2.onnx',
      'onnx/vit_b_32.onnx',
      'onnx-light/light_densenet121.onnx',
    ]) {
      const bytes = new Uint8Array(readFileSync(referencePath(file)));
      const [memory, source] = [loadBytes(bytes), await loadModel(bytesSource(bytes))];
      if (!memory.ok || !source.ok) throw new Error(file);
      expect(source.value.graph.nodes).toEqual(memory.value.graph.nodes);
      expect(source.value.graph.initializers.map(({ name, dims }) => [name, dims])).toEqual(
        memory.value.graph.initializers.map(({ name, dims }) => [name, dims]),
      );
    }
  });

  it('names attributes that are too long to be structure, and keeps what stands beside long descriptions', async () => {
    const attribute = (name: string, write: (message: MessageWriter) => void): MessageWriter => {
      const message = new MessageWriter();
      message.text(1, name);
      write(message);
      return message;
    };
    const node = new MessageWriter();
    node.text(2, 'y');
    node.text(4, 'Frobnicate');
    node.message(
      5,
      attribute('packed', (m) => m.bytes(8, new Uint8Array(20_000))),
    );
    node.message(
      5,
      attribute('listed', (m) => Array.from({ length: 20_000 }, (_, i) => m.int(8, i))),
    );
    node.message(
      5,
      attribute('blob', (m) => m.bytes(4, new Uint8Array(20_000).fill(97))),
    );
    const input = new MessageWriter();
    input.text(1, 'x');
    input.text(3, 'd'.repeat(20_000));
    const tensor = new MessageWriter();
    tensor.int(1, 1);
    const type = new MessageWriter();
    type.message(1, tensor);
    input.message(2, type);
    const graph = new MessageWriter();
    graph.message(1, node);
    graph.message(11, input);
    const opset = new MessageWriter();
    opset.int(2, 17);
    const model = new MessageWriter();
    model.message(7, graph);
    model.message(8, opset);
    const read = await loadModel(bytesSource(model.finish()));
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.graph.inputs).toEqual([
      { name: 'x', type: { kind: 'tensor', dtype: 'float32', dims: null } },
    ]);
    expect(
      read.value.graph.nodes[0].attributes.map((found) => [
        found.name,
        found.kind === 'ints' ? found.value.length : found.kind,
      ]),
    ).toEqual([
      ['packed', 'left'],
      ['listed', 20_000],
      ['blob', 'left'],
    ]);
  });

  it('passes on that a source failed', async () => {
    const source = { sizeBytes: 10, read: () => Promise.reject(new Error('disk gone')) };
    expect(await loadModel(source)).toEqual({
      ok: false,
      error: { code: 'unreadable', message: 'disk gone', offset: null, node: null },
    });
  });
});

describe('hostile files', () => {
  const codeOf = async (bytes: Uint8Array): Promise<string[]> =>
    [loadBytes(bytes), await loadModel(bytesSource(bytes))].map((result) =>
      result.ok ? 'ok' : result.error.code,
    );
  const nested = (depth: number, fields: readonly number[]): Uint8Array => {
    let message = new MessageWriter();
    for (let i = depth; i > 0; i -= 1) {
      const outer = new MessageWriter();
      outer.message(fields[(i - 1) % fields.length], message);
      message = outer;
    }
    const model = new MessageWriter();
    model.message(7, message);
    return model.finish();
  };

  it('stops at bombs of nested graphs', async () => {
    expect(await codeOf(nested(3000, [1, 5, 6]))).toEqual(['too-deep', 'too-deep']);
  });

  it('stops at 10⁶ nodes, empty or not', async () => {
    const bytes = new Uint8Array(2_000_000);
    for (let i = 0; i < bytes.length; i += 2) bytes[i] = 0x0a;
    const model = new MessageWriter();
    model.bytes(7, bytes);
    expect(await codeOf(model.finish())).toEqual(['too-large', 'too-large']);
  });

  it('refuses other files', async () => {
    for (const text of [
      '',
      'hello, this is no model at all',
      '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
      '{"a": 1}',
      'PK\x03\x04',
    ]) {
      for (const code of await codeOf(new TextEncoder().encode(text))) {
        expect(code).toMatch(/^(not-onnx|malformed|truncated|other-format)$/);
      }
    }
  });

  it('survives mutated files from a source alike', async () => {
    const prng = createPrng(8);
    const sample = modelBytes(5000);
    for (let i = 0; i < 3000; i += 1) {
      const bytes = sample.slice();
      for (let k = 0; k < 3; k += 1) bytes[prng.below(200)] = prng.below(256);
      const [memory, source] = [loadBytes(bytes), await loadModel(bytesSource(bytes))];
      // Skimming refuses nothing that memory accepts, except texts that are longer than any name.
      if (memory.ok) expect(source.ok || source.error.message.includes('16 KiB')).toBe(true);
    }
  });
});
