// Texts of a file. Equal bytes give the same string. New ones are slices of a window that is decoded in one piece, which
// engines represent without copying: decoding each text by itself took half of the reading time.
import { ByteCache } from './byte-cache';

const UTF8 = new TextDecoder();
/** One character per byte, whatever the bytes are: positions in a window are positions in the file. */
const LATIN1 = new TextDecoder('latin1');
/** Longer texts are decoded by themselves. */
const WINDOW_BYTES = 4096;
const MOST_TEXTS = 2 ** 16;
/** The highest bit of each of four bytes. */
const NOT_ASCII = 0x80808080;

export class TextReader {
  private readonly bytes: Uint8Array;
  /** The same bytes, four at a time. */
  private readonly view: DataView;
  private readonly known: ByteCache<string>;
  private window = '';
  private windowStart = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.known = new ByteCache(bytes, MOST_TEXTS);
  }

  /** The UTF-8 text of bytes[start, end). */
  text(start: number, end: number): string {
    if (end - start > WINDOW_BYTES) return this.decode(start, end);
    const known = this.known.find(start, end);
    if (known !== undefined) return known;
    const text = this.ownText(start, end);
    this.known.remember(start, end, text);
    return text;
  }

  /** The same, where it is not worth looking for an equal one. */
  ownText(start: number, end: number): string {
    return end - start <= WINDOW_BYTES && this.isAscii(start, end) ? this.slice(start, end) : this.decode(start, end);
  }

  private decode(start: number, end: number): string {
    return UTF8.decode(this.bytes.subarray(start, end));
  }

  private isAscii(start: number, end: number): boolean {
    let i = start;
    for (; i + 4 <= end; i += 4) if ((this.view.getInt32(i) & NOT_ASCII) !== 0) return false;
    for (; i < end; i += 1) if (this.bytes[i] > 127) return false;
    return true;
  }

  private slice(start: number, end: number): string {
    if (start < this.windowStart || end > this.windowStart + this.window.length) {
      this.window = LATIN1.decode(this.bytes.subarray(start, start + WINDOW_BYTES));
      this.windowStart = start;
    }
    return this.window.slice(start - this.windowStart, end - this.windowStart);
  }
}
