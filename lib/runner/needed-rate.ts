// Which rate a proof should reach: what the run's fastest large product on that backend needs to be
// attested. A product that is bound by arithmetic is what the attested kernel consists of.
import { centreOf } from '@/lib/bench/stats';
import { PROOF_MARGIN, type ProvableBackend } from '@/lib/submission/proof';
import type { StepResult } from './run';

/** Smaller products are bound by what surrounds the arithmetic. */
const LARGE_FLOPS = 2e8;

/**
 * 10⁹ FLOP/s that must be proved for the fastest large fp32 product to be attested; null without one.
 * `share` is the highest part of a proven rate that honest products were seen to reach.
 */
export function neededGflops(
  results: readonly StepResult[],
  backend: ProvableBackend,
  share: (family: string) => number | null = () => 1,
): number | null {
  const needed = results.flatMap(({ step: { entry, backend: ranOn }, report: { outcome, fellBack } }) => {
    const known = share(entry.family);
    if (ranOn !== backend || fellBack || outcome.outcome !== 'measured' || known === null) return [];
    if (entry.family !== 'GEMM' || entry.precision !== 'fp32' || entry.flops < LARGE_FLOPS) return [];
    return [entry.flops / (centreOf(outcome.samples).timeMs * 1e6) / (PROOF_MARGIN * known)];
  });
  return needed.length === 0 ? null : Math.max(...needed);
}
