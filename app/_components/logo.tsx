// The mark is a roofline: the slope of memory bandwidth, the flat of compute, and one measured
// point under it.

export function Logo({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      className={className}
      aria-hidden="true"
      focusable="false"
    >
      <path
        d="M2.5 20.5 11 6h10.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="square"
      />
      <circle cx="16" cy="14" r="3" fill="var(--color-accent)" />
    </svg>
  );
}
