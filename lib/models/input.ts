// What a workload is fed: tensors drawn from a seed, the same in every engine and on the server.
import { halfBits } from '../core/half';
import { createPrng, seedOf } from '../core/prng';
import type { InputSpec } from './workload';

/** fp16 as its bits, bool as 0 or 1. */
export type InputArray =
  | Float32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>;

/**
 * The elements of one input, in row-major order. Each input of a workload has a stream of its own.
 */
export function generateInput({ name, dtype, dims, fill }: InputSpec, seed: number): InputArray {
  const length = dims.reduce((product, dim) => product * dim, 1);
  const prng = createPrng(seed ^ seedOf(name));
  const real = (): number =>
    fill.kind === 'zero' ? 0 : fill.low + (fill.high - fill.low) * prng.unit();
  const whole = (): number =>
    fill.kind === 'zero' ? 0 : fill.low + prng.below(fill.high - fill.low);
  switch (dtype) {
    case 'float32':
      return filled(new Float32Array(length), real);
    case 'float16':
      return filled(new Uint16Array(length), () => halfBits(real()));
    case 'int32':
      return filled(new Int32Array(length), whole);
    case 'int8':
      return filled(new Int8Array(length), whole);
    case 'uint8':
      return filled(new Uint8Array(length), whole);
    case 'bool':
      return filled(new Uint8Array(length), () => whole() & 1);
    case 'int64': {
      const array = new BigInt64Array(length);
      for (let i = 0; i < length; i += 1) array[i] = BigInt(whole());
      return array;
    }
  }
}

function filled<T extends { readonly length: number; [index: number]: number }>(
  array: T,
  next: () => number,
): T {
  for (let i = 0; i < array.length; i += 1) array[i] = next();
  return array;
}
