// Texts of a file, each made once: a value's name occurs where it is written and wherever it is read. Equal bytes give the
// same string, found by a hash and compared; decoding them anew took half of the time to read a graph.

const UTF8 = new TextDecoder();
/** Longer texts are decoded without being remembered. */
const LENGTH_LIMIT = 256;

export class NameTable {
  private readonly byHash = new Map<number, string>();

  /** The UTF-8 text of bytes[start, end). */
  text(bytes: Uint8Array, start: number, end: number): string {
    if (end - start > LENGTH_LIMIT) return UTF8.decode(bytes.subarray(start, end));
    // FNV-1a
    let hash = 0x811c9dc5;
    let high = 0;
    for (let i = start; i < end; i += 1) {
      high |= bytes[i];
      hash = Math.imul(hash ^ bytes[i], 0x01000193);
    }
    if (high > 127) return UTF8.decode(bytes.subarray(start, end));
    const known = this.byHash.get(hash);
    if (known !== undefined && equals(known, bytes, start, end)) return known;
    const text = UTF8.decode(bytes.subarray(start, end));
    this.byHash.set(hash, text);
    return text;
  }
}

function equals(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
