// A model on disk: one file while protobuf can hold it, past 2 GiB a small file with its weights in
// FILE.data beside it, written a tensor at a time.
import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { elementsOf, type Model } from '@/lib/onnx/ir';
import { bytesOf } from '@/lib/onnx/types';
import { externalise, INLINE_LIMIT_BYTES, writeModel } from '@/lib/onnx/write';

export interface WrittenFile {
  readonly path: string;
  readonly byteLength: number;
}

/** Room for the nodes and names of any graph. */
const GRAPH_ROOM_BYTES = 2 ** 24;

function weightBytes({ graph }: Model): number {
  return graph.initializers.reduce(
    (sum, { dtype, dims }) => sum + bytesOf(dtype, elementsOf(dims)),
    0,
  );
}

export function writeFile(model: Model, path: string): readonly WrittenFile[] {
  if (weightBytes(model) + GRAPH_ROOM_BYTES <= INLINE_LIMIT_BYTES) {
    const bytes = writeModel(model);
    writeFileSync(path, bytes);
    return [{ path, byteLength: bytes.length }];
  }
  const dataPath = `${path}.data`;
  const { model: small, parts, byteLength } = externalise(model, basename(dataPath));
  const file = openSync(dataPath, 'w');
  try {
    ftruncateSync(file, byteLength);
    for (const { offset, length, fill } of parts) {
      const bytes = new Uint8Array(length);
      fill(bytes);
      writeSync(file, bytes, 0, length, offset);
    }
  } finally {
    closeSync(file);
  }
  const bytes = writeModel(small);
  writeFileSync(path, bytes);
  return [
    { path, byteLength: bytes.length },
    { path: dataPath, byteLength },
  ];
}
