// A badge as an HTTP answer: always 200, because a broken picture in a README helps nobody. `<subject>.svg` is the picture,
// `<subject>.json` what shields.io's endpoint badge reads.
import { type Badge, renderBadge, shieldsEndpoint, UNREADABLE_BADGE } from '../badge/badge';
import { type BadgeOptions, readBadgeOptions } from './badge-options';
import { embeddable } from './embeddable';

export type BadgeLoader = (subject: string, options: BadgeOptions) => Promise<Badge>;

/** What went wrong is for the log. */
export async function loadBadge(load: BadgeLoader, subject: string, options: BadgeOptions): Promise<Badge> {
  try {
    return await load(subject, options);
  } catch (error) {
    console.error('badge:', error);
    return UNREADABLE_BADGE;
  }
}

export async function badgeResponse(request: Request, file: string, load: BadgeLoader): Promise<Response> {
  const options = readBadgeOptions(new URL(request.url).searchParams, new Date());
  const badge = await loadBadge(load, file.replace(/\.(svg|json)$/, ''), options);
  return file.endsWith('.json')
    ? embeddable(request, { body: JSON.stringify(shieldsEndpoint(badge)), type: 'application/json' })
    : embeddable(request, { body: renderBadge(badge, options.style), type: 'image/svg+xml' });
}
