// The suite's list names the kernels that exist for it, and no kernel is a layer of a net.
import { describe, expect, it } from 'vitest';
import { ONE_THREAD_KERNELS, PREDICTION_KERNELS } from '@/lib/bench/prediction-kernels';
import type { Step } from '@/lib/flops/steps/step';
import { executionOf } from '@/lib/flops/steps/steps';
import { WORKLOADS } from '@/lib/models/kernels/prediction/workloads';
import { CHOOSING, JUDGING, NETS } from '@/scripts/measure/predict/nets';
import { findSubject, OWN_NETS } from '@/scripts/measure/predict/subjects';

/** The extents of a step that has multiply-accumulates; null for one that has none. */
function extentsOf(step: Step): string | null {
  if (step.kind === 'product' && step.m > 1)
    return `product ${step.count} ${step.m} ${step.k} ${step.n}`;
  if (step.kind !== 'convolution') return null;
  const { groups, inChannels, outChannels, taps, inPositions, outPositions } = step;
  return `convolution ${[groups, inChannels, outChannels, taps, inPositions, outPositions].join(' ')}`;
}

describe('the kernels of predictions', () => {
  it('are listed', () => {
    const own = PREDICTION_KERNELS.filter((id) => id.startsWith('predict-'));
    expect([...own].sort()).toEqual(WORKLOADS.map(({ id }) => id).sort());
    expect(ONE_THREAD_KERNELS.filter((id) => !PREDICTION_KERNELS.includes(id))).toEqual([]);
  });

  it('multiply by weights of as many bits as they are named by', () => {
    const bitsOf = { fp32: 32, fp16: 16, w8a8: 8, w4a32: 4, w4a16: 4 };
    for (const workload of WORKLOADS) {
      const wrong = executionOf(workload.build(1)).steps.filter(
        (step) =>
          (step.kind === 'convolution' || (step.kind === 'product' && step.weight)) &&
          step.bits !== bitsOf[workload.precision],
      );
      expect(wrong, workload.id).toEqual([]);
    }
  });

  it('copy no layer of a net that they are judged by', { timeout: 60_000 }, async () => {
    const layers = new Set<string>();
    for (const id of [...NETS, ...OWN_NETS]) {
      for (const step of executionOf((await findSubject(id)).build(1)).steps)
        layers.add(extentsOf(step) ?? '');
    }
    layers.delete('');
    const copied = WORKLOADS.flatMap((workload) =>
      executionOf(workload.build(1)).steps.flatMap((step) => {
        const extents = extentsOf(step);
        return extents !== null && layers.has(extents) ? [`${workload.id}: ${extents}`] : [];
      }),
    );
    expect(copied).toEqual([]);
  });
});

describe('the nets that predictions are judged by', () => {
  it('are the zoo in two halves of about the same size', () => {
    expect([...CHOOSING, ...JUDGING].sort()).toEqual([...NETS].sort());
    expect(Math.abs(CHOOSING.length - JUDGING.length)).toBeLessThan(NETS.length / 5);
  });

  it('and ten that are not in the zoo, of which every step is known', async () => {
    expect(OWN_NETS).toHaveLength(10);
    for (const id of OWN_NETS) {
      const { steps, unknown } = executionOf((await findSubject(id)).build(1));
      expect(unknown, id).toEqual([]);
      expect(steps.length, id).toBeGreaterThan(4);
    }
  });
});
