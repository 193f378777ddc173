// The elements of small constant tensors as numbers: what shape inference folds. Little-endian
// packed bytes (TensorProto.raw_data); 64-bit integers beyond 2⁵³ are rounded, as INT64_MAX in
// Slice's ends is only compared.
import { halfValue } from '../core/half';
import { elementsOf, type Tensor } from './ir';
import type { DataType } from './types';

/**
 * One element, copied here to be read: most constants have one or two, and a view for each would
 * cost more than they do.
 */
const SCRATCH = new DataView(new ArrayBuffer(8));

interface Reader {
  readonly bytes: number;
  readonly read: () => number;
}

const READERS: Partial<Record<DataType, Reader>> = {
  float32: { bytes: 4, read: () => SCRATCH.getFloat32(0, true) },
  float64: { bytes: 8, read: () => SCRATCH.getFloat64(0, true) },
  float16: { bytes: 2, read: () => halfValue(SCRATCH.getUint16(0, true)) },
  int8: { bytes: 1, read: () => SCRATCH.getInt8(0) },
  uint8: { bytes: 1, read: () => SCRATCH.getUint8(0) },
  bool: { bytes: 1, read: () => SCRATCH.getUint8(0) },
  int16: { bytes: 2, read: () => SCRATCH.getInt16(0, true) },
  uint16: { bytes: 2, read: () => SCRATCH.getUint16(0, true) },
  int32: { bytes: 4, read: () => SCRATCH.getInt32(0, true) },
  uint32: { bytes: 4, read: () => SCRATCH.getUint32(0, true) },
  int64: { bytes: 8, read: () => ofHalves(SCRATCH.getInt32(4, true), SCRATCH.getUint32(0, true)) },
  uint64: {
    bytes: 8,
    read: () => ofHalves(SCRATCH.getUint32(4, true), SCRATCH.getUint32(0, true)),
  },
};

/** A product would make a boxed number of every small integer. */
function ofHalves(high: number, low: number): number {
  return high === 0 ? low : high * 2 ** 32 + low;
}

/**
 * The elements, or null where there are more than `limit`, the bytes are not at hand, or the type
 * is not numeric.
 */
export function numbersOf(tensor: Tensor, limit = 1024): readonly number[] | null {
  const count = elementsOf(tensor.dims);
  const reader = READERS[tensor.dtype];
  if (count > limit || reader === undefined || tensor.data.kind !== 'bytes')
    return count === 0 ? [] : null;
  const { bytes } = tensor.data;
  if (count * reader.bytes > bytes.byteLength) return null;
  const values = new Array<number>(count);
  for (let i = 0; i < count; i += 1) {
    for (let k = 0; k < reader.bytes; k += 1) SCRATCH.setUint8(k, bytes[i * reader.bytes + k]);
    values[i] = reader.read();
  }
  return values;
}
