// TensorProto → Tensor. Elements may be raw bytes or typed lists; both become packed little-endian
// bytes, except what was left in the file. Extents and the amount of data must agree, so that no
// count rests on a lie.
import { concatBytes } from '../core/bytes';
import type { Cursor } from './cursor';
import { ENTRY, SPARSE, TENSOR } from './fields';
import { elementsOf, type Int, type SparseTensor, type Tensor, type TensorData } from './ir';
import { ReadFault } from './read-error';
import { bitsOf, bytesOf, type DataType, dataTypeOf } from './types';

/** Typed lists of varints longer than this stay in the file: they are weights, not shapes. */
const INTEGER_LIST_LIMIT = 65_536;

/** Where the elements were found, before type and extents are known. */
interface Found {
  /** raw_data, or the pieces of float_data or double_data, whose encoding is the packed one. */
  packed: Uint8Array[] | null;
  integers: Int[] | null;
  strings: Uint8Array[] | null;
  left: { readonly offset: number; readonly length: number } | null;
}

/** A tensor in an error. */
interface Place {
  readonly label: string;
  readonly offset: number;
}

const fault = ({ label, offset }: Place, message: string): ReadFault =>
  new ReadFault('bad-tensor', `tensor '${label}': ${message}`, { offset });

/** Of a scalar; never written. */
const NO_DIMS: Int[] = [];

/**
 * Reads a TensorProto at the cursor; elements that are no part of shape arithmetic are left in the
 * file.
 */
export function readTensor(cursor: Cursor): Tensor {
  const start = cursor.offset;
  let name = '';
  let code = 0;
  let external = false;
  let dims: Int[] = NO_DIMS;
  let entries: Map<string, string> | null = null;
  const found: Found = { packed: null, integers: null, strings: null, left: null };
  const outer = cursor.enter();
  while (cursor.next()) {
    switch (cursor.field) {
      case TENSOR.dims:
        dims = cursor.allInts(dims);
        break;
      case TENSOR.dataType:
        code = cursor.safeInt();
        break;
      case TENSOR.name:
        name = cursor.text();
        break;
      case TENSOR.rawData:
      case TENSOR.floatData:
      case TENSOR.doubleData:
        found.packed = take(cursor, found, found.packed);
        break;
      case TENSOR.stringData:
        found.strings = take(cursor, found, found.strings);
        break;
      case TENSOR.int32Data:
      case TENSOR.int64Data:
      case TENSOR.uint64Data:
        takeIntegers(cursor, found);
        break;
      case TENSOR.externalData:
        entries ??= new Map();
        readEntry(cursor, entries);
        break;
      case TENSOR.dataLocation:
        external = cursor.safeInt() === 1;
        break;
      default:
        cursor.skip();
    }
  }
  cursor.leave(outer);
  const place: Place = { label: name, offset: start };
  const dtype = dataTypeOf(code);
  if (dtype === undefined) throw fault(place, `data type ${code} is not known`);
  const extents = extentsOf(dims, place);
  const data = external
    ? externalData(entries ?? new Map(), place)
    : inlineData(found, dtype, elementsOf(extents), place);
  return { name, dtype, dims: extents, data };
}

/** Elements must stay countable: a product past 2⁵³ is no tensor. */
function extentsOf(dims: readonly Int[], place: Place): number[] {
  let elements = 1;
  const extents = new Array<number>(dims.length);
  for (let i = 0; i < dims.length; i += 1) {
    const extent = Number(dims[i]);
    if (!Number.isSafeInteger(extent) || extent < 0) throw fault(place, `extent ${dims[i]}`);
    elements *= extent;
    extents[i] = extent;
  }
  if (!Number.isSafeInteger(16 * elements))
    throw fault(place, `extents [${extents}] hold too many elements`);
  return extents;
}

function takeIntegers(cursor: Cursor, found: Found): void {
  const integers = cursor.ints(found.integers ?? [], INTEGER_LIST_LIMIT);
  if (Array.isArray(integers)) found.integers = integers;
  else found.left = integers;
}

/** The pieces with one more, unless that was left in the file. */
function take(cursor: Cursor, found: Found, pieces: Uint8Array[] | null): Uint8Array[] | null {
  const payload = cursor.payload();
  if (!(payload instanceof Uint8Array)) {
    found.left = payload;
    return pieces;
  }
  if (pieces === null) return [payload];
  pieces.push(payload);
  return pieces;
}

