// What the platform would refuse: an edge function over 1 MB gzipped. And what must never be in
// one: the runtime or a model builder; the server knows workloads by their manifest alone.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuild } from '@/scripts/site/build';

const LIMIT_BYTES = 1_000_000;
const dist = join(resolve(import.meta.dirname, '../..'), process.env.FLOPMARK_DIST ?? '.next');

interface EdgeManifest {
  readonly functions: Readonly<
    Record<string, { readonly files: readonly string[]; readonly page: string }>
  >;
}

let functions: [string, string][];
beforeAll(() => {
  ensureBuild();
  const manifest = JSON.parse(
    readFileSync(join(dist, 'server/middleware-manifest.json'), 'utf8'),
  ) as EdgeManifest;
  functions = Object.values(manifest.functions).map(({ page, files }) => [
    page.replace(/\/route$/, ''),
    files.map((file) => readFileSync(join(dist, file), 'utf8')).join('\n'),
  ]);
});

describe('edge functions', () => {
  it('are those that issue, validate, store and read', () => {
    expect(functions.map(([page]) => page)).toEqual(
      expect.arrayContaining([
        '/api/v1/challenges',
        '/api/v1/runs',
        '/api/v1/runs/[id]',
        '/api/v1/board',
      ]),
    );
  });

  it('stay under 1 MB gzipped', () => {
    const sizes = functions.map(([page, code]) => ({ page, bytes: gzipSync(code).length }));
    console.log(
      sizes.map(({ page, bytes }) => `${page}: ${Math.round(bytes / 1000)} kB gzipped`).join('\n'),
    );
    expect(sizes.filter(({ bytes }) => bytes > LIMIT_BYTES)).toEqual([]);
  });

  it('hold neither ONNX Runtime nor a model builder', () => {
    // Marks that survive minification: text inside the sources of the runtime and of the graph
    // builder and its writer.
    const marks = [
      'ort-wasm-simd',
      'InferenceSession',
      'passes the 2 GiB limit of protobuf',
      'is empty or taken',
    ];
    const found = functions.flatMap(([page, code]) =>
      marks.filter((mark) => code.includes(mark)).map((mark) => `${page}: ${mark}`),
    );
    expect(found).toEqual([]);
  });
});
