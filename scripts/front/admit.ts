// What reaches the site of a request's headers when `npm start` serves it. Next fills in
// X-Forwarded-For and its kin only where they are absent, so a client could write them: here they
// are written anew from what the socket and the trusted proxies say, or taken out.
import type { IncomingMessage } from 'node:http';
import { bareAddress, forwardedAddress } from '@/lib/edge/client-address';

/** Letters, digits, and what addresses and ports are written with. */
const HOST = /^[\w.-]{1,253}(?::\d{1,5})?$|^\[[0-9a-f:.]{2,45}\](?::\d{1,5})?$/i;

const only = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** The headers that a proxy would set; whatever a client sends there has no meaning. */
const OF_PROXIES = [
  'forwarded',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
] as const;

/** Rewrites the headers in place; false for a request whose Host is none, which nobody answers. */
export function admit(request: IncomingMessage, trustedProxies: number): boolean {
  const { headers, socket } = request;
  if (!HOST.test(headers.host ?? '')) return false;
  const forwarded = only(headers['x-forwarded-for']) ?? null;
  const address =
    forwardedAddress(forwarded, trustedProxies) || bareAddress(socket.remoteAddress ?? '');
  headers['x-forwarded-for'] = address;
  const scheme = only(headers['x-forwarded-proto']);
  for (const name of OF_PROXIES) delete headers[name];
  if (trustedProxies > 0 && (scheme === 'http' || scheme === 'https'))
    headers['x-forwarded-proto'] = scheme;
  return true;
}
