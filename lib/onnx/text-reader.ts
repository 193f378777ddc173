// Texts of a file. A name occurs where it is written and wherever it is read: a cache by hash gives equal bytes the same
// string. New ones are slices of a window that is decoded in one piece, which engines represent without copying. Decoding
// each text by itself took half of the reading time.

const UTF8 = new TextDecoder();
/** One character per byte, whatever the bytes are: positions in a window are positions in the file. */
const LATIN1 = new TextDecoder('latin1');
/** Longer texts are decoded by themselves. */
const WINDOW_BYTES = 4096;
/** Bytes of a file for each text that is remembered; a text that meets another one's place takes it. */
const BYTES_PER_PLACE = 64;
const MOST_PLACES = 2 ** 16;
const NOT_ASCII = 0x80808080;

export class TextReader {
  private readonly bytes: Uint8Array;
  /** By the lowest bits of the hash: where a text was found first, and the text. */
  private readonly starts: Int32Array;
  private readonly texts: string[];
  private window = '';
  private windowStart = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const places = 2 ** Math.ceil(Math.log2(Math.min(MOST_PLACES, 1 + bytes.length / BYTES_PER_PLACE)));
    this.starts = new Int32Array(places);
    this.texts = new Array<string>(places).fill('');
  }

  /** The UTF-8 text of bytes[start, end). */
  text(start: number, end: number): string {
    const { bytes } = this;
    let hash = end - start;
    let high = 0;
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
      high |= word;
      hash = mixed(hash, word);
    }
    for (; i < end; i += 1) {
      high |= bytes[i];
      hash = mixed(hash, bytes[i]);
    }
    if ((high & NOT_ASCII) !== 0 || end - start > WINDOW_BYTES) return UTF8.decode(bytes.subarray(start, end));
    const place = hash & (this.starts.length - 1);
    const known = this.texts[place];
    if (known.length === end - start && this.isSame(this.starts[place], start, end)) return known;
    const text = this.slice(start, end);
    this.starts[place] = start;
    this.texts[place] = text;
    return text;
  }

  private slice(start: number, end: number): string {
    if (start < this.windowStart || end > this.windowStart + this.window.length) {
      this.window = LATIN1.decode(this.bytes.subarray(start, start + WINDOW_BYTES));
      this.windowStart = start;
    }
    return this.window.slice(start - this.windowStart, end - this.windowStart);
  }

  private isSame(other: number, start: number, end: number): boolean {
    const { bytes } = this;
    for (let i = start, k = other; i < end; i += 1, k += 1) if (bytes[i] !== bytes[k]) return false;
    return true;
  }
}

/** Multiplicative hashing: the high half of the product is folded into the low bits, which choose the place. */
function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
