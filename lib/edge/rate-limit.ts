// How often one network and one submitter may write. Networks are known only by a keyed hash that changes every day, of the
// address shortened to its /24 or /48; the address itself is never stored. Counting is one statement in Postgres.

import type { Database } from '../db/client';
import { countRequests } from '../db/rate-counts';
import { type Rejection, reject } from '../submission/rejection';

const WINDOW_SECONDS = 3600;

/** Requests per hour. A household or a class shares a network; a person measures a few times an hour. */
const LIMITS = {
  challenge: { network: 600, submitter: 60 },
  run: { network: 600, submitter: 60 },
  /** Three requests make a proof, and a run has up to two. */
  proof: { network: 3600, submitter: 360 },
  withdrawal: { network: 600, submitter: 300 },
  'sign-in': { network: 20, submitter: 200 },
} as const;
export type LimitedRequest = keyof typeof LIMITS;

/** In a laboratory (`npm start -- --lab`) all load comes from one machine: limits must not decide what is measured. */
const LAB_FACTOR = 1000;

export interface Requester {
  readonly request: Request;
  readonly submitter: string;
  readonly secret: string;
  readonly lab: boolean;
}

/** The /24 of an IPv4 address or the /48 of an IPv6 one; whatever else it is, one shared network. */
export function networkOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i.exec(address);
  if (v4 !== null) return `${v4[1]}.${v4[2]}.${v4[3]}.0/24`;
  if (!/^[0-9a-f:]{2,45}$/i.test(address) || !address.includes(':')) return 'unknown';
  const [head = '', tail, ...more] = address.toLowerCase().split('::');
  const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const missing = 8 - left.length - right.length;
  if (more.length > 0 || missing < 0 || (tail === undefined && missing !== 0)) return 'unknown';
  if (![...left, ...right].every((group) => /^[0-9a-f]{1,4}$/.test(group))) return 'unknown';
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  return `${groups
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/48`;
}

/** As the platform in front of us reports it: it sets the first address, whatever a client sends. */
function addressOf(request: Request): string {
  return request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '';
}

async function keyedHash(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Counts the request; a reason to refuse it when its network or its submitter has had too many. */
export async function overLimit(db: Database, kind: LimitedRequest, requester: Requester): Promise<Rejection | null> {
  const { request, submitter, secret, lab } = requester;
  const day = new Date().toISOString().slice(0, 10);
  const network = await keyedHash(secret, `network/${day}/${networkOf(addressOf(request))}`);
  const limits = LIMITS[kind];
  const counts = await countRequests(
    db,
    [`${kind}/network/${network}`, `${kind}/submitter/${submitter}`],
    WINDOW_SECONDS,
  );
  const factor = lab ? LAB_FACTOR : 1;
  for (const [i, who] of (['network', 'submitter'] as const).entries()) {
    if (counts[i] > limits[who] * factor) {
      return reject('too-many-requests', `more than ${limits[who]} in an hour from this ${who}`);
    }
  }
  return null;
}
