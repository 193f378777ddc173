// A badge as an HTTP answer: always drawn, because a broken picture in a README helps nobody, with
// 400 where the address asks for what there is not. `<subject>.svg` is the picture,
// `<subject>.json` what shields.io's endpoint badge reads.
import {
  type Badge,
  EXAMPLE_NOTE,
  refusedBadge,
  renderBadge,
  shieldsEndpoint,
  UNREADABLE_BADGE,
} from '../badge/badge';
import { isDemo } from '../config/current';
import type { Result } from '../core/result';
import { errorFields, logLine } from '../watch/log';
import { type BadgeOptions, PLAIN_BADGE, readBadgeOptions } from './badge-options';
import { embeddable } from './embeddable';

export type BadgeLoader = (subject: string, options: BadgeOptions) => Promise<Badge>;

/** Marks what others may show of an instance whose runs are generated: its badges say so. */
export const noted = (badge: Badge): Badge => (isDemo() ? { ...badge, note: EXAMPLE_NOTE } : badge);

/** What went wrong is for the log. */
async function loadBadge(
  load: BadgeLoader,
  subject: string,
  options: BadgeOptions,
): Promise<Badge> {
  try {
    return await load(subject, options);
  } catch (error) {
    logLine('error', 'badge', errorFields(error));
    return UNREADABLE_BADGE;
  }
}

interface Answered {
  readonly badge: Badge;
  readonly style: BadgeOptions['style'];
  readonly status: 200 | 400;
  /** The database did not answer: the next request may find more. */
  readonly fleeting: boolean;
}

/** The badge that was asked for, or one that says why there is none. */
export async function badgeFor(
  load: BadgeLoader,
  subject: string,
  options: Result<BadgeOptions, string>,
): Promise<Answered> {
  if (!options.ok)
    return {
      badge: noted(refusedBadge(options.error)),
      style: PLAIN_BADGE.style,
      status: 400,
      fleeting: false,
    };
  const badge = await loadBadge(load, subject, options.value);
  return {
    badge: noted(badge),
    style: options.value.style,
    status: 200,
    fleeting: badge === UNREADABLE_BADGE,
  };
}

/**
 * Answers a badge in the format that its file name asks for. What is wrong or not found is a badge,
 * too.
 */
export async function badgeResponse(
  request: Request,
  file: string,
  load: BadgeLoader,
): Promise<Response> {
  const options = readBadgeOptions(new URL(request.url).searchParams, new Date());
  const { badge, style, status, fleeting } = await badgeFor(
    load,
    file.replace(/\.(svg|json)$/, ''),
    options,
  );
  return file.endsWith('.json')
    ? embeddable(request, {
        body: JSON.stringify(shieldsEndpoint(badge)),
        type: 'application/json',
        status,
        fleeting,
      })
    : embeddable(request, {
        body: renderBadge(badge, style),
        type: 'image/svg+xml',
        status,
        fleeting,
      });
}
