// The score: 1000 on the reference machine, families weighed alike, none where a workload is
// missing.
import { describe, expect, it } from 'vitest';
import { SCORE, scoreOf } from '@/lib/bench/score';
import { SUITES } from '@/lib/bench/suites';
import { MANIFEST } from '@/lib/models/manifest';

const reference = new Map<string, number>(
  SCORE.workloads.map(({ id, referenceMs }) => [id, referenceMs]),
);
const timesFor =
  (factor: (id: string) => number) =>
  (id: string): number | null => {
    const ms = reference.get(id);
    return ms === undefined ? null : ms * factor(id);
  };

describe('scoreOf', () => {
  it('is 1000 on the reference machine and grows with speed', () => {
    expect(scoreOf(timesFor(() => 1)).points).toBeCloseTo(1000, 9);
    expect(scoreOf(timesFor(() => 0.25)).points).toBeCloseTo(4000, 9);
  });

  it('weighs a family the same, however many workloads it has', () => {
    const families = new Set(SCORE.workloads.map(({ family }) => family)).size;
    const faster = (family: string) =>
      scoreOf(
        timesFor((id) =>
          SCORE.workloads.find((one) => one.id === id)?.family === family ? 0.5 : 1,
        ),
      ).points;
    expect(faster('ResNet')).toBeCloseTo(1000 * 2 ** (1 / families), 9);
    expect(faster('GEMM')).toBeCloseTo(1000 * 2 ** (1 / families), 9);
  });

  it('has none where one is missing, and says how many there are', () => {
    const score = scoreOf((id) => (id === 'resnet50-fp32' ? null : 1));
    expect(score).toEqual({
      points: null,
      measured: SCORE.workloads.length - 1,
      of: SCORE.workloads.length,
    });
    expect(scoreOf(() => null).points).toBeNull();
  });
});

describe('the list', () => {
  it('is of batch 1 and fp32, by the families of the manifest, all of it in the standard suite', () => {
    for (const { id, family, referenceMs } of SCORE.workloads) {
      expect(MANIFEST.get(id)).toMatchObject({ family, batch: 1, precision: 'fp32' });
      expect(SUITES.standard.workloads).toContain(id);
      expect(referenceMs).toBeGreaterThan(0);
    }
  });
});
