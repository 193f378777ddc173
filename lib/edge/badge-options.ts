// What a badge's address may ask for besides its subject. What is not understood is refused, with
// the reason drawn on the badge: a frozen badge that silently shows today's value would be
// believed.
import { BADGE_STYLES, type BadgeStyle } from '../badge/badge';
import { BACKENDS, type Backend } from '../core/backend';
import { err, ok, type Result } from '../core/result';
import { endOf, faultIn, oneOf, type Parameters, pastDay, taken } from './parameters';

export const BADGE_SUBJECTS = ['device', 'browser', 'model', 'run'] as const;

export interface BadgeOptions {
  readonly style: BadgeStyle;
  /** null: the fastest one. */
  readonly backend: Backend | null;
  /** The day it is frozen at, `2026-11-24`, in UTC with all of that day; null: as of now. */
  readonly at: string | null;
}

const style = (text: string): Result<BadgeStyle, string> => oneOf(BADGE_STYLES, text);
const backend = (text: string): Result<Backend, string> => oneOf(BACKENDS, text);

export const BADGE_PARAMETERS = { style, backend, at: pastDay } as const satisfies Parameters;

/** The instant after the frozen day's last; null as of now. */
export const beforeOf = ({ at }: Pick<BadgeOptions, 'at'>): Date | null =>
  at === null ? null : endOf(at);

/** The options of a badge's address, or one sentence on the first that is wrong. */
export function readBadgeOptions(query: URLSearchParams, now: Date): Result<BadgeOptions, string> {
  const fault = faultIn(BADGE_PARAMETERS, query, now);
  if (fault !== null) return err(fault);
  const given = (name: string): string | null => query.get(name) || null;
  const [styled, on, at] = [given('style'), given('backend'), given('at')];
  return ok({
    style: taken(styled === null ? null : style(styled)) ?? 'flat',
    backend: taken(on === null ? null : backend(on)),
    at: taken(at === null ? null : pastDay(at, now)),
  });
}

export const PLAIN_BADGE: BadgeOptions = { style: 'flat', backend: null, at: null };

/**
 * The same as a query, without what is the default: `?style=for-the-badge&at=2026-11-20`, or
 * nothing.
 */
export function badgeQuery({ style, backend, at }: BadgeOptions): string {
  const fields = { style: style === 'flat' ? null : style, backend, at };
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
