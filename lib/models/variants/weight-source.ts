// The fp32 weights of a graph on their way into another format: generated once, held only until
// every tensor that is made from them has been written.
import { elementsOf, type Tensor } from '@/lib/onnx/ir';

/** The elements of an fp32 tensor, generated or copied. */
export function float32Elements(tensor: Tensor): Float32Array<ArrayBuffer> {
  const { data } = tensor;
  const values = new Float32Array(elementsOf(tensor.dims));
  const bytes = new Uint8Array(values.buffer);
  if (data.kind === 'generated') data.fill(bytes);
  else if (data.kind === 'bytes') bytes.set(data.bytes);
  else throw new RangeError(`tensor ${tensor.name}: its elements are not at hand`);
  return values;
}

/** Makes something on its first use and drops it after `uses` of them. */
export function shared<T>(uses: number, make: () => T): () => T {
  let left = 0;
  let held: T | undefined;
  return () => {
    if (left === 0 || held === undefined) {
      held = make();
      left = uses;
    }
    const value = held;
    left -= 1;
    if (left === 0) held = undefined;
    return value;
  };
}

/**
 * 1.5 × 2⁵²: doubles of this size have no fraction, so an addition rounds to an integer, half to
 * even (IEEE 754).
 */
const ROUNDER = 6755399441055744;

/** The rounding of QuantizeLinear; exact for magnitudes below 2⁵¹. */
export const roundHalfEven = (value: number): number => value + ROUNDER - ROUNDER;

/** A [rows, columns] matrix by columns. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1)
      result[column * rows + row] = values[row * columns + column];
  }
  return result;
}
