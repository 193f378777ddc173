// Where a model's bytes come from. Reading goes forward only, so that a stream serves as well as a
// file.

export interface ByteSource {
  /** Null for a stream, whose end is found on the way. */
  readonly sizeBytes: number | null;
  /**
   * Bytes at `offset`, at least one and about `wanted`, or none at the end. Offsets never decrease
   * from call to call.
   */
  read(offset: number, wanted: number): Promise<Uint8Array>;
}

/** A File or Blob, of which only the ranges asked for are loaded. */
export interface BlobLike {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Bytes of a file that a browser holds, read in parts. */
export const blobSource = (blob: BlobLike): ByteSource => ({
  sizeBytes: blob.size,
  read: async (offset, wanted) =>
    new Uint8Array(await blob.slice(offset, offset + wanted).arrayBuffer()),
});

/** Bytes that are in memory already. */
export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  sizeBytes: bytes.length,
  read: async (offset, wanted) => bytes.subarray(offset, offset + wanted),
});

/** What `ReadableStream.getReader()` gives. */
export interface StreamReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
}

/** A stream: one chunk is held at a time, what is passed over is dropped. */
export function streamSource(reader: StreamReader): ByteSource {
  let chunk = new Uint8Array(0);
  let start = 0;
  return {
    sizeBytes: null,
    read: async (offset) => {
      while (start + chunk.length <= offset) {
        const { done, value } = await reader.read();
        if (done) return new Uint8Array(0);
        start += chunk.length;
        chunk = new Uint8Array(value ?? []);
      }
      return chunk.subarray(offset - start);
    },
  };
}
