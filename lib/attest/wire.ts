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
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return null;
  }
  if (binary.length % 4 !== 0) return null;
  const view = new DataView(new ArrayBuffer(binary.length));
  for (let i = 0; i < binary.length; i += 1) view.setUint8(i, binary.charCodeAt(i));
  const digests = new Int32Array(binary.length / 4);
  for (let i = 0; i < digests.length; i += 1) digests[i] = view.getInt32(4 * i, true);
  return digests;
}
