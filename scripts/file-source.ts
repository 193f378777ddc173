// A file on disk as a source of bytes: only the ranges asked for are read.
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { OpenSidecar } from '@/lib/onnx/sidecars';
import type { ByteSource } from '@/lib/onnx/source';

/** Runs `use` with the file open. */
export async function withFile<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(await sourceOf(file));
  } finally {
    await file.close();
  }
}

/** Files in the folder of the model at `path` or below it, links that lead elsewhere left out. */
export function sidecarsOf(path: string): OpenSidecar {
  return async (location) => {
    const folder = await realpath(dirname(path));
    const target = await realpath(join(folder, location)).catch(() => null);
    if (target === null || !target.startsWith(folder + sep)) return null;
    const { size } = await stat(target);
    return {
      sizeBytes: size,
      read: (offset, wanted) => withFile(target, (source) => source.read(offset, wanted)),
    };
  };
}

async function sourceOf(file: FileHandle): Promise<ByteSource> {
  const facts = await file.stat();
  if (!facts.isFile()) throw new Error('not a file');
  return {
    sizeBytes: facts.size,
    read: async (offset, wanted) => {
      const buffer = new Uint8Array(wanted);
      const { bytesRead } = await file.read(buffer, 0, wanted, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}
