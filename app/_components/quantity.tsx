// A number as a person reads it: three significant digits, SI prefix, thin space, unit in grey; the
// exact value in the title and in the accessible name. Unknown is "—" with its reason, never 0.
import { quantity, si, UNKNOWN } from '@/lib/core/format';

interface QuantityProps {
  readonly value: number | null | undefined;
  /** Base unit when `prefixed` (FLOPs, s, B), else the unit as shown (ms, GFLOPS). */
  readonly unit: string;
  readonly prefixed?: boolean;
  /** Why the value is not known. */
  readonly unknown?: string;
  readonly className?: string;
}

export function Quantity({
  value,
  unit,
  prefixed = false,
  unknown = 'not known',
  className = '',
}: QuantityProps) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return (
      <span className={`number ${className}`} title={unknown}>
        <span aria-hidden="true">{UNKNOWN}</span>
        <span className="sr-only">{unknown}</span>
      </span>
    );
  }
  const [digits = '', shownUnit = ''] = (prefixed ? si(value, unit) : quantity(value, unit)).split(
    '\u2009',
  );
  const exact = `${value} ${unit}`;
  return (
    <data value={value} title={exact} className={`number ${className}`}>
      <span aria-hidden="true">
        {digits}
        <span className="unit">{`\u2009${shownUnit}`}</span>
      </span>
      <span className="sr-only">{exact}</span>
    </data>
  );
}
