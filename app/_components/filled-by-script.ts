// Of an element that a script fills: React neither looks into it nor minds what it finds there.
export const FILLED_BY_SCRIPT = {
  suppressHydrationWarning: true,
  dangerouslySetInnerHTML: { __html: '' },
} as const;
