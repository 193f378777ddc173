// oEmbed (https://oembed.com): which card stands for the address of a page, so that editors which
// are given a link to a run or a model show it. The HTML is a frame of our own making; nothing of
// the address enters it but an id that was recognised.
import { CARD_SIZE } from '../badge/card';
import { err, ok, type Result } from '../core/result';
import { MANIFEST } from '../models/manifest';
import { RUN_ID } from '../submission/run-id';

export interface OEmbed {
  readonly version: '1.0';
  readonly type: 'rich';
  readonly title: string;
  readonly provider_name: 'Flopmark';
  readonly provider_url: string;
  readonly cache_age: number;
  readonly width: number;
  readonly height: number;
  readonly html: string;
}

/** The card and the title of the page that `address` is; the reason where it is none of ours. */
export function oembedOf(address: string, origin: string): Result<OEmbed, string> {
  if (!URL.canParse(address)) return err('`url` must be an address of this site');
  const { pathname, host } = new URL(address);
  if (host !== new URL(origin).host) return err('`url` must be an address of this site');
  const [, kind = '', id = ''] = /^\/(runs|models)\/([^/]+)\/?$/.exec(pathname) ?? [];
  const entry = kind === 'models' ? MANIFEST.get(id) : undefined;
  const isRun = kind === 'runs' && RUN_ID.test(id);
  if (!isRun && entry === undefined) return err('`url` must be the page of a run or of a model');
  const title = entry === undefined ? `Flopmark run ${id}` : entry.title;
  const { width, height } = CARD_SIZE;
  const card = `${origin}/embed/${isRun ? 'run' : 'model'}/${id}`;
  return ok({
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'Flopmark',
    provider_url: origin,
    cache_age: 300,
    width,
    height,
    html: `<iframe src="${card}" width="${width}" height="${height}" title="Flopmark" style="border:0"></iframe>`,
  });
}

/** The address of the answer about a page, for its head. */
export const oembedHref = (origin: string, path: string): string =>
  `${origin}/oembed?${new URLSearchParams({ url: origin + path, format: 'json' })}`;
