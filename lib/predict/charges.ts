// What a step costs in units whose prices a device's kernels tell: so many multiply-accumulates of
// products with many rows, so many elements through a sigmoid, so many nodes. A price per unit
// times the units, summed, is the time. Interpolation over size is in the units: a product of 9
// rows is charged partly at the price of few rows and partly at that of many. docs/prediction.md,
// “Units”.
import type {
  ConvolutionStep,
  Execution,
  PassStep,
  ProductStep,
  RecurrentStep,
  Step,
} from '@/lib/flops/steps/step';

export type Bottleneck = 'arithmetic' | 'bytes' | 'dispatch';

interface Unit {
  readonly kind: Bottleneck;
  /** Nanoseconds for one, of the order of what one thread of a laptop takes: where a fit begins. */
  readonly ns: number;
}

const arithmetic = (ns: number): Unit => ({ kind: 'arithmetic', ns });
const bytes = (ns: number): Unit => ({ kind: 'bytes', ns });
const dispatch = (ns: number): Unit => ({ kind: 'dispatch', ns });

export const UNITS = {
  /** A run from the page and back; a node; a byte handed in, and one out, into new memory. */
  run: dispatch(30_000),
  node: dispatch(2000),
  'input.byte': bytes(0.1),
  'output.byte': bytes(0.3),
  /** A byte of what a step moves, where it comes to about a megabyte, and to many. */
  'memory.middle': bytes(0.03),
  'memory.large': bytes(0.12),
  /** Products with a weight, by rows. */
  'product.mac.1': arithmetic(0.25),
  'product.mac.8': arithmetic(0.12),
  'product.mac.64': arithmetic(0.09),
  'product.mac.512': arithmetic(0.09),
  'product.out': bytes(0.5),
  'product.weight': bytes(0.02),
  'product.weight.large': bytes(0.06),
  /** Products of two activations: the second is packed while running. */
  'product2.mac.1': arithmetic(0.2),
  'product2.mac.64': arithmetic(0.1),
  'product2.pack': bytes(0.8),
  'product2.out': bytes(0.5),
  'product2.item': dispatch(200),
  /** On integers; every run packs the weight anew. */
  'product8.mac': arithmetic(0.1),
  'product8.weight': bytes(0.2),
  'product16.mac.1': arithmetic(0.25),
  'product16.mac.64': arithmetic(0.09),
  /** Of one row; of more the weight is unpacked to floats first. */
  'product4.mac.1': arithmetic(0.2),
  'product4.mac': arithmetic(0.1),
  'product4.weight': bytes(1),
  /** Convolutions, by positions of the output. */
  'conv.mac.50': arithmetic(0.12),
  'conv.mac.800': arithmetic(0.09),
  'conv.pack.1': bytes(0.6),
  'conv.pack.k': bytes(0.8),
  'conv.pack.strided': bytes(1.5),
  'conv.pack.row': dispatch(4),
  'conv.out': bytes(0.6),
  'conv.activation': bytes(0.3),
  'conv.activation.clip': bytes(0.3),
  'conv.group': dispatch(400),
  'conv.weight.large': bytes(0.06),
  'conv16.mac': arithmetic(0.09),
  'conv8.mac': arithmetic(0.1),
  'conv8.pack': bytes(0.4),
  'conv8.depthwise': arithmetic(0.5),
  'conv8.out': bytes(0.5),
  /** What an output costs more where an activation cuts it off: a branch that half of them take. */
  'integer.clamp': arithmetic(5),
  'depthwise.tap.3': arithmetic(0.25),
  'depthwise.tap.3.strided': arithmetic(0.5),
  'depthwise.tap.k': arithmetic(0.5),
  'depthwise.row.3': dispatch(25),
  'depthwise.row.k': dispatch(3),
  'depthwise.out': bytes(1),
  'depthwise.plane': dispatch(150),
  'deconv.mac': arithmetic(0.1),
  'deconv.spread': bytes(1),
  'recurrent.mac': arithmetic(0.15),
  'recurrent.mac.large': arithmetic(0.2),
  'recurrent.unit': arithmetic(8),
  'recurrent.step': dispatch(2000),
  /** Passes: an element, and where it matters a row. */
  'pass.binary': bytes(0.3),
  'pass.binary-channel': bytes(0.25),
  'pass.binary-channel.row': dispatch(30),
  'pass.binary-column': bytes(0.25),
  'pass.binary-column.row': dispatch(30),
  'pass.binary-scalar': bytes(0.25),
  /** Branches that no processor guesses, where the compiler makes them of the comparison. */
  'pass.relu': bytes(2.5),
  'pass.clip': bytes(2.5),
  'pass.sigmoid': arithmetic(2),
  'pass.hard-sigmoid': arithmetic(1),
  'pass.tanh': arithmetic(2),
  'pass.gelu': arithmetic(3),
  'pass.tanh-gelu': arithmetic(4),
  'pass.exponential': arithmetic(2),
  'pass.power': arithmetic(3),
  'pass.softmax': arithmetic(2),
  'pass.softmax.row': dispatch(60),
  'pass.normalise': arithmetic(1),
  'pass.normalise.row': dispatch(60),
  'pass.group-normalise': arithmetic(1),
  'pass.batch-normalise': arithmetic(0.6),
  'pass.reduce': arithmetic(0.3),
  'pass.reduce.row': dispatch(30),
  'pass.reduce-outer': arithmetic(1),
  'pass.max-pool.tap': arithmetic(0.3),
  'pass.average-pool.tap': arithmetic(0.5),
  'pass.resize': arithmetic(2),
  'pass.copy': bytes(0.3),
  'pass.copy.row': dispatch(20),
  'pass.transpose': bytes(0.4),
  'pass.transpose.row': dispatch(20),
  'pass.transpose-last': bytes(1.5),
  'pass.quantise': arithmetic(1),
  'pass.dequantise': arithmetic(0.5),
  'pass.convert': bytes(0.5),
  'pass.other': arithmetic(1),
} as const satisfies Readonly<Record<string, Unit>>;

