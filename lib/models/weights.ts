// Seeded weights with equal bits in every engine: integers, × and +, and one square root. Every
// tensor has a stream of its own, named by the tensor, so that a layer's weights do not depend on
// the layers before it.
import { createPrng, seedOf } from '@/lib/core/prng';

/** Fills a tensor with values uniform in [low, high). */
export function uniform(
  seed: number,
  name: string,
  low: number,
  high: number,
): (target: Float32Array) => void {
  return (target) => createPrng(seed ^ seedOf(name)).fillUniform(target, low, high);
}

/** A weight of a sum over `fanIn` terms that has `gain` times their variance. */
export function scaled(
  seed: number,
  name: string,
  fanIn: number,
  gain = 1,
): (target: Float32Array) => void {
  const bound = Math.sqrt((3 * gain) / fanIn);
  return uniform(seed, name, -bound, bound);
}
