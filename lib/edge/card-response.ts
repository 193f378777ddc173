// A card as an HTTP answer: the badge of the same subject with room, and a link to the page it
// stands for. Any site may frame it; its own styles are all it needs.
import { renderCard } from '../badge/card';
import { readBadgeOptions } from './badge-options';
import { type BadgeLoader, badgeFor } from './badge-response';
import { embeddable } from './embeddable';

export interface CardSubject {
  readonly subject: string;
  readonly load: BadgeLoader;
  /** Of the page on this site. */
  readonly path: string;
  /** Where this instance is reached. */
  readonly origin: string;
}

/** Answers a card as a page of its own that other sites may frame. */
export async function cardResponse(
  request: Request,
  { subject, load, path, origin }: CardSubject,
): Promise<Response> {
  const options = readBadgeOptions(new URL(request.url).searchParams, new Date());
  const { badge, status, fleeting } = await badgeFor(load, subject, options);
  return embeddable(request, {
    body: renderCard({ badge, href: new URL(path, origin).href }),
    type: 'text/html',
    status,
    fleeting,
    policy: ["base-uri 'none'", "form-action 'none'", 'frame-ancestors *'],
  });
}
