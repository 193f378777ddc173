// Reads protobuf's wire format strictly forward (protobuf.dev/programming-guides/encoding): every
// read is checked against the enclosing message, nesting and the amount of structure are limited.
// Payloads that skimming left in the file are gaps.
import { grown } from './grown';
import type { Int } from './ir';
import { ReadFault } from './read-error';
import { TextReader } from './text-reader';

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Protobuf's own parsers stop at 100. */
export const DEPTH_LIMIT = 100;
/**
 * About 0.5 GB of objects. A graph of 100,000 nodes with all shapes declared has 1.2 million
 * messages.
 */
const MESSAGE_LIMIT = 2_000_000;
/** Fields and elements of packed lists. */
const FIELD_LIMIT = 20_000_000;
/** A text or a view weighs as much as this many numbers. */
const PAYLOAD_COST = 4;

/** A payload that is not in memory. `position` is where it would be among the bytes that are. */
export interface Gap {
  readonly offset: number;
  readonly length: number;
  readonly position: number;
}

/** A file without its gaps. */
export interface Skeleton {
  readonly bytes: Uint8Array;
  readonly gaps: readonly Gap[];
}

/** Content that stays in the file. */
export interface Left {
  readonly offset: number;
  readonly length: number;
}

/** A run of bytes in memory. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

export class Cursor {
  /** Of the field that `next` found. */
  field = 0;
  private wire = 0;
  private fieldOffset = 0;
  private position = 0;
  private removed = 0;
  private nextGap = 0;
  /** Where the current message ends in the file. */
  private limit: number;
  /**
   * Where the bytes end, in memory, that can be read in one piece: at the message's end or the next
   * gap.
   */
  private end = 0;
  private depth = 0;
  private messages = 0;
  private fields = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly gaps: readonly Gap[];
  private readonly texts: TextReader;

  constructor({ bytes, gaps }: Skeleton) {
    // A plain view: those of Node's Buffer are costly to make.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.gaps = gaps;
    this.texts = new TextReader(this.bytes);
    this.limit = bytes.length + gaps.reduce((sum, gap) => sum + gap.length, 0);
    this.setEnd();
  }

  private setEnd(): void {
    const gap = this.gaps[this.nextGap];
    this.end = (gap === undefined ? this.limit : Math.min(this.limit, gap.offset)) - this.removed;
  }

  /** Byte of the file that is read next. */
  get offset(): number {
    return this.position + this.removed;
  }

  fault(message: string): ReadFault {
    return new ReadFault('malformed', message, { offset: this.fieldOffset });
  }

  private spend(fields: number): void {
    this.fields += fields;
    if (this.fields > FIELD_LIMIT) {
      throw new ReadFault('too-large', `more than ${FIELD_LIMIT} fields`, {
        offset: this.fieldOffset,
      });
    }
  }

  /**
   * Moves to the next field of the current message; false at its end. The caller reads or skips the
   * field.
   */
  next(): boolean {
    if (this.position >= this.end && this.offset >= this.limit) return false;
    this.fieldOffset = this.offset;
    this.spend(1);
    const tag = this.size();
    this.field = tag >>> 3;
    this.wire = tag & 7;
    if (this.field === 0) throw this.fault('field number 0');
    return true;
  }

  /** `length` bytes must be readable in one piece. */
  private need(length: number): void {
    if (this.position + length <= this.end) return;
    this.within(length);
    throw this.fault('a field of this size is not expected here');
  }

  /** An unsigned varint below 2³², as tags and lengths are. */
  private size(): number {
    const { bytes } = this;
    if (this.position < this.end && bytes[this.position] < 128) {
      this.position += 1;
      return bytes[this.position - 1];
    }
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      this.need(1);
      const byte = bytes[this.position];
      this.position += 1;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) {
        if (value > 0xffffffff) break;
        return value;
      }
    }
    throw this.fault('a tag or length of more than 32 bits');
  }

  private varint(): Int {
    const { bytes } = this;
    let low = 0;
    // Nearly all fit into 28 bits; shifts, unlike products, keep them the small integers that
    // engines do not box.
    for (let shift = 0; shift < 28; shift += 7) {
      this.need(1);
      const byte = bytes[this.position];
      this.position += 1;
      low |= (byte & 127) << shift;
      if (byte < 128) return low;
    }
    let high = 0;
    for (let i = 4; i < 10; i += 1) {
      this.need(1);
      const byte = bytes[this.position];
      this.position += 1;
      if (i === 4) {
        low += (byte & 15) * 2 ** 28;
        high = (byte & 127) >>> 4;
      } else high += (byte & 127) * 2 ** (7 * i - 32);
      if (byte < 128) return signed(low, high % 2 ** 32);
    }
    throw this.fault('a varint of more than ten bytes');
  }

  private expect(wire: number): void {
    if (this.wire !== wire) throw this.fault(`wire type ${this.wire} in field ${this.field}`);
  }

  int(): Int {
    this.expect(WIRE.varint);
    return this.varint();
  }

  /** An int that must be exact as a number. */
  safeInt(): number {
    const value = this.int();
    if (typeof value === 'bigint') throw this.fault(`${value} is out of range`);
    return value;
  }

  /**
   * The list with one more int of a repeated field, or all of a packed one; a gap or one past the
   * limit is passed over.
   */
  ints(list: Int[], limitBytes = Number.POSITIVE_INFINITY): Int[] | Left {
    if (this.wire === WIRE.varint) return grown(list, this.varint());
    return this.packed(list, () => this.varint(), limitBytes);
  }

  /** As `ints`, where all of the list is needed. */
  allInts(list: Int[]): Int[] {
    const longer = this.ints(list);
    if (Array.isArray(longer)) return longer;
    throw this.fault('a list of more than 16 KiB is not expected here');
  }

  float(): number {
    this.expect(WIRE.fixed32);
    return this.fixed32();
  }

  private fixed32(): number {
    this.need(4);
    const value = this.view.getFloat32(this.position, true);
    this.position += 4;
    return value;
  }

  floats(list: number[]): number[] | Left {
    if (this.wire === WIRE.fixed32) return grown(list, this.fixed32());
    return this.packed(list, () => this.fixed32(), Number.POSITIVE_INFINITY);
  }

  private packed<T>(list: T[], read: () => T, limitBytes: number): T[] | Left {
    const length = this.lengthOfContent();
    const { offset, limit } = this;
    if (this.atGap(length) || length > limitBytes) {
      this.jump(length);
      return { offset, length };
    }
    this.limit = offset + length;
    this.setEnd();
    let longer = list;
    while (this.offset < this.limit) {
      this.spend(1);
      longer = grown(longer, read());
    }
    this.limit = limit;
    this.setEnd();
    return longer;
  }

  /** A text that stands elsewhere in the file, too: equal ones are one string. */
  text(): string {
    const text = this.textOrLeft();
    if (text === null) throw this.fault('a name of more than 16 KiB');
    return text;
  }

  /**
   * A text that hardly any other equals, as the name of a node: not looked for among those read
   * before.
   */
  ownText(): string {
    const length = this.textLength();
    if (length === null) throw this.fault('a name of more than 16 KiB');
    return this.texts.ownText(this.position - length, this.position);
  }

  /** Null for a text that was left in the file. */
  textOrLeft(): string | null {
    const length = this.textLength();
    return length === null ? null : this.texts.text(this.position - length, this.position);
  }

  /** Moves past a text; null for one that was left in the file. */
  private textLength(): number | null {
    const length = this.lengthOfContent();
    if (this.atGap(length)) {
      this.jump(length);
      return null;
    }
    this.spend(PAYLOAD_COST);
    this.need(length);
    this.position += length;
    return length;
  }

  /** The content of a length-delimited field, uncopied; of a fixed-width one, its bytes. */
  payload(): Uint8Array | Left {
    const length = this.lengthOfContent();
    const { offset } = this;
    if (this.atGap(length)) {
      this.jump(length);
      return { offset, length };
    }
    this.spend(PAYLOAD_COST);
    this.need(length);
    const bytes = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    return bytes;
  }

  private atGap(length: number): boolean {
    const gap = this.gaps[this.nextGap];
    return gap !== undefined && gap.offset === this.offset && gap.length === length;
  }

  private lengthOfContent(): number {
    if (this.wire === WIRE.fixed32) return 4;
    if (this.wire === WIRE.fixed64) return 8;
    this.expect(WIRE.bytes);
    const length = this.size();
    this.within(length);
    return length;
  }

  private within(length: number): void {
    const excess = this.offset + length - this.limit;
    if (excess > 0) {
      const code = this.depth === 0 ? 'truncated' : 'malformed';
      throw new ReadFault(code, `a field ends ${excess} bytes past its message`, {
        offset: this.fieldOffset,
      });
    }
  }

  /** Over `length` bytes of the file, gaps or not. */
  private jump(length: number): void {
    const target = this.offset + length;
    for (
      let gap = this.gaps[this.nextGap];
      gap !== undefined && gap.offset < target;
      gap = this.gaps[this.nextGap]
    ) {
      this.removed += gap.length;
      this.nextGap += 1;
    }
    this.position = target - this.removed;
    this.setEnd();
  }

  skip(): void {
    if (this.wire === WIRE.varint) this.varint();
    else {
      const length = this.lengthOfContent();
      this.within(length);
      this.jump(length);
    }
  }

  /**
   * The content of the length-delimited field that comes next, if it is in memory in one piece;
   * nothing is consumed.
   */
  ahead(): Run | null {
    const { position } = this;
    this.expect(WIRE.bytes);
    const length = this.size();
    const start = this.position;
    this.position = position;
    return start + length <= this.end ? { start, end: start + length } : null;
  }

  /**
   * Enters a nested message: `next` then goes over its fields, and `leave` with what this returned
   * goes on after it. One that was left in the file has no fields.
   */
  enter(): number {
    this.expect(WIRE.bytes);
    this.messages += 1;
    if (this.messages > MESSAGE_LIMIT) {
      throw new ReadFault('too-large', `more than ${MESSAGE_LIMIT} messages`, {
        offset: this.fieldOffset,
      });
    }
    if (this.depth === DEPTH_LIMIT) {
      throw new ReadFault('too-deep', `more than ${DEPTH_LIMIT} nested messages`, {
        offset: this.fieldOffset,
      });
    }
    const length = this.lengthOfContent();
    const outer = this.limit;
    this.depth += 1;
    if (this.atGap(length)) {
      this.jump(length);
      this.limit = this.offset;
    } else this.limit = this.offset + length;
    this.setEnd();
    return outer;
  }

  leave(outer: number): void {
    this.limit = outer;
    this.depth -= 1;
    this.setEnd();
  }
}

/** The 64-bit two's complement integer of two halves: a number while exact. */
function signed(low: number, high: number): Int {
  if (high < 0x200000) return high * 2 ** 32 + low;
  const top = high | 0;
  const value = top * 2 ** 32 + low;
  return Number.isSafeInteger(value) ? value : (BigInt(top) << 32n) | BigInt(low);
}
