// Files that people take for ONNX models: each is refused by its name, with what to do.
import { describe, expect, it } from 'vitest';
import { loadBytes, loadModel } from '@/lib/onnx/load';
import { streamSource } from '@/lib/onnx/source';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (...head: number[]): Uint8Array =>
  Uint8Array.from([...head, ...new Array<number>(64).fill(7)]);

const FILES: readonly (readonly [string, Uint8Array])[] = [
  ['Git LFS', utf8('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n')],
  ['gzip', bytes(0x1f, 0x8b, 8, 0)],
  ['zip', utf8('PK\x03\x04\x14\0\0\0\x08\0archive/data.pkl')],
  ['ORT model', utf8('\x18\0\0\0ORTM\0\0\0\0\0\0\0\0')],
  ['TensorFlow Lite', utf8('\x1c\0\0\0TFL3\x14\0\x20\0')],
  [
    'safetensors',
    Uint8Array.from([64, 0, 0, 0, 0, 0, 0, 0, ...utf8('{"w":{"dtype":"F32","shape":[2]}}')]),
  ],
  ['GGUF', utf8('GGUF\x03\0\0\0\0\0\0\0')],
  ['HDF5', bytes(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a)],
  ['pickle', bytes(0x80, 0x02, 0x63)],
  ['web page', utf8('<!DOCTYPE html><html><body>404</body></html>')],
  ['JSON', utf8('{ "irVersion": "8", "graph": { "node": [] } }')],
  ['text', utf8('ir_version: 8\nproducer_name: "pytorch"\ngraph {\n  node {\n')],
  [
    'text',
    utf8(
      '<ir_version: 8, opset_import: ["": 17]>\nagraph (float[N] x) => (float[N] y) { y = Relu(x) }',
    ),
  ],
];

const reader = (content: Uint8Array, chunk: number) => {
  let at = 0;
  return {
    read: async () => {
      const value = content.subarray(at, at + chunk);
      at += chunk;
      return { done: value.length === 0, value };
    },
  };
};

describe('other formats', () => {
  it.each(FILES)('%s', async (name, content) => {
    const refused = loadBytes(content);
    expect(refused).toMatchObject({ ok: false, error: { code: 'other-format', offset: null } });
    if (!refused.ok) expect(refused.error.message).toContain(name);
    for (const chunk of [1, 7, 1000]) {
      expect(await loadModel(streamSource(reader(content, chunk)))).toEqual(refused);
    }
  });
});
