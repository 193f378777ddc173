// The peak table against its formula, against the names it is keyed by, and against SKUS of
// @huggingface/tasks, where the ratio of the two tables must be the 1 or 2 that the unit of that
// generation explains.
import { describe, expect, it } from 'vitest';
import { gflops } from '@/lib/core/units';
import { canonicalSlug } from '@/lib/device/aliases';
import { LISTED, peakWithListed } from '@/lib/device/peaks/listed';
import { OWN_PEAKS, type PeakRow, SOURCES } from '@/lib/device/peaks/own';
import { peakOf, percentOfPeak } from '@/lib/device/peaks/peaks';

/** SKUS ÷ ours, by generation, and why. */
const EXPLAINED: Partial<Record<keyof typeof SOURCES, { ratio: 1 | 2; why: string }>> = {
  pascal: { ratio: 1, why: 'fp16 is 1/64 of fp32 there, so the list gives fp32' },
  turing: { ratio: 2, why: 'the list gives fp16, twice fp32' },
  ampere: { ratio: 1, why: 'fp16 runs at the rate of fp32' },
  ada: { ratio: 1, why: 'fp16 runs at the rate of fp32' },
  blackwell: { ratio: 1, why: 'fp16 runs at the rate of fp32' },
  rdna1: { ratio: 2, why: 'the list gives packed fp16' },
  rdna2: { ratio: 2, why: 'the list gives packed fp16' },
  rdna3: { ratio: 2, why: 'the list gives packed fp16, ours fp32 with two issues per clock' },
  rdna35: { ratio: 1, why: 'the list gives fp32 with two issues per clock' },
  rdna4: { ratio: 2, why: 'the list gives packed fp16' },
  arc: { ratio: 2, why: 'the list gives fp16, twice fp32' },
  apple: { ratio: 1, why: 'fp16 runs at the rate of fp32' },
};
/**
 * The list's RTX 3080 is the 12 GB card (8960 ALUs), ours the 10 GB one that most people have
 * (8704).
 */
const TOLERANCE = 0.03;

const fp32Of = ([, alus, boostMHz]: PeakRow): number => (alus * 2 * boostMHz) / 1000;

describe('own peaks', () => {
  it('cover at least 60 devices, each once, each with a source', () => {
    expect(OWN_PEAKS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(OWN_PEAKS.map(([slug]) => slug)).size).toBe(OWN_PEAKS.length);
    for (const [, , , , source] of OWN_PEAKS) expect(SOURCES[source]).toMatch(/^https:/);
  });

  it('are keyed by canonical names', () => {
    expect(OWN_PEAKS.map(([slug]) => slug).filter((slug) => canonicalSlug(slug) !== slug)).toEqual(
      [],
    );
  });

  it('are ALUs × 2 × boost', () => {
    // 16384 CUDA cores × 2 × 2.52 GHz = 82.6 TFLOPS, as NVIDIA's Ada white paper prints it.
    expect(peakOf('nvidia-geforce-rtx-4090')).toMatchObject({ fp32: 82_575.36, fp16: 82_575.36 });
    expect(peakOf('nvidia-geforce-rtx-2080-ti')?.fp16).toBeCloseTo(26_895.36, 2);
    expect(peakOf('nvidia-geforce-gtx-1080')?.fp16).toBeCloseTo(138.64, 2);
    expect(peakOf('intel-iris-xe-graphics')).toBeNull();
  });

  it('agree with SKUS in a ratio of 1 or 2 that the generation explains', () => {
    const shared = OWN_PEAKS.flatMap((row) => {
      const listed = LISTED.get(row[0]);
      return listed === undefined
        ? []
        : [{ slug: row[0], source: row[4], ratio: (1000 * listed.tflops) / fp32Of(row) }];
    });
    expect(shared.length).toBeGreaterThanOrEqual(60);
    const unexplained = shared.filter(({ source, ratio }) => {
      const expected = EXPLAINED[source]?.ratio;
      return expected === undefined || Math.abs(ratio / expected - 1) > TOLERANCE;
    });
    expect(unexplained).toEqual([]);
  });
});

describe('listed peaks', () => {
  it('fill in what the own table lacks, in a unit that is certain', () => {
    expect(peakWithListed('nvidia-rtx-a4000')).toMatchObject({ fp32: 19_170, fp16: 19_170 });
    expect(peakWithListed('amd-radeon-rx-6700')).toMatchObject({ fp32: 11_290, fp16: 22_580 });
    expect(peakWithListed('apple-m5')?.fp32).toBe(5_700);
  });

  it('say nothing where the unit is not certain', () => {
    for (const slug of [
      'nvidia-a100',
      'nvidia-tesla-t4',
      'nvidia-h100',
      'amd-radeon-820m',
      'nvidia-geforce-gtx-1060',
    ])
      expect(peakWithListed(slug)).toBeNull();
  });

  it('never replace an own peak', () => {
    for (const [slug] of OWN_PEAKS) expect(peakWithListed(slug)).toEqual(peakOf(slug));
  });
});

describe('% of peak', () => {
  const peak = peakOf('nvidia-geforce-rtx-4090');

  it('is achieved over the peak of that arithmetic', () => {
    expect(percentOfPeak(peak, 'fp32', gflops(41_287.68))).toBeCloseTo(50, 9);
  });

  it('appears only where the peak is known', () => {
    expect(percentOfPeak(null, 'fp32', gflops(100))).toBeNull();
    expect(percentOfPeak(peak, 'w8a8', gflops(100))).toBeNull();
  });
});
