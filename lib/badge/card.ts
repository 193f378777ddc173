// A badge with room: an HTML document of its own for an <iframe>, without scripts, light and dark
// as its reader prefers. Markup by lib/badge/svg, so names stay text; elements that HTML leaves
// open are never written without a child.
import { type Badge, messageOf, TONE_FILL } from './badge';
import { element, type Svg, text } from './svg';

/** What a host page should give it, CSS pixels. */
export const CARD_SIZE = { width: 360, height: 132 } as const;

export interface Card {
  readonly badge: Badge;
  /** What the card leads to: a full address, for it opens in a window of its own. */
  readonly href: string;
}

/** Fixed text, no part of it comes from outside. */
const STYLE = `*{box-sizing:border-box}html{color-scheme:light dark}
body{margin:0;font:14px/20px system-ui,sans-serif;color:light-dark(#16181b,#eceef0)}
a{display:flex;flex-direction:column;gap:4px;height:100vh;min-height:112px;
 padding:14px 18px;text-decoration:none;color:inherit;
background:light-dark(#fff,#17191c);border:1px solid light-dark(#dddfe1,#30353a);
 border-left-width:4px;border-radius:8px;overflow:hidden}
a:focus-visible{outline:2px solid light-dark(#08715a,#45d0a4);outline-offset:-3px}
strong{font-size:20px;line-height:26px;letter-spacing:-.01em;overflow:hidden;
 text-overflow:ellipsis;white-space:nowrap}
span,small{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
small{margin-top:auto;font-size:12px;line-height:16px;color:light-dark(#575d64,#a6adb5)}
.note{color:light-dark(#9b1c31,#ffb3bd);font-weight:600}`;

/** Draws a card as a whole HTML document without scripts, for a frame on another page. */
export function renderCard({ badge, href }: Card): string {
  const [lead = '', ...rest] = badge.parts;
  const body = element(
    'a',
    {
      href,
      target: '_blank',
      rel: 'noopener',
      style: `border-left-color:${TONE_FILL[badge.tone]}`,
    },
    element('span', {}, text(badge.label)),
    element('strong', {}, text(lead)),
    element('span', {}, text(messageOf({ parts: rest }))),
    badge.note === undefined
      ? element('small', {}, text('Flopmark · measured in the browser'))
      : element('small', { class: 'note' }, text(badge.note)),
  );
  const head: readonly Svg[] = [
    element('meta', { charset: 'utf-8' }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'robots', content: 'noindex' }),
    element('title', {}, text(`${badge.label}: ${messageOf(badge)}`)),
    element('style', {}, text(STYLE)),
  ];
  return `<!doctype html>${element('html', { lang: 'en' }, element('head', {}, ...head), element('body', {}, body))}`;
}
