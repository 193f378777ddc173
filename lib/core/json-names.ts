// Names in JSON, told before it is parsed: an object of a hundred thousand names of its own takes
// the parser a quarter of a second, and nothing that is sent here has more than a few hundred.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;

/**
 * Whether the objects of a JSON text have at most `most` different names, by their bytes. Stops at
 * the first beyond; what is no JSON is answered somehow.
 *
 * @param bytes UTF-8.
 */
export function hasAtMostNames(bytes: Uint8Array, most: number): boolean {
  const { imul } = Math;
  const { length } = bytes;
  const names = new Set<number>();
  for (let i = 0; i < length; i += 1) {
    if (bytes[i] !== QUOTE) continue;
    // FNV-1a of the text between the quotes.
    let hash = 0x811c9dc5;
    for (i += 1; i < length && bytes[i] !== QUOTE; i += 1) {
      if (bytes[i] === BACKSLASH) i += 1;
      hash = imul(hash ^ (bytes[i] ?? 0), 0x01000193);
    }
    let after = i + 1;
    while ((bytes[after] ?? QUOTE) <= SPACE) after += 1;
    if (bytes[after] === COLON) names.add(hash);
    if (names.size > most) return false;
  }
  return true;
}
