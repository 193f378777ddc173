// Texts of a file. Short ones (operators, attributes) are made once and shared; longer ones are slices of a window that is
// decoded in one piece, which engines represent without copying. Decoding each text by itself took half of the reading time.

const UTF8 = new TextDecoder();
/** One character per byte, whatever the bytes are: positions in a window are positions in the file. */
const LATIN1 = new TextDecoder('latin1');
const WINDOW_BYTES = 4096;
const SHARED_BYTES = 16;

export class TextReader {
  private readonly bytes: Uint8Array;
  private readonly shared = new Map<number, string>();
  private window = '';
  private windowStart = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The UTF-8 text of bytes[start, end). */
  text(start: number, end: number): string {
    const { bytes } = this;
    const short = end - start <= SHARED_BYTES;
    // FNV-1a
    let hash = 0x811c9dc5;
    let high = 0;
    for (let i = start; i < end; i += 1) {
      high |= bytes[i];
      if (short) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    }
    if (high > 127 || end - start > WINDOW_BYTES) return UTF8.decode(bytes.subarray(start, end));
    if (!short) return this.slice(start, end);
    const known = this.shared.get(hash);
    if (known !== undefined && this.equals(known, start, end)) return known;
    const text = this.slice(start, end);
    this.shared.set(hash, text);
    return text;
  }

  private slice(start: number, end: number): string {
    if (start < this.windowStart || end > this.windowStart + this.window.length) {
      this.window = LATIN1.decode(this.bytes.subarray(start, start + WINDOW_BYTES));
      this.windowStart = start;
    }
    return this.window.slice(start - this.windowStart, end - this.windowStart);
  }

  private equals(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) !== this.bytes[start + i]) return false;
    return true;
  }
}
