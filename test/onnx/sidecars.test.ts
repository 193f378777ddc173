// Small tensors beside the model decide its shapes; files outside its folder are never asked for.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import type { Model, Tensor } from '@/lib/onnx/ir';
import { loadBytes, loadModel } from '@/lib/onnx/load';
import { isInside } from '@/lib/onnx/read-tensor';
import { bytesSource } from '@/lib/onnx/source';
import { writeModel } from '@/lib/onnx/write';

const FOLDER = new URL('../fixtures/cases/sidecar/', import.meta.url);
const model = readFileSync(new URL('all.onnx', FOLDER));
const data = readFileSync(new URL('all.onnx.data', FOLDER));

function read(bytes: Uint8Array): Model {
  const loaded = loadBytes(bytes);
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

describe('sidecars', () => {
  it('reads the extents that lie in them, and nothing else', async () => {
    const asked: string[] = [];
    let bytesRead = 0;
    const loaded = await loadModel(bytesSource(model), {
      openSidecar: async (location) => {
        asked.push(location);
        return {
          sizeBytes: data.length,
          read: async (offset, wanted) => {
            bytesRead += wanted;
            return data.subarray(offset, offset + wanted);
          },
        };
      },
    });
    if (!loaded.ok) throw new Error(loaded.error.message);
    const report = countModel(loaded.value);
    // Reshape to [6, 4], times [4, 16]; the second part of the split times [10, 5]
    expect(report.totals.macs.known).toBe(6 * 4 * 16 + 6 * 10 * 5);
    expect(new Set(asked)).toEqual(new Set(['all.onnx.data']));
    expect(bytesRead).toBeLessThan(64);
  });

  it('says that a sidecar is missing', () => {
    const report = countModel(read(model));
    expect(report.totals.macs.known).toBeNull();
    expect(report.coverage.unknown[0]).toMatchObject({
      opType: 'Reshape',
      reason: 'missing-sidecar',
    });
  });

  it('refuses data that end too early or have another size', async () => {
    const cut = await loadModel(bytesSource(model), {
      openSidecar: async () => bytesSource(data.subarray(0, 4)),
    });
    expect(cut).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it('refuses locations outside the folder, whatever system they are written for', () => {
    const outside = [
      '/etc/passwd',
      '../w.bin',
      'a/../../w.bin',
      '..',
      '\\\\host\\w',
      'C:\\w.bin',
      'a\\..\\..\\w',
      'file:///w',
      '',
      'w\0',
    ];
    for (const location of outside) {
      expect([location, isInside(location)]).toEqual([location, false]);
      const inside = read(model);
      const swap = (tensor: Tensor): Tensor =>
        tensor.data.kind === 'external'
          ? { ...tensor, data: { ...tensor.data, location } }
          : tensor;
      const graph = { ...inside.graph, initializers: inside.graph.initializers.map(swap) };
      expect(loadBytes(writeModel({ ...inside, graph }))).toMatchObject({
        ok: false,
        error: { code: 'outside-folder' },
      });
    }
    for (const location of ['w.bin', './w.bin', 'weights/w.bin', 'a..b', '..w'])
      expect(isInside(location)).toBe(true);
  });
});
