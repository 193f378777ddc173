// What /methodology says of native code was measured on this kernel, and every method gave the
// right digests.
import { expect, it } from 'vitest';
import { KERNEL_VERSION } from '@/lib/attest/kernel';
import measured from '@/lib/attest/native-attack.json';

it('is of the kernel that proofs are made with', () => {
  expect(measured.kernel).toBe(KERNEL_VERSION);
  expect(measured.found.length).toBeGreaterThan(0);
  for (const { wrong, factor } of measured.found) {
    expect(wrong).toBe(0);
    expect(factor).toBeGreaterThan(0);
  }
});
