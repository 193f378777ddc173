// Files that are taken for ONNX models and are none, told by their first bytes: what each is, and
// what to do instead. Sources: the magic numbers of Git LFS, gzip, zip, zstd, xz and bzip2,
// FlatBuffers' file identifiers (ORTM, TFL3), safetensors, GGUF, HDF5 and pickle.

export interface OtherFormat {
  readonly name: string;
  readonly advice: string;
}

/** Bytes that decide. */
export const SNIFFED_BYTES = 512;

const text = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

const starts =
  (...magic: readonly number[]) =>
  (bytes: Uint8Array): boolean =>
    magic.every((byte, i) => bytes[i] === byte);

/** A header of JSON behind its length in eight bytes. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  return length < 2n ** 32n && text(bytes, 8, 2).startsWith('{"');
}

/** Of a text, nearly all bytes are ASCII; names may hold others. */
const LEAST_ASCII = 0.9;

/** Printable from the first byte on: protobuf's text form, ONNX's own syntax, JSON, a web page. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  let ascii = 0;
  for (const byte of bytes) {
    if ((byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13) ascii += 1;
    else if (byte <= 0x7f) return false;
  }
  return ascii >= LEAST_ASCII * bytes.length;
}

const ARCHIVE = 'unpack it and take the .onnx file inside';
const EXPORT = 'export the model to ONNX first';

const FORMATS: readonly (OtherFormat & { readonly matches: (bytes: Uint8Array) => boolean })[] = [
  {
    name: 'a Git LFS pointer',
    advice:
      'it stands for the model and does not hold it: run `git lfs pull`, or download the file itself',
    matches: (bytes) => text(bytes, 0, 30).startsWith('version https://git-lfs.github'),
  },
  { name: 'gzip', advice: 'unpack it first (`gunzip`)', matches: starts(0x1f, 0x8b) },
  { name: 'zstd', advice: 'unpack it first (`unzstd`)', matches: starts(0x28, 0xb5, 0x2f, 0xfd) },
  { name: 'xz', advice: 'unpack it first (`unxz`)', matches: starts(0xfd, 0x37, 0x7a, 0x58, 0x5a) },
  { name: 'bzip2', advice: 'unpack it first (`bunzip2`)', matches: starts(0x42, 0x5a, 0x68) },
  {
    name: 'a zip archive (PyTorch’s .pt and Keras’s .keras are zips, too)',
    advice: `${ARCHIVE}, or export the model to ONNX`,
    matches: starts(0x50, 0x4b, 0x03, 0x04),
  },
  {
    name: 'an ORT model',
    advice: 'ONNX Runtime’s own format: take the .onnx file that it was converted from',
    matches: (bytes) => text(bytes, 4, 4) === 'ORTM',
  },
  {
    name: 'a TensorFlow Lite model',
    advice: 'convert it with `python -m tf2onnx.convert --tflite`',
    matches: (bytes) => text(bytes, 4, 4) === 'TFL3',
  },
  {
    name: 'safetensors',
    advice: `it holds weights and no graph: ${EXPORT}`,
    matches: isSafetensors,
  },
  {
    name: 'GGUF',
    advice: `it holds weights and no graph: ${EXPORT}`,
    matches: starts(0x47, 0x47, 0x55, 0x46),
  },
  {
    name: 'HDF5 (Keras)',
    advice: `${EXPORT}, by tf2onnx`,
    matches: starts(0x89, 0x48, 0x44, 0x46),
  },
  {
    name: 'a Python pickle (PyTorch)',
    advice: `${EXPORT}, by torch.onnx.export`,
    matches: starts(0x80, 0x02),
  },
  {
    name: 'a web page',
    advice: 'the download gave a page instead of the model: look at the address',
    matches: (bytes) => /^\s*<(!doctype|html)/i.test(text(bytes, 0, 64)),
  },
  {
    name: 'JSON',
    advice:
      'save the model in ONNX’s binary form (`onnx.load(path, format="json")`, then `onnx.save`)',
    matches: (bytes) => isText(bytes) && /^\s*\{/.test(text(bytes, 0, 64)),
  },
  {
    name: 'text',
    advice:
      'save the model in ONNX’s binary form (`onnx.load(path, format="textproto")` or "onnxtxt", then `onnx.save`)',
    matches: isText,
  },
];

/** The other format that a file begins like; null for one that may be a model. */
export function otherFormat(start: Uint8Array): OtherFormat | null {
  const bytes = start.subarray(0, SNIFFED_BYTES);
  return FORMATS.find(({ matches }) => matches(bytes)) ?? null;
}
