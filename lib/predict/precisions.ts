// The same graph with its weights in fewer bits: what int8 or int4 would bring, before anybody
// quantises it. Products and convolutions with a weight change; int8 quantises its inputs on the
// way.
import type { Execution, PassStep, Step } from '@/lib/flops/steps/step';

export type FewerBits = 8 | 4;

function quantising(step: Step, elements: number): PassStep {
  const { name, times } = step;
  const common = { name, times, nodes: 0, op: 'DynamicQuantizeLinear' };
  return {
    kind: 'pass',
    ...common,
    pass: 'quantise',
    elements,
    rows: 1,
    taps: 1,
    bytes: 5 * elements,
  };
}

/**
 * The same steps with weights of fewer bits. Four bits are for products alone: runtimes have no
 * such convolution.
 */
export function inFewerBits(execution: Execution, bits: FewerBits): Execution {
  let weightBytes = execution.weightBytes;
  const steps = execution.steps.flatMap((step): readonly Step[] => {
    if (step.kind === 'product' && step.weight && step.bits > bits) {
      weightBytes -= (step.k * step.n * (step.bits - bits)) / 8;
      return bits === 8
        ? [quantising(step, step.m * step.k), { ...step, bits }]
        : [{ ...step, bits }];
    }
    if (bits === 8 && step.kind === 'convolution' && !step.transposed && step.bits > bits) {
      weightBytes -=
        (step.groups * step.inChannels * step.outChannels * step.taps * (step.bits - bits)) / 8;
      return [
        quantising(step, step.batch * step.groups * step.inChannels * step.inPositions),
        { ...step, bits },
      ];
    }
    return [step];
  });
  return { ...execution, steps, weightBytes: Math.max(0, weightBytes) };
}
