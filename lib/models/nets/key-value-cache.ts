// Keys and values of earlier tokens: fed as inputs, one pair a layer, and returned with the new
// tokens appended.
import type { InputSpec } from '../workload';
import type { Feature, Layers } from './layers';

export interface CacheShape {
  readonly depth: number;
  /** Heads of keys and values. */
  readonly heads: number;
  readonly headWidth: number;
}

/** Two inputs a layer of [n, heads, past, head width]; none for an empty cache. */
export function pastInputs(
  batch: number,
  past: number,
  { depth, heads, headWidth }: CacheShape,
): readonly InputSpec[] {
  if (past === 0) return [];
  return Array.from({ length: 2 * depth }, (_, at) => ({
    name: `past_key_values.${at >> 1}.${at % 2 === 0 ? 'key' : 'value'}`,
    dtype: 'float32',
    dims: [batch, heads, past, headWidth],
    fill: { kind: 'uniform', low: -1.75, high: 1.75 },
  }));
}

/** The keys and values of layer `at` that attention reads: the cached ones, then the new ones. */
export function withPast(
  layers: Layers,
  cache: readonly Feature[],
  at: number,
  newKey: Feature,
  newValue: Feature,
): readonly [Feature, Feature] {
  if (cache.length === 0) return [newKey, newValue];
  return [
    layers.concat([cache[2 * at], newKey], 2),
    layers.concat([cache[2 * at + 1], newValue], 2),
  ];
}
