// What a badge's address may ask for besides its subject. Whatever is not understood is as if it were not there, because a
// badge is always drawn.

import { type BadgeStyle, badgeStyle } from '../badge/badge';
import { BACKENDS, type Backend } from '../core/backend';

export interface BadgeOptions {
  readonly style: BadgeStyle;
  /** null: the fastest one. */
  readonly backend: Backend | null;
  /** The day it is frozen at, `2026-11-24`, in UTC with all of that day; null: as of now. */
  readonly at: string | null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** A real day before today's; later ones have nothing to freeze yet. */
export function pastDay(text: string | null, now: Date): string | null {
  if (text === null || !DAY.test(text)) return null;
  const start = startOf(text);
  // Date.parse takes the 31st of February for a day of March.
  const exists = Number.isFinite(start) && new Date(start).toISOString().startsWith(text);
  return exists && start + DAY_MS <= now.getTime() ? text : null;
}

/** The instant after the frozen day's last; null as of now. */
export const beforeOf = ({ at }: Pick<BadgeOptions, 'at'>): Date | null =>
  at === null ? null : new Date(startOf(at) + DAY_MS);

export function readBadgeOptions(query: URLSearchParams, now: Date): BadgeOptions {
  return {
    style: badgeStyle(query.get('style')),
    backend: BACKENDS.find((backend) => backend === query.get('backend')) ?? null,
    at: pastDay(query.get('at'), now),
  };
}

/** The same as a query, without what is the default: `?style=for-the-badge&at=2026-11-20`, or nothing. */
export function badgeQuery({ style, backend, at }: BadgeOptions): string {
  const fields = { style: style === 'flat' ? null : style, backend, at };
  const given = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
