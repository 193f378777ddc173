// A ratio as a person reads it: "2.31 ×" with its interval in grey; without one where too few
// networks stand behind it.
import { significant } from '@/lib/core/format';
import type { Ratio } from '@/lib/standings/ratio';

/** "2.0–2.6", or null. */
export function intervalWords({ interval }: Ratio): string | null {
  return interval && `${significant(interval[0])}–${significant(interval[1])}`;
}

interface RatioValueProps {
  readonly ratio: Ratio;
  /** Why there is no interval. */
  readonly unknown?: string;
}

export function RatioValue({ ratio, unknown = 'too few networks' }: RatioValueProps) {
  const interval = intervalWords(ratio);
  return (
    <>
      <data value={ratio.value} title={`${ratio.value}`} className="number block">
        {significant(ratio.value)}
        <span className="unit">{'\u2009'}×</span>
      </data>
      <span className="number block text-grey-4 text-xs">{interval ?? unknown}</span>
    </>
  );
}
