// A bar from 0 to the median with a p10–p90 whisker. All bars of a table share one axis (`max`), so
// that eyes can compare down the page. Decoration for the eye: the numbers stand beside it as text.
import type { ShownBackend } from '@/lib/core/backend';
import { BACKEND_FACES } from './backend-mark';

interface BarProps {
  readonly value: number;
  /** The end of the axis, in the unit of `value`; the largest p90 of the table. */
  readonly max: number;
  readonly p10?: number;
  readonly p90?: number;
  readonly backend: ShownBackend;
  readonly className?: string;
}

export function Bar({ value, max, p10, p90, backend, className = '' }: BarProps) {
  const percent = (part: number): string =>
    `${max > 0 ? Math.min(100, Math.max(0, (100 * part) / max)) : 0}%`;
  return (
    <svg
      className={`block h-3 w-full overflow-visible ${className}`}
      style={{ color: BACKEND_FACES[backend].colour }}
      aria-hidden="true"
      focusable="false"
    >
      <rect x="0" y="2" width={percent(value)} height="8" rx="1" fill="currentColor" />
      {p10 !== undefined && p90 !== undefined && (
        <g strokeWidth="1" stroke="var(--color-ink)">
          {/* A halo in the colour of the paper keeps the whisker visible on the bar. */}
          <line
            x1={percent(p10)}
            x2={percent(p90)}
            y1="6"
            y2="6"
            strokeWidth="3"
            stroke="var(--color-paper)"
          />
          <line x1={percent(p10)} x2={percent(p90)} y1="6" y2="6" />
          <line x1={percent(p10)} x2={percent(p10)} y1="3" y2="9" />
          <line x1={percent(p90)} x2={percent(p90)} y1="3" y2="9" />
        </g>
      )}
    </svg>
  );
}
