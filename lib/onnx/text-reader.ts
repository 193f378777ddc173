// Texts of a file. Equal bytes give the same string. New ones are slices of a window that is
// decoded in one piece, which engines represent without copying: decoding each text by itself took
// half of the reading time.
import { ByteCache } from './byte-cache';

const UTF8 = new TextDecoder();
/**
 * Where texts stand far apart, between weights, a window serves one of them. Longer texts are
 * decoded by themselves.
 */
const LEAST_WINDOW_BYTES = 4096;
/** Where they stand close together, windows double. */
const MOST_WINDOW_BYTES = 2 ** 16;
const MOST_TEXTS = 2 ** 16;
/** The highest bit of each of four bytes, and all others. */
const NOT_ASCII = 0x80808080;
const ASCII = 0x7f7f7f7f;

export class TextReader {
  private readonly bytes: Uint8Array;
  /** The same bytes, four at a time. */
  private readonly view: DataView;
  private readonly known: ByteCache<string>;
  private window = '';
  private windowStart = 0;
  /** Content of the window, four bytes at a time. */
  private words = new Int32Array(LEAST_WINDOW_BYTES / 4);

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.known = new ByteCache(bytes, MOST_TEXTS);
  }

  /** The UTF-8 text of bytes[start, end). */
  text(start: number, end: number): string {
    if (end - start > LEAST_WINDOW_BYTES) return this.decode(start, end);
    const known = this.known.find(start, end);
    if (known !== undefined) return known;
    const text = this.ownText(start, end);
    this.known.remember(start, end, text);
    return text;
  }

  /** The same, where it is not worth looking for an equal one. */
  ownText(start: number, end: number): string {
    return end - start <= LEAST_WINDOW_BYTES && this.isAscii(start, end)
      ? this.slice(start, end)
      : this.decode(start, end);
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
    if (start < this.windowStart || end > this.windowStart + this.window.length)
      this.moveWindow(start);
    return this.window.slice(start - this.windowStart, end - this.windowStart);
  }

  /**
   * Each byte becomes one character, so that positions in the window are positions in the file:
   * those that are not ASCII, of which no text is sliced, lose their highest bit, because decoders
   * are fastest where all are.
   */
  private moveWindow(start: number): void {
    const windowEnd = this.windowStart + this.window.length;
    const follows = start >= this.windowStart && start < windowEnd + LEAST_WINDOW_BYTES;
    const length = follows
      ? Math.min(2 * this.words.length, MOST_WINDOW_BYTES / 4)
      : LEAST_WINDOW_BYTES / 4;
    const words = this.words.length === length ? this.words : new Int32Array(length);
    const content = new Uint8Array(words.buffer);
    const bytes = this.bytes.subarray(start, start + content.length);
    content.set(bytes);
    for (let i = 0; i < length; i += 1) words[i] &= ASCII;
    this.words = words;
    this.window = UTF8.decode(content.subarray(0, bytes.length));
    this.windowStart = start;
  }
}
