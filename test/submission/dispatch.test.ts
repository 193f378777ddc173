import { describe, expect, it } from 'vitest';
import { dispatchSlopes, dispatchSlopeUs, nodesOf } from '@/lib/submission/dispatch';

const chain = (nodes: number, medianMs: number | null, backend = 'wasm', mode = 'run') => ({
  workload: `dispatch-${nodes}-fp32`,
  backend,
  mode,
  threadsGot: 2,
  fellBack: false,
  medianMs,
});

/** A call costs 50 µs, a node 3. */
const timeOf = (nodes: number): number => 0.05 + 0.003 * nodes;

describe('dispatch slope', () => {
  it('is the cost of one more node, without that of the call', () => {
    const chains = [1, 10, 100].map((nodes) => ({ nodes, medianMs: timeOf(nodes) }));
    expect(dispatchSlopeUs(chains)).toBeCloseTo(3, 9);
  });

  it('weighs shares of a time: a tenth off the longest chain counts as a tenth off it', () => {
    const chains = [1, 10, 100].map((nodes) => ({
      nodes,
      medianMs: timeOf(nodes) * (nodes === 100 ? 1.1 : 1),
    }));
    expect(dispatchSlopeUs(chains)).toBeGreaterThan(3);
    expect(dispatchSlopeUs(chains)).toBeLessThan(3.6);
  });

  it('needs each length once, and longer chains that are slower', () => {
    expect(dispatchSlopeUs([{ nodes: 1, medianMs: 0.05 }])).toBeNull();
    expect(
      dispatchSlopeUs([1, 10, 10].map((nodes) => ({ nodes, medianMs: timeOf(nodes) }))),
    ).toBeNull();
    expect(
      dispatchSlopeUs([1, 10, 100].map((nodes) => ({ nodes, medianMs: 1 / nodes }))),
    ).toBeNull();
  });

  it('is taken within one backend and one mode', () => {
    const rows = [
      ...[1, 10, 100].map((nodes) => chain(nodes, timeOf(nodes))),
      ...[1, 10].map((nodes) => chain(nodes, timeOf(nodes), 'webgpu')),
      chain(100, timeOf(100), 'webgpu', 'graph'),
    ];
    const slopes = dispatchSlopes(rows);
    expect([...slopes.keys()]).toEqual(rows.slice(0, 3));
    const wrong = [1, 10, 100].map((nodes) => chain(nodes, nodes === 10 ? null : timeOf(nodes)));
    expect(dispatchSlopes(wrong).size).toBe(0);
  });

  it('knows the chains by their ids', () => {
    expect(
      ['dispatch-1-fp32', 'dispatch-100-fp32', 'dispatch-7-fp32', 'gemm-1024-fp32'].map(nodesOf),
    ).toEqual([1, 100, null, null]);
  });
});
