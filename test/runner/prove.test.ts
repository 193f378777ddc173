import { describe, expect, it } from 'vitest';
import { proofWords } from '@/app/run/proof-words';
import { batchesFor } from '@/lib/runner/prove';

describe('the number of batches', () => {
  it('lasts a second and a half at least, and twenty ways to the server and back', () => {
    expect(batchesFor(600, 30, 5)).toBe(50);
    expect(batchesFor(3000, 30, 5)).toBe(100);
    expect(batchesFor(600, 30, 200)).toBe(134);
  });

  it('is within what a draw needs, what a visitor waits for, and what memory holds', () => {
    expect(batchesFor(1500, 5000, 5)).toBe(16);
    expect(batchesFor(1500, 40, 10_000)).toBe(200);
    expect(batchesFor(8000, 0.5, 5)).toBe(4000);
  });
});

describe('what is said of a proof', () => {
  const progress = { backend: 'wasm', doing: 'computing', sentBytes: null } as const;

  it('names the attempt and how far the one before came', () => {
    const second = { ...progress, attempt: 2, bestGflops: 22.81, neededGflops: 25.13 };
    expect(proofWords(second)).toMatch(
      /^Proving work on WASM, attempt 2 of 3: 22\.8 of 25\.1\u2009GFLOPS\. /,
    );
    expect(proofWords({ ...progress, attempt: 1, bestGflops: null, neededGflops: 25.13 })).toMatch(
      /^Proving work on WASM\. Exact integer products.*nothing about this device\.$/,
    );
  });

  it('says what is being sent', () => {
    const sending = { ...progress, attempt: 1, bestGflops: null, neededGflops: null } as const;
    expect(proofWords({ ...sending, doing: 'sending', sentBytes: 2_410_000 })).toBe(
      'Proving work on WASM. Sending 2.41\u2009MB of it to be checked.',
    );
  });
});
