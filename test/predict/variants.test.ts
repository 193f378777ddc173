// What pruning and fewer bits would bring, told from a net's steps, against nets of the zoo that
// are really pruned and really quantised, at one machine's prices.
import { describe, expect, it } from 'vitest';
import type { Execution } from '@/lib/flops/steps/step';
import { executionOf } from '@/lib/flops/steps/steps';
import { findWorkload } from '@/lib/models/registry';
import { chargesOfExecution } from '@/lib/predict/charges';
import { timeOf } from '@/lib/predict/predict';
import { REFERENCE } from '@/lib/predict/reference';
import { inFewerBits, pruned } from '@/lib/predict/variants';

const executionOfNet = async (id: string): Promise<Execution> =>
  executionOf((await findWorkload(id)).build(1));
const msOf = (execution: Execution): number =>
  timeOf(chargesOfExecution(execution), REFERENCE.prices);

const macsOf = ({ steps }: Execution): number =>
  steps.reduce((sum, step) => {
    if (step.kind === 'product') return sum + step.count * step.m * step.k * step.n * step.times;
    if (step.kind !== 'convolution') return sum;
    const { batch, groups, inChannels, outChannels, taps, outPositions } = step;
    return sum + batch * groups * inChannels * outChannels * taps * outPositions;
  }, 0);

describe('pruned', () => {
  it.each([
    ['resnet50', 30],
    ['resnet50', 50],
    ['resnet50', 70],
    ['mobilenet-v2', 50],
  ] as const)(
    'makes of %s what the net with %i %% of its channels gone is',
    async (net, percent) => {
      const told = pruned(await executionOfNet(`${net}-fp32`), percent);
      const real = await executionOfNet(`${net}-pruned${percent}-fp32`);
      expect(macsOf(told) / macsOf(real)).toBeCloseTo(1, 1);
      expect(told.weightBytes / real.weightBytes).toBeCloseTo(1, 1);
      expect(Math.abs(Math.log(msOf(told) / msOf(real)))).toBeLessThan(0.1);
    },
  );

  it('leaves what the net reads and answers', async () => {
    const whole = await executionOfNet('vit-b-32-fp32');
    const told = pruned(whole, 50);
    const layers = (execution: Execution) =>
      execution.steps.filter(
        (step) => step.kind === 'convolution' || (step.kind === 'product' && step.weight),
      );
    expect(layers(told)[0]).toMatchObject({ inChannels: 3, outChannels: 384 });
    expect(layers(told).at(-1)).toMatchObject({ k: 384, n: 1000 });
    expect(msOf(told)).toBeLessThan(msOf(whole) / 2);
  });
});

describe('inFewerBits', () => {
  it('takes a quarter of the weight for eight bits, and about the time of a quantised net', async () => {
    const told = inFewerBits(await executionOfNet('bert-base-fp32'), 8);
    const real = await executionOfNet('bert-base-w8a8');
    expect(told.weightBytes / real.weightBytes).toBeCloseTo(1, 1);
    expect(Math.abs(Math.log(msOf(told) / msOf(real)))).toBeLessThan(0.1);
  });

  it('halves every weight and every byte that moves for sixteen', async () => {
    const whole = await executionOfNet('resnet18-fp32');
    const told = inFewerBits(whole, 16);
    expect(told.weightBytes / whole.weightBytes).toBeCloseTo(0.5, 2);
    expect(macsOf(told)).toBe(macsOf(whole));
    const [before, after] = [whole, told].map(({ steps }) =>
      steps.reduce((sum, step) => sum + (step.kind === 'pass' ? step.bytes : 0), 0),
    );
    expect(after).toBe((before ?? 0) / 2);
  });

  it('leaves convolutions alone for four', async () => {
    const whole = await executionOfNet('resnet18-fp32');
    const changed = inFewerBits(whole, 4).steps.filter((step, i) => step !== whole.steps[i]);
    expect(changed.map(({ kind }) => kind)).toEqual(['product']);
  });
});