export type UnitName = keyof typeof UNITS;
export const UNIT_NAMES = Object.keys(UNITS) as readonly UnitName[];

/** Amounts by unit; what is left out is none. */
export type Charges = Partial<Record<UnitName, number>>;

/** What a step's costs depend on beside its own extents. */
export interface Surroundings {
  readonly weightBytes: number;
}

/**
 * What two sizes have of a position between them, on a logarithmic scale: 0 at `low`, 1 at `high`.
 */
const between = (value: number, low: number, high: number): number =>
  Math.min(1, Math.max(0, Math.log(value / low) / Math.log(high / low)));

/** Weights beyond this come from memory, not from a cache, when a run begins again. */
const WEIGHTS_IN_CACHE = 4e6;
const WEIGHTS_BEYOND = 120e6;

/** Products are computed in stretches of so many columns: the last one is as long as the others. */
const COLUMNS = 16;
const whole = (columns: number): number => COLUMNS * Math.ceil(columns / COLUMNS);

class Sum {
  readonly charges: Charges = {};

  add(unit: UnitName, amount: number): void {
    if (amount > 0) this.charges[unit] = (this.charges[unit] ?? 0) + amount;
  }

  /** Charges `amount` at the prices of the knots around `position`. */
  interpolate(
    knots: readonly (readonly [position: number, unit: UnitName])[],
    position: number,
    amount: number,
  ): void {
    for (const [i, [low, unit]] of knots.entries()) {
      const [high, next] = knots[i + 1] ?? [low, unit];
      if (position >= high && i + 1 < knots.length) continue;
      const share = high === low ? 0 : between(position, low, high);
      this.add(unit, amount * (1 - share));
      this.add(next, amount * share);
      return;
    }
  }
}