const CONTROL = /\p{Cc}/u;

/**
 * A relative path that stays in its folder, by the rules of every system (onnx.proto,
 * "external_data").
 */
export function isInside(location: string): boolean {
  if (
    location === '' ||
    CONTROL.test(location) ||
    /^[/\\]/.test(location) ||
    /^[a-z]+:/i.test(location)
  )
    return false;
  return !location.split(/[/\\]/).includes('..');
}

function externalData(entries: ReadonlyMap<string, string>, place: Place): TensorData {
  const count = (key: string): number | null => {
    const text = entries.get(key);
    if (text === undefined) return null;
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
      throw fault(place, `external ${key} '${text}'`);
    return value;
  };
  const location = entries.get('location');
  if (location === undefined) throw fault(place, 'external data without a location');
  if (!isInside(location)) {
    const message = `tensor '${place.label}' lies in '${location}', outside the model's folder`;
    throw new ReadFault('outside-folder', message, { offset: place.offset });
  }
  return { kind: 'external', location, offset: count('offset') ?? 0, length: count('length') };
}

function inlineData(
  { packed, integers, strings, left }: Found,
  dtype: DataType,
  elements: number,
  place: Place,
): TensorData {
  if (left !== null) return { kind: 'skipped', ...left };
  if (dtype === 'string') {
    if (strings === null && elements > 0) return { kind: 'absent' };
    const values = strings ?? [];
    if (values.length !== elements)
      throw fault(place, `${values.length} strings given, ${elements} needed`);
    return { kind: 'strings', values };
  }
  const needed = bytesOf(dtype, elements);
  const bytes =
    integers !== null && integers.length > 0 ? packIntegers(integers, dtype) : joined(packed ?? []);
  if (bytes.length === 0 && needed > 0) return { kind: 'absent' };
  if (bytes.length !== needed) throw fault(place, `${bytes.length} bytes given, ${needed} needed`);
  return { kind: 'bytes', bytes };
}

/** Most tensors come in one piece, which is large. */
const joined = (pieces: readonly Uint8Array[]): Uint8Array =>
  pieces.length === 1 ? pieces[0] : concatBytes(pieces);

/**
 * int32_data, int64_data and uint64_data hold one element each; of sub-byte types, one packed byte
 * each.
 */
function packIntegers(integers: readonly Int[], dtype: DataType): Uint8Array {
  const width = Math.max(8, bitsOf(dtype)) / 8;
  const view = new DataView(new ArrayBuffer(integers.length * width));
  integers.forEach((value, i) => {
    const bits = BigInt.asUintN(64, BigInt(value));
    if (width === 8) view.setBigUint64(8 * i, bits, true);
    else if (width === 4) view.setUint32(4 * i, Number(bits & 0xffffffffn), true);
    else if (width === 2) view.setUint16(2 * i, Number(bits & 0xffffn), true);
    else view.setUint8(i, Number(bits & 0xffn));
  });
  return new Uint8Array(view.buffer);
}

/** Reads a SparseTensorProto at the cursor: values, indices and the dense shape. */
export function readSparse(cursor: Cursor): SparseTensor {
  const start = cursor.offset;
  const place: Place = { label: '', offset: start };
  let dims: Int[] = NO_DIMS;
  let values: Tensor | null = null;
  let indices: Tensor | null = null;
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === SPARSE.values) values = readTensor(cursor);
    else if (cursor.field === SPARSE.indices) indices = readTensor(cursor);
    else if (cursor.field === SPARSE.dims) dims = cursor.allInts(dims);
    else cursor.skip();
  }
  cursor.leave(outer);
  if (values === null || indices === null) throw fault(place, 'values or indices are missing');
  return { values, indices, dims: extentsOf(dims, place) };
}

/** Reads a StringStringEntryProto at the cursor into a map. */
export function readEntry(cursor: Cursor, into: Map<string, string>): void {
  let key = '';
  let value = '';
  const outer = cursor.enter();
  while (cursor.next()) {
    if (cursor.field === ENTRY.key) key = cursor.text();
    else if (cursor.field === ENTRY.value) value = cursor.text();
    else cursor.skip();
  }
  cursor.leave(outer);
  into.set(key, value);
}
