// The elements of small constant tensors as numbers: what shape inference folds. Little-endian packed bytes
// (TensorProto.raw_data); 64-bit integers beyond 2⁵³ are rounded, as INT64_MAX in Slice's ends is only compared.
import { elementsOf, type Tensor } from './ir';
import type { DataType } from './types';

type Read = (view: DataView, index: number) => number;

const READERS: Partial<Record<DataType, Read>> = {
  float32: (view, i) => view.getFloat32(4 * i, true),
  float64: (view, i) => view.getFloat64(8 * i, true),
  float16: (view, i) => halfToNumber(view.getUint16(2 * i, true)),
  int8: (view, i) => view.getInt8(i),
  uint8: (view, i) => view.getUint8(i),
  bool: (view, i) => view.getUint8(i),
  int16: (view, i) => view.getInt16(2 * i, true),
  uint16: (view, i) => view.getUint16(2 * i, true),
  int32: (view, i) => view.getInt32(4 * i, true),
  uint32: (view, i) => view.getUint32(4 * i, true),
  int64: (view, i) => view.getInt32(8 * i + 4, true) * 2 ** 32 + view.getUint32(8 * i, true),
  uint64: (view, i) => view.getUint32(8 * i + 4, true) * 2 ** 32 + view.getUint32(8 * i, true),
};

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The elements, or null where there are more than `limit`, the bytes are not at hand, or the type is not numeric. */
export function numbersOf(tensor: Tensor, limit = 1024): readonly number[] | null {
  const count = elementsOf(tensor.dims);
  const read = READERS[tensor.dtype];
  if (count > limit || read === undefined || tensor.data.kind !== 'bytes') return count === 0 ? [] : null;
  const { bytes } = tensor.data;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Array<number>(count);
  if (count * elementBytes(tensor.dtype) > bytes.byteLength) return null;
  for (let i = 0; i < count; i += 1) values[i] = read(view, i);
  return values;
}

const elementBytes = (dtype: DataType): number =>
  dtype.endsWith('64') ? 8 : dtype.endsWith('32') ? 4 : dtype.endsWith('16') ? 2 : 1;
