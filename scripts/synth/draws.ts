// What simulated machines and people are drawn by, from the project's own generator.
import type { Prng } from '@/lib/core/prng';

export type { Prng } from '@/lib/core/prng';

/** Standard normal (Box and Muller 1958). */
export const gaussian = (prng: Prng): number =>
  Math.sqrt(-2 * Math.log(1 - prng.unit())) * Math.cos(2 * Math.PI * prng.unit());

/** exp of a normal deviate, cut at two and a half standard deviations. */
export const factor = (prng: Prng, deviation: number): number =>
  Math.exp(deviation * Math.max(-2.5, Math.min(2.5, gaussian(prng))));

export const chance = (prng: Prng, probability: number): boolean => prng.unit() < probability;

export const between = (prng: Prng, low: number, high: number): number =>
  low + (high - low) * prng.unit();
