// Whose request it is. X-Forwarded-For grows to the right: each proxy adds the address that it was
// reached from, and a client may send anything to the left of that. Only what our own proxies wrote
// is believed, counted from the right (RFC 7239, 8.1; the header itself is older than that and has
// no standard).

/** An address without what some proxies write around it: a port, brackets, an IPv6 zone. */
export function bareAddress(written: string): string {
  const text = written.trim();
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? [];
  const [, v4] = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text) ?? [];
  return (bracketed ?? v4 ?? text).replace(/%[\w.-]{1,32}$/, '');
}

/**
 * The address that the outermost of `trustedProxies` proxies was reached from. '' where none is
 * trusted, or where the request did not pass through all of them.
 */
export function forwardedAddress(header: string | null, trustedProxies: number): string {
  if (header === null || trustedProxies < 1) return '';
  return bareAddress(header.split(',').at(-trustedProxies) ?? '');
}

/**
 * The address of whoever asks, by the hops that are trusted; see the module's head for what that
 * means.
 */
export const addressOf = (request: Request, trustedProxies: number): string =>
  forwardedAddress(request.headers.get('X-Forwarded-For'), trustedProxies);
