import { describe, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { workClassOf } from '@/lib/models/work-class';
import { type Claim, trustOf, trustOfRun } from '@/lib/submission/plausibility/trust';
import { PROVABLE } from '@/lib/submission/proof';
import { provenShareOf, SHARES } from '@/lib/submission/proven-share';

/** A net that reaches half of a plain product, on a machine that proved 100 GFLOPS. */
const CLAIM: Claim = {
  outcome: 'measured',
  backend: 'wasm',
  qualityGrade: 'good',
  gflops: 54.9,
  provenShare: 0.5,
  provenGflops: 100,
};
const levelOf = (over: Partial<Claim> = {}): number => trustOf({ ...CLAIM, ...over }).trustLevel;

describe('the level of a row', () => {
  it('is attested up to a tenth above the share of the proof that its class of work reaches', () => {
    expect([levelOf(), levelOf({ gflops: 55.1 })]).toEqual([2, 1]);
    expect(trustOf({ ...CLAIM, gflops: 55.1 }).trustReasons).toContain('above-its-proof');
    expect(levelOf({ provenShare: 1, gflops: 109.9 })).toBe(2);
  });

  it('is consistent where no proof speaks of the claim, however much was proved', () => {
    expect(levelOf({ provenShare: null, provenGflops: 1e9 })).toBe(1);
    expect(levelOf({ backend: 'webnn-npu', provenShare: null, provenGflops: null })).toBe(1);
    expect(trustOf({ ...CLAIM, provenShare: null }).trustReasons).toContain('not-attestable');
  });

  it('is unverified without a proof where one can be had, and where the quality is poor', () => {
    expect(levelOf({ provenGflops: null })).toBe(0);
    expect(levelOf({ provenGflops: null, provenShare: null, backend: 'webgpu' })).toBe(0);
    expect(levelOf({ qualityGrade: 'poor' })).toBe(0);
    expect(levelOf({ qualityGrade: 'fair' })).toBe(2);
    expect(trustOf({ ...CLAIM, outcome: 'failed' })).toEqual({ trustLevel: 0, trustReasons: [] });
  });

  it('of a run is that of its best row', () => {
    const rows = [0, 2, 1].map((trustLevel) => ({
      outcome: 'measured',
      trustLevel,
      trustReasons: [`${trustLevel}`],
    }));
    expect(trustOfRun(rows)).toEqual({ trustLevel: 2, trustReasons: ['2'] });
    expect(
      trustOfRun([{ outcome: 'failed', trustLevel: 0, trustReasons: [] }]).trustReasons,
    ).toEqual(['nothing-measured']);
  });
});

describe('the table of shares', () => {
  it('holds what was measured, of workloads of the class, on backends where proofs can be had', () => {
    for (const [backend, shares] of Object.entries(SHARES.shares)) {
      expect(PROVABLE).toContain(backend);
      for (const [kind, { share, workload }] of Object.entries(shares)) {
        const entry = MANIFEST.get(workload);
        expect(entry && workClassOf(entry)).toBe(kind);
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThan(4);
      }
    }
  });

  it('has none for what no proof speaks of', () => {
    const never = [...MANIFEST.values()].filter((entry) => workClassOf(entry) === null);
    expect(never.length).toBeGreaterThan(0);
    for (const entry of never)
      for (const backend of PROVABLE) expect(provenShareOf(entry, backend)).toBeNull();
    for (const entry of MANIFEST.values()) expect(provenShareOf(entry, 'webnn-cpu')).toBeNull();
  });
});
