// The fp32 weights of a graph on their way into another format: generated once, held only until every tensor that is made
// from them has been written.
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

/** Half to even, the rounding of QuantizeLinear and of IEEE 754. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}