/** Prices of a product with a weight, by its rows. */
const ROWS = [
  [1, 'product.mac.1'],
  [8, 'product.mac.8'],
  [64, 'product.mac.64'],
  [512, 'product.mac.512'],
] as const;
const HALF_ROWS = [
  [1, 'product16.mac.1'],
  [64, 'product16.mac.64'],
] as const;

function product(step: ProductStep, { weightBytes }: Surroundings, sum: Sum): void {
  const { count, m, k, n, weight, bits } = step;
  const macs = count * m * k * whole(n);
  const out = count * m * n;
  if (bits <= 4) {
    sum.add(m === 1 ? 'product4.mac.1' : 'product4.mac', macs);
    if (m > 1) sum.add('product4.weight', count * k * n);
    sum.add('product.out', out);
  } else if (bits <= 8) {
    sum.add('product8.mac', macs);
    sum.add('product8.weight', count * k * n);
    sum.add('product.out', out);
  } else if (weight) {
    sum.interpolate(bits === 16 ? HALF_ROWS : ROWS, m, macs);
    sum.add('product.out', out);
    const bytesRead = (count * k * n * bits) / 8;
    const far = between(weightBytes, WEIGHTS_IN_CACHE, WEIGHTS_BEYOND);
    sum.add('product.weight', bytesRead * (1 - far));
    sum.add('product.weight.large', bytesRead * far);
  } else {
    sum.interpolate(
      [
        [1, 'product2.mac.1'],
        [64, 'product2.mac.64'],
      ],
      m,
      macs,
    );
    sum.add('product2.pack', count * k * n);
    sum.add('product2.out', out);
    sum.add('product2.item', count);
  }
  activation(step, out, sum);
}

/** What a fused activation adds to its operator, for each output. */
function activation(
  { activation: op, bits }: ProductStep | ConvolutionStep,
  outputs: number,
  sum: Sum,
): void {
  if (op === '') return;
  if (bits <= 8) sum.add('integer.clamp', outputs);
  else if (op === 'Sigmoid' || op === 'Tanh')
    sum.add(op === 'Sigmoid' ? 'pass.sigmoid' : 'pass.tanh', outputs);
  else sum.add(op === 'Relu' ? 'conv.activation' : 'conv.activation.clip', outputs);
}

/** Prices of a convolution, by the positions of its output. */
const POSITIONS = [
  [50, 'conv.mac.50'],
  [800, 'conv.mac.800'],
] as const;

function convolution(step: ConvolutionStep, { weightBytes }: Surroundings, sum: Sum): void {
  const { batch, groups, inChannels, outChannels, taps, inPositions, outPositions, outRows, bits } =
    step;
  const planes = batch * groups;
  const outputs = planes * outChannels * outPositions;
  const depthwise = inChannels === 1 && outChannels === 1 && groups > 1;
  const macs =
    planes * inChannels * outChannels * taps * (step.transposed ? inPositions : outPositions);
  if (step.transposed) {
    sum.add('deconv.mac', macs);
    sum.add('deconv.spread', planes * outChannels * taps * inPositions);
  } else if (bits <= 8) {
    sum.add(depthwise ? 'conv8.depthwise' : 'conv8.mac', macs);
    if (!depthwise) sum.add('conv8.pack', planes * inChannels * taps * outPositions);
    sum.add('conv8.out', outputs);
  } else if (depthwise) {
    const unit =
      taps !== 9 ? 'depthwise.tap.k' : step.strided ? 'depthwise.tap.3.strided' : 'depthwise.tap.3';
    sum.add(unit, macs);
    if (taps === 9) sum.add('depthwise.row.3', planes * outRows);
    else sum.add('depthwise.row.k', planes * taps * outRows);
    sum.add('depthwise.out', outputs);
    sum.add('depthwise.plane', planes);
  } else {
    const padded = (macs / outPositions) * whole(outPositions);
    if (bits === 16) sum.add('conv16.mac', padded);
    else sum.interpolate(POSITIONS, outPositions, padded);
    const direct = taps === 1 && !step.strided;
    const pack = direct
      ? 'conv.pack.1'
      : step.strided || step.dilated
        ? 'conv.pack.strided'
        : 'conv.pack.k';
    sum.add(pack, planes * inChannels * taps * outPositions);
    if (!direct) sum.add('conv.pack.row', planes * inChannels * taps * outRows);
    sum.add('conv.out', outputs);
    sum.add('conv.group', planes);
    const far = between(weightBytes, WEIGHTS_IN_CACHE, WEIGHTS_BEYOND);
    const weights = groups * inChannels * outChannels * taps;
    sum.add('conv.weight.large', ((weights * bits) / 8) * far);
  }
  activation(step, outputs, sum);
}

