// Whether sums are A · x, without multiplying by A for each column (Freivalds 1977): for a random
// row vector ρ, ρ·y must equal (ρA)·x modulo a prime. One multiplication of ρ by A serves every
// column of a proof; a column costs O(n) per step then. A wrong sum escapes one ρ with a chance
// below 2⁻²⁵, and two are used. They are drawn from a secure source once the submitter can change
// nothing any more.
import { type Kernel, LARGEST_SUM } from './kernel';
import { tablesOf } from './tables';

/** The largest prime below 2²⁶. */
const PRIME = 67_108_859;
/** Random words are uniform below 2³², ρ below 2²⁶. */
const WORD_SHIFT = 6;

export interface Probe {
  /** Two random vectors, interleaved, [n, 2]. */
  readonly rho: Float64Array;
  /** ρA of both modulo the prime, interleaved, [n, 2]. */
  readonly rhoA: Float64Array;
}

/** `words` are 2n fresh random numbers of 32 bits. */
export function probeOf(kernel: Kernel, words: Uint32Array): Probe {
  const { n } = kernel;
  const { a } = tablesOf(kernel);
  const rho = Float64Array.from({ length: 2 * n }, (_, i) => words[i] >>> WORD_SHIFT);
  const [first, second] = [new Float64Array(n), new Float64Array(n)];
  // Sums stay below n · 2²⁶ · range < 2⁴³. Four rows at a time share the loads of what is summed.
  for (let row = 0; row < n; row += 4) {
    const at = row * n;
    const [p0, q0, p1, q1] = [rho[2 * row], rho[2 * row + 1], rho[2 * row + 2], rho[2 * row + 3]];
    const [p2, q2, p3, q3] = [
      rho[2 * row + 4],
      rho[2 * row + 5],
      rho[2 * row + 6],
      rho[2 * row + 7],
    ];
    for (let k = 0; k < n; k += 1) {
      const a0 = a[at + k];
      const a1 = a[at + n + k];
      const a2 = a[at + 2 * n + k];
      const a3 = a[at + 3 * n + k];
      first[k] += p0 * a0 + p1 * a1 + p2 * a2 + p3 * a3;
      second[k] += q0 * a0 + q1 * a1 + q2 * a2 + q3 * a3;
    }
  }
  const rhoA = new Float64Array(2 * n);
  for (let k = 0; k < n; k += 1) {
    rhoA[2 * k] = modulo(first[k]);
    rhoA[2 * k + 1] = modulo(second[k]);
  }
  return { rho, rhoA };
}

function modulo(value: number): number {
  const rest = value % PRIME;
  return rest < 0 ? rest + PRIME : rest;
}

/**
 * The column after all steps, or null where some step's `sums` ([steps, n]) are not A times the
 * column before it. Sums beyond 2²⁴ are refused first: one that is off by the prime would pass.
 */
export function followSums(
  { n, steps }: Kernel,
  { rho, rhoA }: Probe,
  start: Float64Array,
  sums: Int32Array,
): Float64Array | null {
  const x = Float64Array.from(start);
  for (let step = 0; step < steps; step += 1) {
    const from = step * n;
    let expected0 = 0;
    let expected1 = 0;
    // x is at most 9216, ρA below 2²⁶: below 2⁵² for n = 4096.
    for (let i = 0; i < n; i += 1) {
      expected0 += rhoA[2 * i] * x[i];
      expected1 += rhoA[2 * i + 1] * x[i];
    }
    // y = 2¹⁴q + d, so that ρ·y is summed in two parts that stay exact.
    let high0 = 0;
    let high1 = 0;
    let low0 = 0;
    let low1 = 0;
    for (let i = 0; i < n; i += 1) {
      const y = sums[from + i];
      if (y > LARGEST_SUM || y < -LARGEST_SUM) return null;
      const q = y >> 14;
      const d = y & 16383;
      high0 += rho[2 * i] * q;
      high1 += rho[2 * i + 1] * q;
      low0 += rho[2 * i] * d;
      low1 += rho[2 * i + 1] * d;
      const c = d - 8192;
      x[i] = (c < 0 ? -c : c) + q;
    }
    if (modulo(modulo(high0) * 16384 + modulo(low0) - modulo(expected0)) !== 0) return null;
    if (modulo(modulo(high1) * 16384 + modulo(low1) - modulo(expected1)) !== 0) return null;
  }
  return x;
}
