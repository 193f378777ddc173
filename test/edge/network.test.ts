import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceOf } from '@/lib/device/device';
import {
  blockOf,
  dailyNetworkHash,
  networkOf,
  voterHashes,
  voterOfAddress,
  voterOfKey,
} from '@/lib/edge/network';
import type { BoardEntry } from '@/lib/submission/entries';
import { NO_SKETCH } from '@/lib/submission/plausibility/sketch';
import { ENVIRONMENT } from '@/scripts/client/submission';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:12:3456::1', '2001:db8:12::/48'],
    ['2001:0db8:0012:3456:0:0:0:1', '2001:db8:12::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['999.0.113.77', 'unknown'],
    ['203.0.113.256', 'unknown'],
    ['', 'unknown'],
    ['localhost', 'unknown'],
    ['1:2:3', 'unknown'],
    [':1::', 'unknown'],
    ['2001:db8::1::2', 'unknown'],
    ['2001::a:b:c:d:e:f', '2001:0:a::/48'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each([
    ['203.0.113.77', '203.0.0.0/16'],
    ['2001:db8:12:3456::1', '2001:db8::/32'],
    ['localhost', 'unknown'],
  ])('%s lies in the block %s', (address, block) => expect(blockOf(address)).toBe(block));

  it('never throws, and never holds a whole address', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:]{2,45}$/), fc.ipV4(), fc.ipV6()),
        (address) => {
          expect(networkOf(address)).toMatch(
            /^(\d+\.\d+\.\d+\.0\/24|[0-9a-f]+:[0-9a-f]+:[0-9a-f]+::\/48|unknown)$/,
          );
        },
      ),
    );
  });
});

const deviceNamed = (slug: string): BoardEntry['device'] => ({
  ...deviceOf(ENVIRONMENT, 'wasm'),
  slug,
});

const SECRET = 's'.repeat(32);

describe('the hash of a network', () => {
  const entry: BoardEntry = {
    position: 0,
    workload: 'a-fp32',
    version: 1,
    protocol: 'p/1',
    backend: 'webgpu',
    mode: 'run',
    threads: 'max',
    device: deviceNamed('gpu-x'),
    measured: true,
    sketch: NO_SKETCH,
  };
  const hashesOf = (address: string, given: Partial<BoardEntry> = {}, secret = SECRET) => {
    const [hash] = voterHashes([{ ...entry, ...given }], voterOfAddress(address), secret);
    return hash;
  };

  it('is the same for one network at one workload and backend, and so is that of its block', () => {
    const hash = hashesOf('203.0.113.7');
    expect(hash?.network).toMatch(/^[0-9a-f]{32}$/);
    expect(hash?.block).not.toBe(hash?.network);
    expect(hashesOf('203.0.113.99')).toEqual(hash);
    const neighbour = hashesOf('203.0.114.7');
    expect([neighbour?.network === hash?.network, neighbour?.block === hash?.block]).toEqual([
      false,
      true,
    ]);
    expect(hashesOf('203.1.113.7')?.block).not.toBe(hash?.block);
    expect(hashesOf('203.0.113.7', {}, 't'.repeat(32))?.network).not.toBe(hash?.network);
  });

  it('is another one at every other workload, version and backend', () => {
    const places = [{}, { workload: 'b-fp32' }, { version: 2 }, { backend: 'wasm' }] as const;
    const hashes = places.map((given) => hashesOf('203.0.113.7', given));
    expect(new Set(hashes.flatMap((hash) => [hash?.network, hash?.block])).size).toBe(
      2 * places.length,
    );
  });

  it('is the same whatever the device is called, and by whichever protocol and mode', () => {
    const hash = hashesOf('203.0.113.7');
    for (const given of [
      { device: deviceNamed('gpu-y') },
      { protocol: 'p/2' },
      { mode: 'graph' },
    ] as const)
      expect(hashesOf('203.0.113.7', given)).toEqual(hash);
  });

  it('is that of the key on a private board', () => {
    const [ann] = voterHashes([entry], voterOfKey('ann'), SECRET);
    const [bob] = voterHashes([entry], voterOfKey('bob'), SECRET);
    expect([ann?.network === bob?.network, ann?.block === bob?.block]).toEqual([false, false]);
  });

  it('that counts requests is another one each day', () => {
    const day = (iso: string) => dailyNetworkHash('203.0.113.7', SECRET, new Date(iso));
    expect(day('2026-11-26T00:00:00Z')).toBe(day('2026-11-26T23:59:59Z'));
    expect(day('2026-11-27T00:00:00Z')).not.toBe(day('2026-11-26T23:59:59Z'));
  });
});
