// Which rate a proof should reach: what the run needs for its fastest claim on that backend to be
// attested. Another attempt is worth a visitor's seconds only below it.
import { centreOf } from '@/lib/bench/stats';
import { estimateOf, passesIn } from '@/lib/bench/uncertainty';
import type { Backend } from '@/lib/core/backend';
import { gflopsOf } from '@/lib/core/rate';
import { workClassOf } from '@/lib/models/work-class';
import type { ManifestEntry } from '@/lib/models/workload';
import { PROOF_MARGIN, type ProvableBackend } from '@/lib/submission/proof';
import { provenShareOf } from '@/lib/submission/proven-share';
import type { StepResult } from './run';

/** Smaller products are bound by what surrounds the arithmetic. */
const LARGE_FLOPS = 2e8;

/** Where no share was measured yet, a large product is as fast as what the proof consists of. */
const shareOf = (entry: ManifestEntry, backend: Backend): number | null =>
  provenShareOf(entry, backend) ??
  (workClassOf(entry) === 'product' && entry.flops >= LARGE_FLOPS ? 1 : null);

/** 10⁹ FLOP/s that must be proved; null where nothing was measured that a proof speaks of. */
export function neededGflops(
  results: readonly StepResult[],
  backend: ProvableBackend,
): number | null {
  const needed = results.flatMap(
    ({ step: { entry, backend: ranOn }, report: { outcome, fellBack } }) => {
      if (ranOn !== backend || fellBack || outcome.outcome !== 'measured') return [];
      const share = shareOf(entry, backend);
      if (share === null) return [];
      const { timeMs } = estimateOf(passesIn(outcome).map(centreOf), 0);
      return [gflopsOf(entry.flops, timeMs) / (PROOF_MARGIN * share)];
    },
  );
  return needed.length === 0 ? null : Math.max(...needed);
}
