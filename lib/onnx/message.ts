// Protobuf messages as lists of pieces with a known total length: sizes first, bytes once. A piece
// is either bytes or a promise to fill its place, so that a weight is generated straight into the
// file's only buffer. Encoding: protobuf.dev/programming-guides/encoding.

export type Piece =
  | Uint8Array
  | { readonly length: number; readonly fill: (target: Uint8Array<ArrayBuffer>) => void };

const UTF8 = new TextEncoder();
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Bytes of `value` as an unsigned varint; negative integers are sign-extended to 64 bits, ten
 * bytes.
 */
export function varintBytes(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  if (rest < 128n) return [Number(rest)];
  const bytes: number[] = [];
  while (rest >= 128n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

export class MessageWriter {
  readonly pieces: Piece[] = [];
  length = 0;

  private push(piece: Piece): void {
    this.pieces.push(piece);
    this.length += piece.length;
  }

  private tag(field: number, wire: number): number[] {
    return varintBytes(field * 8 + wire);
  }

  int(field: number, value: number | bigint): void {
    this.push(Uint8Array.from([...this.tag(field, WIRE.varint), ...varintBytes(value)]));
  }

  float(field: number, value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.push(Uint8Array.from([...this.tag(field, WIRE.fixed32), ...bytes]));
  }

  /** Packed repeated int64. */
  ints(field: number, values: readonly (number | bigint)[]): void {
    if (values.length > 0) this.bytes(field, Uint8Array.from(values.flatMap(varintBytes)));
  }

  /** Packed repeated float. */
  floats(field: number, values: readonly number[]): void {
    if (values.length === 0) return;
    const view = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, i) => {
      view.setFloat32(4 * i, value, true);
    });
    this.bytes(field, new Uint8Array(view.buffer));
  }

  bytes(field: number, piece: Piece): void {
    this.push(Uint8Array.from([...this.tag(field, WIRE.bytes), ...varintBytes(piece.length)]));
    if (piece.length > 0) this.push(piece);
  }

  text(field: number, value: string): void {
    this.bytes(field, UTF8.encode(value));
  }

  /** A text that proto3 leaves out when empty. */
  optionalText(field: number, value: string): void {
    if (value !== '') this.text(field, value);
  }

  message(field: number, message: MessageWriter): void {
    this.push(Uint8Array.from([...this.tag(field, WIRE.bytes), ...varintBytes(message.length)]));
    for (const piece of message.pieces) this.push(piece);
  }

  /** Bytes that a length-delimited field of `length` bytes takes before its content. */
  static headerLength(field: number, length: number): number {
    return varintBytes(field * 8 + WIRE.bytes).length + varintBytes(length).length;
  }

  /** The message in one buffer; each piece is written once. */
  finish(): Uint8Array<ArrayBuffer> {
    const buffer = new Uint8Array(this.length);
    let offset = 0;
    for (const piece of this.pieces) {
      if (piece instanceof Uint8Array) buffer.set(piece, offset);
      else piece.fill(buffer.subarray(offset, offset + piece.length));
      offset += piece.length;
    }
    return buffer;
  }
}
