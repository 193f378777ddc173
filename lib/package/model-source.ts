// What a model may be handed over as: bytes in memory, a File or Blob, a stream, or anything that
// reads ranges.
import {
  type BlobLike,
  type ByteSource,
  blobSource,
  bytesSource,
  type StreamReader,
  streamSource,
} from '@/lib/onnx/source';

/** What `response.body` is. */
export interface StreamLike {
  getReader(): StreamReader;
}

export type ModelSource = Uint8Array | ArrayBuffer | BlobLike | StreamLike | ByteSource;

/**
 * Only the ranges that hold structure are read; weights are passed over. @throws TypeError for
 * anything else.
 */
export function byteSource(model: ModelSource): ByteSource {
  if (model instanceof Uint8Array) return bytesSource(model);
  if (model instanceof ArrayBuffer) return bytesSource(new Uint8Array(model));
  if (typeof model === 'object' && model !== null) {
    if ('slice' in model && 'size' in model) return blobSource(model);
    if ('getReader' in model) return streamSource(model.getReader());
    if ('read' in model) return model;
  }
  throw new TypeError(
    'a model is a Uint8Array, an ArrayBuffer, a File or Blob, a ReadableStream, or { sizeBytes, read(offset, wanted) }',
  );
}
