// What is said where the network or the page kept something from being measured.
import { describe, expect, it } from 'vitest';
import type { SkipCause } from '@/lib/bench/outcome';
import { downloadWords } from '@/lib/runner/download-words';
import { Stops } from '@/lib/runner/stops';
import { stopOf } from '@/lib/runner/visit-stop';

const skipped = (cause: SkipCause) =>
  ({ outcome: 'skipped', cause, reason: `because of ${cause}` }) as const;

describe('what is no fault of the device', () => {
  it('is said in a sentence with what to do', () => {
    for (const cause of ['download-failed', 'no-worker', 'page-failed', 'not-isolated'] as const) {
      expect(stopOf(skipped(cause))?.why).toBe(`because of ${cause}`);
      expect(stopOf(skipped(cause))?.next).toMatch(/\.$/);
    }
    expect(stopOf(skipped('cancelled'))).toBeNull();
    expect(stopOf(skipped('unsupported'))).toBeNull();
    expect(stopOf({ outcome: 'failed', cause: 'run', reason: 'odd' })).toBeNull();
  });

  it('is not tried again with the same runtime, or at all without workers', () => {
    const stops = new Stops();
    stops.note('webgpu', skipped('no-adapter'));
    expect(stops.of('webgpu')).toBeNull();
    stops.note('webgpu', skipped('download-failed'));
    expect(stops.of('webnn-gpu')?.cause).toBe('download-failed');
    expect(stops.of('wasm')).toBeNull();
    stops.note('webgpu', skipped('no-worker'));
    expect(stops.of('wasm')?.cause).toBe('no-worker');
  });
});

it('says how far the runtime is', () => {
  const progress = { bundle: 'wasm', loadedBytes: 1_234_567, wholeBytes: 14_264_278 } as const;
  expect(downloadWords({ ...progress, attempt: 1 })).toBe(
    'Fetching the runtime: 1.2 of 14.3 MB unpacked',
  );
  expect(downloadWords({ ...progress, attempt: 2 })).toMatch(/, try 2$/);
});
