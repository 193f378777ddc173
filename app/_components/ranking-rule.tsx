// The rule by which rows are ranked, in one line under every ranking.
import Link from 'next/link';
import { PEOPLE_FOR_A_RANK } from '@/lib/standings/standing';

export function RankingRule() {
  return (
    <p className="mt-3 text-grey-4 text-xs">
      Median over people, with the 10th to 90th percentile. Ranked from {PEOPLE_FOR_A_RANK} people on; a dot marks a
      provisional row. Current runtime, isolated page, not on battery, no software adapters.{' '}
      <Link href="/methodology" prefetch={false} className="link">
        How results are ranked
      </Link>
    </p>
  );
}
