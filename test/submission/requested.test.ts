import { expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { likeWebnnCpu, requestedDevice } from '@/lib/submission/requested';
import type { Measurement } from '@/lib/submission/schema';
import { shownTimesOf } from '@/lib/submission/shown-times';
import { honestMeasurement } from '@/scripts/client/submission';

const entry = MANIFEST.get('gemm-512-fp32');
if (entry === undefined) throw new Error('gemm-512-fp32 is not pinned');

/** The same times, `times` as fast, on another backend. */
function on(backend: Measurement['backend'], times: number): Measurement {
  const honest = honestMeasurement(entry as NonNullable<typeof entry>, 0);
  if (honest.outcome !== 'measured') throw new Error('it is measured');
  const faster = (samples: typeof honest.samples) =>
    samples.map(({ elapsedMs, iterations }) => ({ elapsedMs: elapsedMs / times, iterations }));
  return { ...honest, backend, warmup: faster(honest.warmup), samples: faster(honest.samples) };
}

it('flags a requested device whose time is that of the CPU', () => {
  const rows = [on('webnn-cpu', 1), on('webnn-gpu', 1), on('webnn-npu', 8), on('webgpu', 1)];
  expect([...likeWebnnCpu(rows, shownTimesOf(rows))]).toEqual([rows[1]]);
});

it('says nothing without a row on the CPU', () => {
  const rows = [on('webnn-gpu', 1), on('webnn-npu', 1)];
  expect(likeWebnnCpu(rows, shownTimesOf(rows)).size).toBe(0);
});

it('names what was asked for', () => {
  expect((['wasm', 'webnn-cpu', 'webnn-npu'] as const).map(requestedDevice)).toEqual([
    null,
    'cpu',
    'npu',
  ]);
});
