// A moment as a person reads it, in UTC, because the server does not know the reader's zone; to the
// second in the title.

const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

export function DateTime({ at, className }: { at: Date; className?: string }) {
  const exact = at.toISOString();
  return (
    <time
      dateTime={exact}
      title={`${exact.slice(0, 19).replace('T', ' ')} UTC`}
      className={className}
    >
      {DAY.format(at)}
    </time>
  );
}
