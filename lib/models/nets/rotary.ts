// Rotary position embedding (Su et al. 2021, arXiv:2104.09864) in the half-rotated form of Llama.
// Its tables are made with + − × ÷ and Math.sqrt alone, because Math.sin and Math.cos differ
// between engines in the last bit.
import type { Feature, Layers } from './layers';

/** Terms of the Taylor series that matter below one radian in double precision. */
const TERMS = 24;

/** Sine and cosine of an angle of at most one radian. */
function sineAndCosine(angle: number): { readonly sine: number; readonly cosine: number } {
  let term = 1;
  let sine = 0;
  let cosine = 0;
  for (let n = 0; n < TERMS; n += 1) {
    const sign = n % 4 < 2 ? 1 : -1;
    if (n % 2 === 0) cosine += sign * term;
    else sine += sign * term;
    term = (term * angle) / (n + 1);
  }
  return { sine, cosine };
}

export interface RotaryTables {
  readonly cosines: Float32Array<ArrayBuffer>;
  readonly sines: Float32Array<ArrayBuffer>;
}

/**
 * Cosines and sines of position·base^(−2i/width), [tokens, width] each, the second half of a row
 * repeating the first. `width` is twice a power of two, so that base^(−2/width) is a chain of
 * square roots; positions start at `first`.
 */
export function rotaryTables(
  base: number,
  width: number,
  first: number,
  tokens: number,
): RotaryTables {
  const half = width / 2;
  let ratio = base;
  for (let roots = half; roots > 1; roots /= 2) ratio = Math.sqrt(ratio);
  const cosines = new Float32Array(tokens * width);
  const sines = new Float32Array(tokens * width);
  let frequency = 1;
  for (let i = 0; i < half; i += 1) {
    const step = sineAndCosine(frequency);
    let cosine = 1;
    let sine = 0;
    for (let position = 0; position < first + tokens; position += 1) {
      if (position >= first) {
        const at = (position - first) * width + i;
        cosines[at] = cosine;
        cosines[at + half] = cosine;
        sines[at] = sine;
        sines[at + half] = sine;
      }
      [cosine, sine] = [
        cosine * step.cosine - sine * step.sine,
        sine * step.cosine + cosine * step.sine,
      ];
    }
    frequency /= ratio;
  }
  return { cosines, sines };
}

/**
 * Turns the pairs (i, i + width/2) of every head of [n, heads, tokens, width] by their position's
 * angles.
 */
export function rotate(layers: Layers, x: Feature, cosines: Feature, sines: Feature): Feature {
  const width = x.dims[3];
  const turned = layers.concat(
    [layers.map('Neg', [layers.slice(x, 3, width / 2, width)]), layers.slice(x, 3, 0, width / 2)],
    3,
  );
  return layers.add(layers.mul(x, cosines), layers.mul(turned, sines));
}
