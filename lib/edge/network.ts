// Networks, which are known here only by keyed hashes of an address shortened to its /24 or /48;
// the address itself is never stored. One hash changes every day and counts requests. The others
// belong to a workload on a backend and tell the networks of votes apart there: the network, and
// the wider block that it lies in, because a provider hands out neighbours.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BoardEntry } from '../submission/entries';

const BYTE = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const V4 = new RegExp(`^(?:::ffff:)?${BYTE}\\.${BYTE}\\.${BYTE}\\.${BYTE}$`, 'i');

/**
 * The first three groups of an IPv6 address, shortened as they are written; null for what is none.
 */
function v6Groups(address: string): string[] | null {
  if (!/^[0-9a-f:]{2,45}$/i.test(address) || !address.includes(':')) return null;
  const [head = '', tail, ...more] = address.toLowerCase().split('::');
  const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const missing = 8 - left.length - right.length;
  if (more.length > 0 || missing < 0 || (tail === undefined && missing !== 0)) return null;
  if (![...left, ...right].every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  return groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
}

/**
 * The /24 of an IPv4 address or the /48 of an IPv6 one; whatever else it is, one shared network.
 */
export function networkOf(address: string): string {
  const v4 = V4.exec(address);
  if (v4 !== null) return `${v4[1]}.${v4[2]}.${v4[3]}.0/24`;
  const groups = v6Groups(address);
  return groups === null ? 'unknown' : `${groups.join(':')}::/48`;
}

/**
 * The /16 or the /32 that the network lies in: as much as one provider, or one customer of it, is
 * likely to hold.
 */
export function blockOf(address: string): string {
  const v4 = V4.exec(address);
  if (v4 !== null) return `${v4[1]}.${v4[2]}.0.0/16`;
  const groups = v6Groups(address);
  return groups === null ? 'unknown' : `${groups.slice(0, 2).join(':')}::/32`;
}

type Hash = (text: string) => string;

/**
 * HMAC-SHA-256, of which half is kept, as hex. Not the platform's: a run asks for some thirty, and
 * each would be handed to another thread and back, which takes a hundred times as long.
 */
function keyedHash(secret: string): Hash {
  const keyed = hmac.create(sha256, utf8ToBytes(secret));
  return (text) => bytesToHex(keyed.clone().update(utf8ToBytes(text)).digest().subarray(0, 16));
}

/** Hashes the network of an address for one day, by which requests are counted. */
export const dailyNetworkHash = (address: string, secret: string, now: Date): string =>
  keyedHash(secret)(`network/${now.toISOString().slice(0, 10)}/${networkOf(address)}`);

/** Who a vote is counted for. */
export interface Voter {
  readonly network: string;
  readonly block: string;
}

/** Who votes from an address on a public board: its network, in its block. */
export const voterOfAddress = (address: string): Voter => ({
  network: networkOf(address),
  block: blockOf(address),
});

/** Who votes with a key on a private board: the key, as if it were a network of its own. */
export const voterOfKey = (submitter: string): Voter => ({
  network: `key/${submitter}`,
  block: `key/${submitter}`,
});

/**
 * As hashes, which can be compared where the votes of one workload on one backend are counted, and
 * nowhere else.
 */
export interface VoterHash {
  readonly network: string;
  readonly block: string;
}

/**
 * Hashes a voter for each entry, by its position. `key` is one of its own and never changes; the
 * device is no part of what is hashed: neither a renamed device nor a rotated secret splits or
 * loses a vote.
 */
export function voterHashes(
  entries: readonly BoardEntry[],
  voter: Voter,
  key: string,
): VoterHash[] {
  const hash = keyedHash(key);
  const known = new Map<string, VoterHash>();
  return entries.map(({ workload, version, backend }) => {
    const place = `${workload}@${version}/${backend}`;
    const hashes = known.get(place) ?? {
      network: hash(`vote/${place}/${voter.network}`),
      block: hash(`block/${place}/${voter.block}`),
    };
    known.set(place, hashes);
    return hashes;
  });
}
