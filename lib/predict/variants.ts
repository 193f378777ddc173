// The same graph as it could be: with weights in fewer bits, or with half of its channels pruned.
// What that would bring on a device, before anybody does it.
import { keptChannels, type PrunedPercent } from '@/lib/core/pruning';
import type {
  ConvolutionStep,
  Execution,
  PassStep,
  ProductStep,
  RecurrentStep,
  Step,
} from '@/lib/flops/steps/step';

export type FewerBits = 16 | 8 | 4;

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

/** Elements of a step's weight; 0 for one without. */
function weightsOf(step: Step): number {
  if (step.kind === 'product' && step.weight) return step.k * step.n;
  if (step.kind === 'convolution')
    return step.groups * step.inChannels * step.outChannels * step.taps;
  return 0;
}

const weightBytesOf = (steps: readonly Step[]): number =>
  steps.reduce((sum, step) => sum + ('bits' in step ? (weightsOf(step) * step.bits) / 8 : 0), 0);

/** With these steps in place of its own, and as much less to hold in weights. */
function withSteps(execution: Execution, steps: readonly Step[]): Execution {
  const less = weightBytesOf(execution.steps) - weightBytesOf(steps);
  return { ...execution, steps, weightBytes: Math.max(0, execution.weightBytes - less) };
}

/** Eight bits are multiplied by eight: the runtime quantises what a weight is multiplied with. */
function quantised(step: Step, bits: FewerBits): readonly Step[] {
  if (step.kind === 'product' && step.weight && step.bits > bits) {
    return bits === 8
      ? [quantising(step, step.m * step.k), { ...step, bits }]
      : [{ ...step, bits }];
  }
  if (bits === 8 && step.kind === 'convolution' && !step.transposed && step.bits > bits) {
    const elements = step.batch * step.groups * step.inChannels * step.inPositions;
    return [quantising(step, elements), { ...step, bits }];
  }
  return [step];
}

function halved(step: Step): Step {
  if (step.kind === 'pass') return { ...step, bytes: step.bytes / 2 };
  return step.kind === 'recurrent' || step.bits <= 16 ? step : { ...step, bits: 16 };
}

/**
 * The same steps with weights of fewer bits: 16 halve everything that moves, 8 quantise inputs
 * while running, 4 are for products alone, because runtimes have no such convolution.
 */
export function inFewerBits(execution: Execution, bits: FewerBits): Execution {
  const steps = execution.steps.flatMap((step) =>
    bits === 16 ? halved(step) : quantised(step, bits),
  );
  return withSteps(execution, steps);
}

interface Ends {
  /** What it reads is the net's input, what it writes the net's output: both stay. */
  readonly first: boolean;
  readonly last: boolean;
}

type Kept = (channels: number) => number;

function prunedConvolution(step: ConvolutionStep, kept: Kept, { first, last }: Ends): Step {
  if (step.groups > 1) return { ...step, groups: kept(step.groups) };
  return {
    ...step,
    inChannels: first ? step.inChannels : kept(step.inChannels),
    outChannels: last ? step.outChannels : kept(step.outChannels),
  };
}

function prunedProduct(step: ProductStep, kept: Kept, { first, last }: Ends, share: number): Step {
  // Heads of an attention go as channels do.
  if (!step.weight) return { ...step, count: Math.max(1, Math.round(step.count * share)) };
  return { ...step, k: first ? step.k : kept(step.k), n: last ? step.n : kept(step.n) };
}

const prunedRecurrent = (step: RecurrentStep, kept: Kept): Step => ({
  ...step,
  input: kept(step.input),
  hidden: kept(step.hidden),
});

/** Of these the rows are positions or tokens, which stay. */
const BY_POSITION: ReadonlySet<PassStep['pass']> = new Set(['normalise', 'binary-column']);

const prunedPass = (step: PassStep, share: number): Step => ({
  ...step,
  elements: step.elements * share,
  bytes: step.bytes * share,
  rows: BY_POSITION.has(step.pass) ? step.rows : step.rows * share,
});

/**
 * The same steps with so many percent of the channels gone in every layer, evenly, as the zoo's
 * pruned nets have it; what the first layer reads and the last one writes stays.
 */
export function pruned(execution: Execution, percent: PrunedPercent): Execution {
  const kept: Kept = (channels) => Math.min(channels, keptChannels(channels, percent));
  const share = (100 - percent) / 100;
  const layers = execution.steps.filter((step) => weightsOf(step) > 0);
  const steps = execution.steps.map((step): Step => {
    const ends = { first: step === layers[0], last: step === layers.at(-1) };
    if (step.kind === 'pass') return prunedPass(step, share);
    if (step.kind === 'recurrent') return prunedRecurrent(step, kept);
    return step.kind === 'convolution'
      ? prunedConvolution(step, kept, ends)
      : prunedProduct(step, kept, ends, share);
  });
  return withSteps(execution, steps);
}
