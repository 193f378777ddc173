// What a challenge is worth before the database is asked: an id, bound to submitter, suite, golden
// inputs and expiry, under an HMAC. base64url(JSON) '.' base64url(HMAC-SHA-256). Two keys may be
// live while one is rotated out.
import { z } from '@/lib/core/zod';
import { err, ok, type Result } from '../core/result';
import { type Rejection, reject } from './rejection';
import { challengeRequestSchema } from './schema';

const ticketSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().max(64),
  submitter: z.string().max(64),
  suite: challengeRequestSchema.shape.suite,
  goldenIndex: z.int().min(0),
  privateSeed: z.int().min(0).nullable().default(null),
  expiresAtMs: z.int().min(0),
});
export type Ticket = z.infer<typeof ticketSchema>;

const TEXT = new TextEncoder();

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
  } catch {
    return null;
  }
}

const keyOf = (secret: string) =>
  crypto.subtle.importKey('raw', TEXT.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);

/** A ticket as the text that a client brings back, signed with HMAC-SHA-256. */
export async function signTicket(ticket: Ticket, secret: string): Promise<string> {
  const body = toBase64Url(TEXT.encode(JSON.stringify(ticket)));
  const signature = await crypto.subtle.sign('HMAC', await keyOf(secret), TEXT.encode(body));
  return `${body}.${toBase64Url(new Uint8Array(signature))}`;
}

/**
 * The ticket, when one of the live secrets signed it. Whether it has expired says the database when
 * it is used: the clock of this machine may be wrong, and what was measured would be refused for
 * good.
 */
export async function openTicket(
  text: string,
  secrets: readonly string[],
): Promise<Result<Ticket, Rejection>> {
  const [body = '', signatureText, ...rest] = text.split('.');
  const signature = signatureText === undefined ? null : fromBase64Url(signatureText);
  const bytes = fromBase64Url(body);
  if (signature === null || bytes === null || rest.length > 0) {
    return err(reject('ticket-malformed', 'a ticket is two base64url parts with a dot between'));
  }
  let signed = false;
  for (const secret of secrets) {
    signed ||= await crypto.subtle.verify(
      'HMAC',
      await keyOf(secret),
      signature,
      TEXT.encode(body),
    );
  }
  if (!signed) return err(reject('ticket-forged', 'the signature does not match'));
  const parsed = ticketSchema.safeParse(parseJson(bytes));
  if (!parsed.success)
    return err(reject('ticket-malformed', 'the ticket was signed by another version'));
  return ok(parsed.data);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** What is stored of a submitter's key: a hash from which the key cannot be had. */
export async function submitterOf(key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', TEXT.encode(`flopmark-submitter/1:${key}`));
  return toBase64Url(new Uint8Array(digest));
}
