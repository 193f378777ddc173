// SVG that is escaped by construction: markup is a type of its own that only `element` and `text`
// can make, so a name from a stranger can never become anything but text. Characters that XML 1.0
// forbids (section 2.2) become U+FFFD, and so do the controls that would turn the reading direction
// of what stands beside them.

declare const markup: unique symbol;
export type Svg = string & { readonly [markup]: true };

const FORBIDDEN =
  /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escapeWith = (value: string, special: RegExp): string =>
  value.replace(FORBIDDEN, '\ufffd').replace(special, (char) => ENTITIES[char] ?? '');

/** Escapes a text for the content of an element: nothing that somebody wrote becomes markup. */
export function text(value: string): Svg {
  return escapeWith(value, /[&<>]/g) as Svg;
}

/** One element with its attributes escaped; children are markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Svg[]
): Svg {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeWith(String(value), /[&<>"]/g)}"`,
  );
  const open = `<${name}${written.join('')}`;
  return (children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`) as Svg;
}
