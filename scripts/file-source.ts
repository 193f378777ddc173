// A file on disk as a source of bytes: only the ranges asked for are read.
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '@/lib/onnx/source';

/** Runs `use` with the file open. */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(await sourceOf(file));
  } finally {
    await file.close();
  }
}

async function sourceOf(file: FileHandle): Promise<ByteSource> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new Error('not a file');
  return {
    sizeBytes: stat.size,
    read: async (offset, wanted) => {
      const buffer = new Uint8Array(wanted);
      const { bytesRead } = await file.read(buffer, 0, wanted, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}
