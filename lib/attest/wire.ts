// Digests on the wire: int32, little endian, base64. As decimal text a batch of 1,024 columns would be half as large again.

export function encodeDigests(digests: Int32Array): string {
  const view = new DataView(new ArrayBuffer(4 * digests.length));
  digests.forEach((digest, i) => {
    view.setInt32(4 * i, digest, true);
  });
  const bytes = new Uint8Array(view.buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(text);
}

/** Null for anything but base64 of whole int32 values. */
export function decodeDigests(text: string): Int32Array | null {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
  if (bytes.length % 4 !== 0) return null;
  const view = new DataView(bytes.buffer);
  return Int32Array.from({ length: bytes.length / 4 }, (_, i) => view.getInt32(4 * i, true));
}