function recurrent(step: RecurrentStep, sum: Sum): void {
  const { steps, directions, batch, input, hidden, gates } = step;
  const units = steps * directions * batch * gates * hidden;
  const weights = directions * gates * hidden * hidden * 4;
  const far = between(weights, WEIGHTS_IN_CACHE / 2, WEIGHTS_BEYOND / 6);
  sum.interpolate(
    [
      [1, 'product.mac.1'],
      [8, 'product.mac.8'],
      [64, 'product.mac.64'],
    ],
    steps * batch,
    units * input,
  );
  sum.add('recurrent.mac', units * hidden * (1 - far));
  sum.add('recurrent.mac.large', units * hidden * far);
  sum.add('recurrent.unit', units);
  sum.add('recurrent.step', steps * directions);
}

/** Passes that are charged by the row beside the element. */
const BY_ROW: ReadonlySet<string> = new Set([
  'binary-channel',
  'binary-column',
  'softmax',
  'normalise',
  'reduce',
  'copy',
  'transpose',
]);

/** A step's bytes that lie in the fastest caches, in the larger ones, in memory. */
const SMALL = 150e3;
const MIDDLE = 1.2e6;
const LARGE = 12e6;

function pass({ pass: kind, elements, rows, taps, bytes: moved }: PassStep, sum: Sum): void {
  if (kind === 'view') return;
  if (kind === 'max-pool' || kind === 'average-pool') sum.add(`pass.${kind}.tap`, elements * taps);
  else sum.add(`pass.${kind}`, elements);
  if (BY_ROW.has(kind)) sum.add(`pass.${kind}.row` as UnitName, rows);
  const beyond = between(moved, MIDDLE, LARGE);
  sum.add('memory.middle', moved * between(moved, SMALL, MIDDLE) * (1 - beyond));
  sum.add('memory.large', moved * beyond);
}

/** What one step is charged, as often as it runs. */
export function chargesOf(step: Step, surroundings: Surroundings): Charges {
  const sum = new Sum();
  sum.add('node', 1);
  switch (step.kind) {
    case 'product':
      product(step, surroundings, sum);
      break;
    case 'convolution':
      convolution(step, surroundings, sum);
      break;
    case 'recurrent':
      recurrent(step, sum);
      break;
    case 'pass':
      pass(step, sum);
      break;
  }
  return step.times === 1 ? sum.charges : scaled(sum.charges, step.times);
}

const scaled = (charges: Charges, factor: number): Charges =>
  Object.fromEntries(Object.entries(charges).map(([unit, amount]) => [unit, amount * factor]));

/** What a whole run is charged beside its steps. */
export const chargesOfRun = ({
  inputBytes,
  outputBytes,
}: Pick<Execution, 'inputBytes' | 'outputBytes'>): Charges => ({
  run: 1,
  'input.byte': inputBytes,
  'output.byte': outputBytes,
});

/** Adds the charges of `from` to those of `into`, unit by unit, in place. */
export function addCharges(into: Charges, from: Charges): void {
  for (const unit of Object.keys(from) as UnitName[])
    into[unit] = (into[unit] ?? 0) + (from[unit] ?? 0);
}

/** What one run of a graph is charged in all. */
export function chargesOfExecution(execution: Execution): Charges {
  const total: Charges = {};
  addCharges(total, chargesOfRun(execution));
  for (const step of execution.steps) addCharges(total, chargesOf(step, execution));
  return total;
}
