// The log: one JSON object on a line, for whoever collects lines. Never in it: addresses, keys,
// what people sent, or the values of a statement, which an error of the database driver carries
// along.

export type LogLevel = 'info' | 'warn' | 'error';

export type LogFields = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

/** A line of `event`; console.error is where every runtime of the site writes unbuffered. */
export function logLine(level: LogLevel, event: string, fields: LogFields = {}): void {
  console.error(JSON.stringify({ time: new Date().toISOString(), level, event, ...fields }));
}

const LONGEST_MESSAGE = 300;
const MOST_FRAMES = 6;

/** The error behind all that was wrapped around it: drizzle's names the values of the statement. */
export function rootCause(error: unknown): unknown {
  const wraps =
    typeof error === 'object' && error !== null && 'cause' in error && error.cause != null;
  return wraps ? rootCause(error.cause) : error;
}

/** The code of an error as a text, where it has one. */
export const codeOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;

/** What may be said of an error: its name, code and first line, and where it was thrown. */
export function errorFields(error: unknown): LogFields {
  const cause = rootCause(error);
  if (!(cause instanceof Error)) return { error: typeof cause, code: codeOf(cause) };
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: cause.name,
    code: codeOf(cause),
    message: (cause.message.split('\n', 1)[0] ?? '').slice(0, LONGEST_MESSAGE),
    at: frames.slice(0, MOST_FRAMES).map((line) => line.trim().slice(3)),
  };
}
