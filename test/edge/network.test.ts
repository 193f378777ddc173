import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyNetworkHash, networkOf, withNetwork } from '@/lib/edge/network';
import type { Accepted, AcceptedMeasurement } from '@/lib/submission/accept';

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

const SECRET = 's'.repeat(32);
const from = (address: string): Request =>
  new Request('http://localhost/', { headers: { 'x-forwarded-for': `${address}, 10.0.0.1` } });

describe('the hash of a network', () => {
  const row = (given: Partial<AcceptedMeasurement> = {}): Partial<AcceptedMeasurement> => ({
    workload: 'a-fp32',
    workloadVersion: 1,
    backend: 'webgpu',
    mode: 'run',
    threadsGot: null,
    deviceSlug: 'gpu-x',
    outcome: 'measured',
    networkHash: null,
    ...given,
  });
  async function hashOf(address: string, given: Partial<AcceptedMeasurement> = {}, secret = SECRET, protocol = 'p/1') {
    // What the rest of a run holds does not matter here.
    const accepted = { run: { protocol }, measurements: [row(given)] } as unknown as Accepted;
    return (await withNetwork(accepted, from(address), secret)).measurements[0]?.networkHash;
  }

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
      { workloadVersion: 2 },
      { backend: 'wasm', threadsGot: 1 },
      { backend: 'wasm', threadsGot: 8 },
      { mode: 'graph' },
      { deviceSlug: 'gpu-y' },
    ] as const;
    const hashes = await Promise.all(cells.map((given) => hashOf('203.0.113.7', given)));
    expect(new Set([...hashes, await hashOf('203.0.113.7', {}, SECRET, 'p/2')]).size).toBe(cells.length + 1);
  });

  it('does not hang on the number of threads beyond one, nor is there one without a rate', async () => {
    const wasm = (threadsGot: number) => hashOf('203.0.113.7', { backend: 'wasm', threadsGot });
    expect(await wasm(8)).toBe(await wasm(16));
    expect(await hashOf('203.0.113.7', { outcome: 'failed' })).toBeNull();
  });

  it('that counts requests is another one each day', async () => {
    const day = (iso: string) => dailyNetworkHash(from('203.0.113.7'), SECRET, new Date(iso));
    expect(await day('2026-11-26T00:00:00Z')).toBe(await day('2026-11-26T23:59:59Z'));
    expect(await day('2026-11-27T00:00:00Z')).not.toBe(await day('2026-11-26T23:59:59Z'));
  });
});
