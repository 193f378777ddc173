import { describeReadError, type ReadError, type ReadErrorCode } from '@/lib/onnx/read-error';

/**
 * A file that cannot be read as an ONNX model. The message is one line that says what to do where
 * something can be done.
 */
export class UnreadableModelError extends Error {
  override readonly name = 'UnreadableModelError';
  readonly code: ReadErrorCode;
  /** Byte of the file where reading stopped. */
  readonly offset: number | null;
  /** Name of the node at fault. */
  readonly node: string | null;

  constructor(error: ReadError) {
    super(describeReadError(error));
    this.code = error.code;
    this.offset = error.offset;
    this.node = error.node;
  }
}
