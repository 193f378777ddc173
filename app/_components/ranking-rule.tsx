// The rule by which rows are ranked, in one line over every ranking.
import Link from 'next/link';
import type { BoardTrust, ThreadsClass } from '@/lib/db/ranked-keys';
import { PEOPLE_FOR_A_RANK } from '@/lib/standings/standing';

interface RankingRuleProps {
  readonly trust?: BoardTrust;
  readonly threads?: ThreadsClass;
}

export function RankingRule({ trust = 1, threads = 'max' }: RankingRuleProps) {
  return (
    <p className="my-3 text-grey-4 text-xs">
      Median over people (whisker: 10th to 90th percentile), ranked from {PEOPLE_FOR_A_RANK} people on, a dot marks a
      provisional row; {trust === 2 ? 'attested results only; ' : ''}
      {threads === 'one' ? 'WASM on one thread' : 'WASM with all threads it asked for'}, not on battery, no fallbacks,
      no software adapters.{' '}
      <Link href="/methodology" prefetch={false} className="link">
        How results are ranked
      </Link>
    </p>
  );
}
