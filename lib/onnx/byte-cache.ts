// Remembers what was read from a run of bytes, so that equal runs give the same thing. A file
// repeats itself: a name stands where it is written and wherever it is read, and thousands of
// constants are one of a few. Bounded: a run has two places, of which the first is kept by the run
// that took it and the second goes to the latest.

/** Bytes of a file for each place. */
const BYTES_PER_PLACE = 64;

export class ByteCache<T> {
  private readonly bytes: Uint8Array;
  /** The same bytes, four at a time. */
  private readonly view: DataView;
  /** By place: where the run was found, how long it is, and what it gave. */
  private readonly starts: Int32Array;
  private readonly lengths: Int32Array;
  private readonly values: (T | undefined)[];
  /** Of the run that `find` did not find. */
  private free = 0;

  constructor(bytes: Uint8Array, mostPlaces: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const places =
      2 ** Math.ceil(Math.log2(Math.min(mostPlaces, 2 + bytes.length / BYTES_PER_PLACE)));
    this.starts = new Int32Array(places);
    this.lengths = new Int32Array(places);
    this.values = new Array<T | undefined>(places).fill(undefined);
  }

  /** What bytes[start, end) gave before. */
  find(start: number, end: number): T | undefined {
    const first = this.hash(start, end) & (this.values.length - 1);
    if (this.values[first] === undefined) {
      this.free = first;
      return undefined;
    }
    if (this.holds(first, start, end)) return this.values[first];
    this.free = first ^ 1;
    return this.holds(this.free, start, end) ? this.values[this.free] : undefined;
  }

  /** Remembers what the run gave that `find` has just not found. */
  remember(start: number, end: number, value: T): void {
    this.starts[this.free] = start;
    this.lengths[this.free] = end - start;
    this.values[this.free] = value;
  }

  private hash(start: number, end: number): number {
    const { bytes, view } = this;
    let hash = end - start;
    let i = start;
    for (; i + 4 <= end; i += 4) hash = mixed(hash, view.getInt32(i, true));
    for (; i < end; i += 1) hash = mixed(hash, bytes[i]);
    return hash;
  }

  private holds(place: number, start: number, end: number): boolean {
    if (this.lengths[place] !== end - start || this.values[place] === undefined) return false;
    const { bytes, view } = this;
    let i = start;
    let k = this.starts[place];
    for (; i + 4 <= end; i += 4, k += 4) if (view.getInt32(i) !== view.getInt32(k)) return false;
    for (; i < end; i += 1, k += 1) if (bytes[i] !== bytes[k]) return false;
    return true;
  }
}

/**
 * Multiplicative hashing: the high half of the product is folded into the low bits, which choose
 * the place.
 */
function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
