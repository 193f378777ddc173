// Names a browser gives instead of the device's own: Safari's "Apple GPU", the generic strings of
// Firefox and Tor with resistFingerprinting, WebKit's and Brave's blanks. A bucket ("…, or
// similar") keeps its vendor and loses its model.
import { vendorOf } from './vendor';

const GENERIC =
  /^(?:generic renderer|webkit webgl|mozilla|webgl|google inc\.?|unknown|n\/a|masked|brave|apple gpu|gpu)?$/i;

export interface Mask {
  readonly vendor: string | null;
}

/** The mask that `words` are, null where they name a device. */
export function maskOf(words: string): Mask | null {
  return GENERIC.test(words)
    ? { vendor: words.toLowerCase().startsWith('apple') ? 'Apple' : null }
    : null;
}

/** Safari repeats the vendor in every field of `adapter.info`; others blank them all. */
export function maskOfAdapter(fields: readonly string[]): Mask | null {
  const said = new Set(
    fields.map((field) => field.trim().toLowerCase()).filter((field) => field !== ''),
  );
  if (said.size === 0) return { vendor: null };
  const [only = ''] = said;
  const repeated = said.size === 1 && fields.filter((field) => field.trim() !== '').length > 2;
  return repeated ? { vendor: vendorOf(only) } : null;
}
