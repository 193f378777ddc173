// The news of the board as Atom (RFC 4287). Ids are tag URIs of what is new, so that an entry stays
// itself.
import { element, text, type Svg as Xml } from '../badge/svg';
import { BACKEND_LABELS } from '../core/backend';
import { quantity } from '../core/format';
import type { News } from '../db/news';

export interface FeedOptions {
  readonly origin: string;
  readonly titleOf: (workload: string) => string;
  /** When nothing is new yet. */
  readonly now: Date;
}

/** News of the board as an Atom feed (RFC 4287). */
export function atomFeed(news: readonly News[], { origin, titleOf, now }: FeedOptions): string {
  const updated = (news[0]?.at ?? now).toISOString();
  const link = (rel: string, href: string): Xml => element('link', { rel, href });
  const feed = element(
    'feed',
    { xmlns: 'http://www.w3.org/2005/Atom' },
    element('id', {}, text(`${origin}/feed.xml`)),
    element('title', {}, text('Flopmark: new records and devices')),
    element('updated', {}, text(updated)),
    element('author', {}, element('name', {}, text('Flopmark'))),
    link('self', `${origin}/feed.xml`),
    link('alternate', `${origin}/`),
    ...news.map((entry) => {
      const page = `${origin}/runs/${entry.run}`;
      return element(
        'entry',
        {},
        element(
          'id',
          {},
          text(
            `${page}#${[entry.kind, entry.deviceSlug, entry.workload, entry.backend].filter(Boolean).join(':')}`,
          ),
        ),
        element('title', {}, text(titleOfEntry(entry, titleOf))),
        element('updated', {}, text(entry.at.toISOString())),
        link('alternate', entry.kind === 'record' ? page : `${origin}/devices/${entry.deviceSlug}`),
        element(
          'summary',
          {},
          text('Work done in this time by the submitter; hardware as reported by the browser.'),
        ),
      );
    }),
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed}\n`;
}

function titleOfEntry(
  { kind, deviceName, workload, backend, bestMs }: News,
  titleOf: FeedOptions['titleOf'],
): string {
  if (kind === 'device' || workload === null || backend === null || bestMs === null)
    return `New device: ${deviceName}`;
  return `Record: ${titleOf(workload)} on ${BACKEND_LABELS[backend]} in ${quantity(bestMs, 'ms')}, ${deviceName}`;
}
