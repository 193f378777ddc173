import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceOf } from '@/lib/device/device';
import { dailyNetworkHash, networkHashes, networkOf } from '@/lib/edge/network';
import type { BoardEntry } from '@/lib/submission/entries';
import { ENVIRONMENT } from '../support/submission';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:12:3456::1', '2001:db8:12::/48'],
    ['2001:0db8:0012:3456:0:0:0:1', '2001:db8:12::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['', 'unknown'],
    ['localhost', 'unknown'],
    ['1:2:3', 'unknown'],
    [':1::', 'unknown'],
    ['2001:db8::1::2', 'unknown'],
    ['2001::a:b:c:d:e:f', '2001:0:a::/48'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it('never throws, and never holds a whole address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:]{2,45}$/), fc.ipV4(), fc.ipV6()), (address) => {
        expect(networkOf(address)).toMatch(/^(\d+\.\d+\.\d+\.0\/24|[0-9a-f]+:[0-9a-f]+:[0-9a-f]+::\/48|unknown)$/);
      }),
    );
  });
});

const deviceNamed = (slug: string): BoardEntry['device'] => ({ ...deviceOf(ENVIRONMENT, 'wasm'), slug });

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
    sampleOrder: null,
  };
  const hashOf = async (address: string, given: Partial<BoardEntry> = {}, secret = SECRET): Promise<string> =>
    (await networkHashes([{ ...entry, ...given }], address, secret))[0];

  it('is the same for one network in one cell', async () => {
    const hash = await hashOf('203.0.113.7');
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(await hashOf('203.0.113.99')).toBe(hash);
    expect(await hashOf('203.0.114.7')).not.toBe(hash);
    expect(await hashOf('203.0.113.7', {}, 't'.repeat(32))).not.toBe(hash);
  });

  it('is another one in every other cell', async () => {
    const cells = [
      {},
      { workload: 'b-fp32' },
      { version: 2 },
      { protocol: 'p/2' },
      { backend: 'wasm', threads: 'one' },
      { backend: 'wasm' },
      { mode: 'graph' },
      { device: deviceNamed('gpu-y') },
    ] as const;
    const hashes = await Promise.all(cells.map((given) => hashOf('203.0.113.7', given)));
    expect(new Set(hashes).size).toBe(cells.length);
  });

  it('that counts requests is another one each day', async () => {
    const day = (iso: string) => dailyNetworkHash('203.0.113.7', SECRET, new Date(iso));
    expect(await day('2026-11-26T00:00:00Z')).toBe(await day('2026-11-26T23:59:59Z'));
    expect(await day('2026-11-27T00:00:00Z')).not.toBe(await day('2026-11-26T23:59:59Z'));
  });
});
