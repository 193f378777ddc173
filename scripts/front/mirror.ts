// What this server sees of a request that the doctor sent through the public address: how many
// proxies handed it on, and under which name. Only to whoever knows the secret of this instance,
// and for a minute: addresses of proxies are nobody else's business.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from '@/lib/core/zod';

export const MIRROR_PATH = '/api/doctor';
const HEADER = 'x-flopmark-doctor';
/**
 * An address for documentation (RFC 5737), which the doctor sends as if it were a client's: what
 * proxies add stands right of it.
 */
const MARK = '192.0.2.1';
const VALID_MS = 60_000;

const signed = (secret: string, atMs: number): string =>
  createHmac('sha256', secret).update(`flopmark-doctor/1/${atMs}`).digest('hex');

export const mirrorRequest = (secret: string, nowMs: number): Record<string, string> => ({
  [HEADER]: `${nowMs}.${signed(secret, nowMs)}`,
  'X-Forwarded-For': MARK,
});

export const mirroredSchema = z.object({
  /** Addresses that proxies wrote. */
  hops: z.int(),
  trustedProxies: z.int(),
  host: z.string(),
  /** Of X-Forwarded-Proto; null where no proxy wrote it. */
  scheme: z.string().nullable(),
});
export type Mirrored = z.infer<typeof mirroredSchema>;

const isFromDoctor = (header: unknown, secret: string, nowMs: number): boolean => {
  const [, at = '', given = ''] = /^(\d{13})\.([0-9a-f]{64})$/.exec(String(header)) ?? [];
  if (given === '' || Math.abs(nowMs - Number(at)) > VALID_MS) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(signed(secret, Number(at))));
};

/** Right of the mark, or all where a proxy wrote the header anew. */
function hopsOf(header: string | undefined): number {
  const addresses = (header ?? '').split(',').map((address) => address.trim());
  return addresses.slice(addresses.lastIndexOf(MARK) + 1).filter((address) => address !== '')
    .length;
}

/** Answers the doctor; false for a request of anybody else. */
export function mirror(
  request: IncomingMessage,
  response: ServerResponse,
  secret: string,
  trustedProxies: number,
): boolean {
  if (request.url !== MIRROR_PATH || !isFromDoctor(request.headers[HEADER], secret, Date.now()))
    return false;
  const forwarded = request.headers['x-forwarded-for'];
  const scheme = request.headers['x-forwarded-proto'];
  const seen: Mirrored = {
    hops: hopsOf(Array.isArray(forwarded) ? forwarded.join(',') : forwarded),
    trustedProxies,
    host: request.headers.host ?? '',
    scheme: typeof scheme === 'string' ? scheme : null,
  };
  response
    .writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(seen));
  return true;
}
