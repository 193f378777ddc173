// One parser per kind of parameter, for pages, badges and the API alike: a value is taken without
// regard to case and to spaces around it, and what a parser does not take is refused with the
// reason, never passed over.
import { err, ok, type Result } from '../core/result';
import { readCursor } from '../db/board-cursor';

/** One of the values, in their own spelling. */
export function oneOf<T extends string>(values: readonly T[], text: string): Result<T, string> {
  const plain = text.trim().toLowerCase();
  const found = values.find((value) => value.toLowerCase() === plain);
  return found === undefined ? err(`must be one of ${values.join(', ')}`) : ok(found);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** The beginning of a day of the calendar, UTC; null where it is none. */
function startOf(day: string): number | null {
  const start = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Date.parse takes the 31st of February for a day of March.
  return Number.isFinite(start) && new Date(start).toISOString().startsWith(day) ? start : null;
}

/** A day that is over: what was known by its end cannot change any more. */
export function pastDay(text: string, now: Date): Result<string, string> {
  const day = text.trim();
  const start = startOf(day);
  if (start === null) return err('must be a day of the calendar, such as 2026-11-01');
  return start + DAY_MS <= now.getTime() ? ok(day) : err('must be a day that is over (UTC)');
}

/** The instant after the day's last. */
export const endOf = (day: string): Date => new Date((startOf(day) ?? Number.NaN) + DAY_MS);

/** Where the page before ended, as its `next` said it. */
export function cursor(text: string): Result<string, string> {
  return readCursor(text) === null ? err('must be the `next` of the page before') : ok(text);
}

/** A name to compare with stored ones. */
export function name(text: string): Result<string, string> {
  const plain = text.trim();
  // Postgres has no NUL in texts, and nothing stored has any other control character.
  if (/\p{Cc}/u.test(plain)) return err('must not have control characters');
  return plain.length <= 64 ? ok(plain) : err('must have at most 64 characters');
}

export type Parser<T = unknown> = (text: string, now: Date) => Result<T, string>;

/**
 * A table of parameters; an empty value is as if the parameter were not there, which is how forms
 * send it.
 */
export type Parameters = Readonly<Record<string, Parser>>;

/**
 * Why a query is refused, the first reason; null where every known parameter is understood. Others
 * are nobody's.
 */
export function faultIn(parameters: Parameters, query: URLSearchParams, now: Date): string | null {
  for (const [key, parse] of Object.entries(parameters)) {
    const values = query.getAll(key).filter((value) => value !== '');
    if (values.length > 1) return `\`${key}\` must be given once`;
    const parsed = values[0] === undefined ? null : parse(values[0], now);
    if (parsed !== null && !parsed.ok) return `\`${key}\` ${parsed.error}`;
  }
  return null;
}

/**
 * The value that a table's parser took; null where the parameter is absent, or was refused before.
 */
export function taken<T>(parsed: Result<T, string> | null): T | null {
  return parsed?.ok === true ? parsed.value : null;
}
