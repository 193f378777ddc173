import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareAddress, forwardedAddress } from '@/lib/edge/client-address';
import { networkOf } from '@/lib/edge/network';

describe('an address as proxies write it', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['[2001:db8:12::1]', '2001:db8:12::1'],
    ['[2001:db8:12::1]:51234', '2001:db8:12::1'],
    ['2001:db8:12::1', '2001:db8:12::1'],
    ['fe80::1%eth0', 'fe80::1'],
    [' 203.0.113.7 ', '203.0.113.7'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ])('%j is %s', (written, bare) => expect(bareAddress(written)).toBe(bare));

  it('keeps networks apart that write ports and brackets', () => {
    const networks = [
      '203.0.113.7:80',
      '198.51.100.7:80',
      '[2001:db8:1::1]:443',
      '[2001:db8:2::1]:443',
    ].map((text) => networkOf(bareAddress(text)));
    expect(new Set(networks).size).toBe(4);
    expect(networks).not.toContain('unknown');
  });
});

describe('whose request it is', () => {
  const FORGED = '198.51.100.1, 198.51.100.2, 203.0.113.7';
  it.each([
    [FORGED, 0, ''],
    [FORGED, 1, '203.0.113.7'],
    [FORGED, 2, '198.51.100.2'],
    ['203.0.113.7', 1, '203.0.113.7'],
    // Not through both proxies: nobody says who it is.
    ['203.0.113.7', 2, ''],
    [null, 1, ''],
    ['', 1, ''],
  ])('%j behind %i is %j', (header, proxies, address) =>
    expect(forwardedAddress(header, proxies)).toBe(address),
  );

  it('does not depend on what a client puts in front', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 3 }), (sent, proxies) => {
        const ours = ['203.0.113.7', '10.0.0.2', '10.0.0.1'].slice(0, proxies);
        expect(forwardedAddress([sent, ...ours].join(', '), proxies)).toBe('203.0.113.7');
      }),
    );
  });
});
