// Networks, which are known here only by keyed hashes of an address shortened to its /24 or /48; the address itself is never
// stored. One hash changes every day and counts requests. The other belongs to one cell of the board and tells its people's
// networks apart there: the same network has another hash in every other cell.
import type { BoardEntry } from '../submission/entries';

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

type Hash = (text: string) => Promise<string>;

async function keyedHash(secret: string): Promise<Hash> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return async (text) => {
    const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
    return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
}

/** Of the network of an address, for this day. */
export async function dailyNetworkHash(address: string, secret: string, now: Date): Promise<string> {
  const hash = await keyedHash(secret);
  return hash(`network/${now.toISOString().slice(0, 10)}/${networkOf(address)}`);
}

/** The cell that a measurement enters. */
const cellOf = ({ workload, version, protocol, backend, mode, threads, device }: BoardEntry): string =>
  [workload, version, protocol, backend, mode, threads, device.slug].join('/');

/** Of the network of an address, in the cell of each entry. */
export async function networkHashes(
  entries: readonly BoardEntry[],
  address: string,
  secret: string,
): Promise<string[]> {
  const network = networkOf(address);
  const hash = await keyedHash(secret);
  return Promise.all(entries.map((entry) => hash(`cell/${cellOf(entry)}/${network}`)));
}
