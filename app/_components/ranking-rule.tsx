// The rule by which rows are ranked, in one line over every ranking.
import type { ThreadsClass } from '@/lib/core/backend';
import type { BoardTrust } from '@/lib/db/board';
import { AGREEMENT } from '@/lib/standings/agreement';
import { NETWORKS_FOR_A_RANK } from '@/lib/standings/evidence';
import { votersHere } from '../voters';

interface RankingRuleProps {
  readonly trust?: BoardTrust;
  readonly threads?: ThreadsClass;
}

const TRUST_WORDS = {
  1: '',
  2: 'attested results only; ',
  agreeing: 'agreed rows only; ',
} as const satisfies Record<BoardTrust, string>;

export function RankingRule({ trust = 1, threads = 'max' }: RankingRuleProps) {
  return (
    <p className="my-3 text-grey-4 text-xs">
      Median over {votersHere()} (whisker: 10th to 90th percentile), ranked where{' '}
      {NETWORKS_FOR_A_RANK} of them have attested results or, for work that no proof speaks of,
      agree within {AGREEMENT.spread * 100} % on {AGREEMENT.days} days; a tick says that they agree;{' '}
      {TRUST_WORDS[trust]}
      {threads === 'one' ? 'WASM on one thread' : 'WASM with all the threads it asked for'}, not on
      battery, no fallbacks, no software adapters, quality better than poor.{' '}
      <a href="/methodology" className="link">
        How results are ranked
      </a>
    </p>
  );
}
