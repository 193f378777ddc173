// Why a file cannot be read: a code for programs, words for people, and the byte or the node at
// fault.

export type ReadErrorCode =
  /** The source ended before the bytes it promised. */
  | 'truncated'
  /** Bytes that no encoder of this message writes. */
  | 'malformed'
  /** Well-formed bytes that hold no ONNX graph. */
  | 'not-onnx'
  /** Another file format, which is named. */
  | 'other-format'
  /** A tensor in a file outside the model's folder. */
  | 'outside-folder'
  /** Messages nested deeper than protobuf parsers allow. */
  | 'too-deep'
  /** More structure (weights aside) than will be held in memory. */
  | 'too-large'
  /** A tensor whose type, extents or data contradict each other. */
  | 'bad-tensor'
  /** Two nodes write the same value. */
  | 'duplicate-value'
  /** A value that depends on itself. */
  | 'cyclic'
  /** A function that calls itself. */
  | 'recursive-function'
  /** A call that does not fit its function's signature. */
  | 'bad-call'
  /** The source itself failed. */
  | 'unreadable';

export interface ReadError {
  readonly code: ReadErrorCode;
  readonly message: string;
  /** Byte of the file where reading stopped. */
  readonly offset: number | null;
  /** Name of the node at fault. */
  readonly node: string | null;
}

/** One line: "truncated at byte 17: the file ends inside a field". */
export function describeReadError({ code, message, offset, node }: ReadError): string {
  const where = node !== null ? ` at node '${node}'` : offset !== null ? ` at byte ${offset}` : '';
  return `${code}${where}: ${message}`;
}

/** Carries a ReadError out of the nested readers of this folder; never crosses its door. */
export class ReadFault extends Error {
  readonly error: ReadError;

  constructor(code: ReadErrorCode, message: string, at: { offset?: number; node?: string } = {}) {
    super(message);
    this.error = { code, message, offset: at.offset ?? null, node: at.node ?? null };
  }
}
