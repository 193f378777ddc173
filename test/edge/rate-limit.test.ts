import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '@/lib/edge/rate-limit';

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
