// How far a measurement can be trusted: a mark with words, opening its reasons. <details>, so that
// it works by keyboard and without scripts. A grade is never colour alone: filled, half and empty
// disc.

export type Quality = 'good' | 'fair' | 'poor';

const FACES = {
  good: { label: 'Good', disc: <circle cx="6" cy="6" r="5" fill="currentColor" stroke="none" /> },
  fair: {
    label: 'Fair',
    disc: <path d="M6 1a5 5 0 0 0 0 10Z" fill="currentColor" stroke="none" />,
  },
  poor: { label: 'Poor', disc: null },
} as const satisfies Record<Quality, unknown>;

interface QualityMarkProps {
  readonly quality: Quality;
  /** Whole sentences, one per flag. */
  readonly reasons: readonly string[];
}

export function QualityMark({ quality, reasons }: QualityMarkProps) {
  const { label, disc } = FACES[quality];
  const mark = (
    <>
      <svg
        viewBox="0 0 12 12"
        className="size-3 shrink-0"
        fill="none"
        stroke="currentColor"
        aria-hidden="true"
      >
        <circle cx="6" cy="6" r="5" />
        {disc}
      </svg>
      {label}
    </>
  );
  if (reasons.length === 0)
    return <span className="inline-flex items-center gap-1.5 text-sm">{mark}</span>;
  return (
    <details className="group relative inline-block text-sm" name="quality">
      <summary className="inline-flex list-none items-center gap-1.5 underline decoration-grey-3 decoration-dotted underline-offset-4 [&::-webkit-details-marker]:hidden">
        {mark}
        <span className="sr-only">
          : {reasons.length === 1 ? 'one reason' : `${reasons.length} reasons`}
        </span>
      </summary>
      <ul className="absolute right-0 z-10 mt-2 w-72 max-w-[80vw] space-y-2 rounded-md border border-grey-3 bg-raised p-3 text-left print:static print:border-0 print:p-0">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </details>
  );
}
