// What ONNX Runtime's optimiser makes of a graph on the CPU at level “extended” (onnxruntime.ai,
// “Graph optimizations”; 1.30's own optimised graphs of the zoo are the check:
// test/conformance/steps.test.ts): which nodes vanish in which others, and which operator runs
// then.
import { elementsOf } from '@/lib/onnx/ir';
import type { Flow } from './flow';

/** The node vanishes: its result is known beforehand, or it does nothing. */
const GONE = -1;

export interface Folds {
  /** By node: the node that it became part of, itself, or GONE. */
  readonly into: readonly number[];
  /** Operators that run in place of the graph's, by node. */
  readonly ops: ReadonlyMap<number, string>;
  readonly activations: ReadonlyMap<number, string>;
  /** Products of more than two axes that run as matrices between two reshapings. */
  readonly reshaped: ReadonlySet<number>;
}

/** Applied by a convolution itself. */
const BY_CONVOLUTION: ReadonlySet<string> = new Set([
  'Relu',
  'Clip',
  'Sigmoid',
  'Tanh',
  'HardSigmoid',
  'LeakyRelu',
]);
/** Applied by a Gemm itself. */
const BY_GEMM: ReadonlySet<string> = new Set([
  'Relu',
  'Sigmoid',
  'Tanh',
  'LeakyRelu',
  'Elu',
  'HardSigmoid',
  'Softplus',
]);
/** What runs on 8 bits between DequantizeLinear and QuantizeLinear, and as what. */
const ON_INTEGERS: ReadonlyMap<string, string> = new Map([
  ['Conv', 'QLinearConv'],
  ['MatMul', 'QLinearMatMul'],
  ['Gemm', 'com.microsoft:QGemm'],
  ...'Add Mul Concat Sigmoid LeakyRelu Softmax AveragePool GlobalAveragePool'
    .split(' ')
    .map((op): [string, string] => [op, `com.microsoft:QLinear${op}`]),
  // These move values as they are, 8 bits wide or 32.
  ...'MaxPool Reshape Flatten Transpose Squeeze Unsqueeze'
    .split(' ')
    .map((op): [string, string] => [op, op]),
]);
const NOTHING: ReadonlySet<string> = new Set(['Identity', 'Dropout', 'Constant', 'Shape', 'Size']);

const near = (value: number | null, target: number): boolean =>
  value !== null && Math.abs(value - target) <= 1e-3 * Math.abs(target);

class Folding {
  readonly into: number[];
  readonly ops = new Map<number, string>();
  readonly activations = new Map<number, string>();
  readonly reshaped = new Set<number>();
  private readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
    this.into = Array.from({ length: flow.count }, (_, i) => i);
  }

  private op(i: number | null): string {
    return i === null ? '' : (this.flow.ops[i] ?? '');
  }

  private isFree(i: number): boolean {
    return this.into[i] === i && !this.ops.has(i);
  }

  /** Makes `parts` part of `whole`, which runs as `op`. */
  private fuse(whole: number, parts: readonly number[], op: string): void {
    for (const part of parts) if (part !== whole) this.into[part] = whole;
    this.ops.set(whole, op);
  }

  /** The one element of input `k` of node `i`; null where there is none or it is not known. */
  private scalar(i: number, k: number): number | null {
    return this.flow.view(i).number(k);
  }

  /** The reader of a node, where it is the only one and of operator `op`. */
  private only(i: number | null, op: string): number | null {
    if (i === null) return null;
    const next = this.flow.next(i);
    return next !== null && this.op(next) === op && this.isFree(next) ? next : null;
  }

  vanish(): void {
    const { flow } = this;
    for (let i = 0; i < flow.count; i += 1) {
      const view = flow.view(i);
      const before = view.outputCount > 0 && flow.isConstant(view.firstWrite);
      const same =
        this.op(i) === 'Cast' && view.dtype(0) !== null && view.dtype(0) === dtypeOf(flow, i);
      if (before || same || NOTHING.has(this.op(i))) this.into[i] = GONE;
    }
  }

  /**
   * A node between DequantizeLinear and QuantizeLinear runs on integers, and both are part of it;
   * so is a ReLU or Clip before the latter, whose range begins where the activation's does.
   */
  quantised(): void {
    for (let i = 0; i < this.flow.count; i += 1) {
      const op = ON_INTEGERS.get(this.op(i));
      if (op === undefined || !this.isFree(i) || !this.readsIntegers(i)) continue;
      const clamp = this.only(i, 'Relu') ?? this.only(i, 'Clip');
      const end = this.only(clamp ?? i, 'QuantizeLinear');
      if (end === null || (clamp !== null && this.scalar(end, 2) !== 0)) continue;
      this.fuse(i, clamp === null ? [end] : [clamp, end], op);
      if (clamp !== null) this.activations.set(i, this.op(clamp));
    }
    for (let i = 0; i < this.flow.count; i += 1) {
      if (this.op(i) !== 'DequantizeLinear' || !this.isFree(i)) continue;
      const readers = this.flow.readersOf(i);
      if (readers.length > 0 && readers.every((reader) => this.onIntegers(reader)))
        this.into[i] = readers[0] ?? GONE;
    }
  }

  private onIntegers(i: number): boolean {
    return this.ops.has(i) && this.ops.get(i) === ON_INTEGERS.get(this.op(i));
  }

  /** All floats that it reads come from DequantizeLinear, and not all of them are known. */
  private readsIntegers(i: number): boolean {
    const view = this.flow.view(i);
    let found = false;
    for (let k = 0; k < view.inputCount; k += 1) {
      if (!view.has(k)) continue;
      const known = this.flow.isConstant(view.read(k));
      if (this.op(this.flow.producerOf(view.read(k))) === 'DequantizeLinear') found ||= !known;
      else if (!known || view.dtype(k) === 'float32') return false;
    }
    return found;
  }

  /**
   * Statistics, scales and shifts of channels go into the weight, the activation into the kernel.
   */
  convolutions(): void {
    for (let i = 0; i < this.flow.count; i += 1) {
      if (!/^(Conv|ConvTranspose)$/.test(this.op(i)) || !this.isFree(i)) continue;
      if (!this.flow.isConstant(this.flow.view(i).read(1))) continue;
      let tail = i;
      for (;;) {
        const next = this.flow.next(tail);
        if (next === null || !this.isFree(next)) break;
        const op = this.op(next);
        const affine =
          op === 'BatchNormalization' ||
          ((op === 'Mul' || op === 'Add') && this.isPerChannel(next));
        if (affine && this.op(i) === 'Conv' && this.flow.variableInput(next) !== null)
          this.into[next] = i;
        else {
          if (
            this.op(i) === 'Conv' &&
            BY_CONVOLUTION.has(op) &&
            this.flow.variableInput(next) === 0
          ) {
            this.into[next] = i;
            this.activations.set(i, op);
            this.ops.set(i, 'com.microsoft:FusedConv');
          }
          break;
        }
        tail = next;
      }
    }
  }

  /** One factor or term for each channel. */
  private isPerChannel(i: number): boolean {
    const at = this.flow.variableInput(i);
    if (at === null) return false;
    const dims = this.flow.view(i).dims(1 - at);
    return (
      dims !== null &&
      (dims.length === 3 || dims.length === 4) &&
      dims.slice(-2).every((extent) => extent === 1)
    );
  }

  /** x·½·(1 + erf(x/√2)), in the orders in which exporters write it. */
  gelu(): void {
    for (let i = 0; i < this.flow.count; i += 1) {
      if (this.op(i) !== 'Erf' || !this.isFree(i)) continue;
      const scale = this.flow.producer(i, 0);
      const known =
        this.op(scale) === 'Div'
          ? near(this.scalar(scale ?? 0, 1), Math.SQRT2)
          : this.isRootHalf(scale);
      const sum = this.only(i, 'Add');
      const first = this.only(sum, 'Mul');
      const second = this.only(first, 'Mul');
      if (scale === null || !known || sum === null || first === null || second === null) {
        // Half of x is taken before: x/2 · (1 + erf).
        const halved = first === null ? null : this.otherProducer(first, sum ?? -1);
        if (scale === null || !known || sum === null || first === null || this.op(halved) !== 'Mul')
          continue;
        this.geluOf(first, [scale, i, sum, ...(halved === null ? [] : [halved])]);
        continue;
      }
      this.geluOf(second, [scale, i, sum, first]);
    }
  }

  private geluOf(whole: number, parts: readonly number[]): void {
    this.fuse(whole, parts, 'com.microsoft:Gelu');
    const [scale] = parts;
    const source = scale === undefined ? null : this.flow.producer(scale, 0);
    // A bias that the product before left behind goes along.
    if (
      source !== null &&
      this.op(source) === 'Add' &&
      this.isFree(source) &&
      this.isBias(source)
    ) {
      const readers = new Set(this.flow.readersOf(source).map((reader) => this.into[reader]));
      if (readers.size === 1) this.fuse(whole, [source], 'com.microsoft:BiasGelu');
    }
  }

  private isRootHalf(i: number | null): boolean {
    if (i === null || this.op(i) !== 'Mul') return false;
    return near(this.scalar(i, 1), Math.SQRT1_2) || near(this.scalar(i, 0), Math.SQRT1_2);
  }

  private otherProducer(i: number, not: number): number | null {
    const [a, b] = [this.flow.producer(i, 0), this.flow.producer(i, 1)];
    return a === not ? b : a;
  }

  /** One constant along the last axis, added. */
  private isBias(i: number): boolean {
    const at = this.flow.variableInput(i);
    return at !== null && this.flow.view(i).dims(1 - at)?.length === 1;
  }

  /** ½·x·(1 + tanh(…)) and x·σ(ax). */
  gates(): void {
    for (let i = 0; i < this.flow.count; i += 1) {
      if (!this.isFree(i)) continue;
      if (this.op(i) === 'Sigmoid') this.quickGelu(i);
      else if (this.op(i) === 'Tanh') this.fastGelu(i);
    }
  }

  private quickGelu(i: number): void {
    const product = this.only(i, 'Mul');
    const source = this.flow.producer(i, 0);
    if (product === null) return;
    const scaled =
      source !== null && this.op(source) === 'Mul' && this.isFree(source) && this.isScaling(source);
    const x =
      scaled && source !== null
        ? this.flow.view(source).read(this.flow.variableInput(source) ?? 0)
        : this.flow.view(i).read(0);
    const view = this.flow.view(product);
    const [a, b] = [view.read(0), view.read(1)];
    if (a !== x && b !== x) return;
    this.fuse(product, scaled && source !== null ? [i, source] : [i], 'com.microsoft:QuickGelu');
  }

  private isScaling(i: number): boolean {
    const at = this.flow.variableInput(i);
    return at !== null && this.scalar(i, 1 - at) !== null;
  }

  private fastGelu(i: number): void {
    const inner = this.flow.producer(i, 0);
    const sum = this.only(i, 'Add');
    const product = this.only(sum, 'Mul');
    const terms = inner === null ? null : this.flow.producer(inner, 0);
    const cubic =
      terms === null ? null : (this.flow.producer(terms, 1) ?? this.flow.producer(terms, 0));
    const cube = cubic === null ? null : this.flow.producer(cubic, 0);
    const square = cube === null ? null : this.flow.producer(cube, 0);
    if (
      inner === null ||
      sum === null ||
      product === null ||
      terms === null ||
      cubic === null ||
      cube === null
    )
      return;
    const half = this.otherProducer(product, sum);
    if (half === null || this.op(half) !== 'Mul') return;
    const parts = [
      inner,
      i,
      sum,
      terms,
      cubic,
      cube,
      half,
      ...(this.op(cube) === 'Mul' && square !== null ? [square] : []),
    ];
    // Only as a power: a cube written as two products is left as it is.
    if (this.op(cube) !== 'Pow' || !parts.every((part) => this.isFree(part))) return;
    this.fuse(product, parts, 'com.microsoft:FastGelu');
  }

  /** A sum and the normalisation behind it are one operator. */
  sums(): void {
    for (let i = 0; i < this.flow.count; i += 1) {
      if (this.op(i) !== 'LayerNormalization' || !this.isFree(i)) continue;
      const sum = this.flow.producer(i, 0);
      if (sum === null || this.op(sum) !== 'Add' || !this.isFree(sum) || !this.hasEqualTerms(sum))
        continue;
      if (this.flow.next(sum) !== i) continue;
      this.fuse(i, [sum], 'com.microsoft:SkipLayerNormalization');
    }
  }

  /** Both terms are activations of one shape, [batch, rows, width]. */
  private hasEqualTerms(i: number): boolean {
    const view = this.flow.view(i);
    const [a, b] = [view.dims(0), view.dims(1)];
    if (a === null || b === null || this.flow.variableInput(i) !== null) return false;
    return a.length === 3 && a.length === b.length && a.every((extent, axis) => extent === b[axis]);
  }

  /** x / √(mean x² + ε) · weight. */
  rootNormalisations(): void {
    for (let i = 0; i < this.flow.count; i += 1) {
      if (this.op(i) !== 'Sqrt' || !this.isFree(i)) continue;
      const sum = this.flow.producer(i, 0);
      const mean = sum === null ? null : (this.flow.producer(sum, 0) ?? this.flow.producer(sum, 1));
      const square = mean === null ? null : this.flow.producer(mean, 0);
      const quotient = this.only(i, 'Div');
      const scale = this.only(quotient, 'Mul');
      if (sum === null || mean === null || square === null || quotient === null || scale === null)
        continue;
      if (this.op(mean) !== 'ReduceMean' || this.op(square) !== 'Pow') continue;
      this.fuse(scale, [i, sum, mean, square, quotient], 'SimplifiedLayerNormalization');
    }
  }

  /** A product and the bias behind it are a Gemm where both are matrices. */
  products(): void {
    for (let i = 0; i < this.flow.count; i += 1) {
      if (!this.isFree(i)) continue;
      if (this.op(i) === 'MatMul') this.biased(i);
      const op = this.ops.get(i) ?? this.op(i);
      if (op !== 'Gemm') continue;
      const tail = this.lastOf(i);
      const next = this.flow.next(tail);
      if (next === null || !this.isFree(next) || !BY_GEMM.has(this.op(next))) continue;
      this.into[next] = i;
      this.activations.set(i, this.op(next));
      this.ops.set(i, 'com.microsoft:FusedGemm');
    }
  }

  private biased(i: number): void {
    const view = this.flow.view(i);
    const [rank, width] = [view.rank(0), view.rank(1)];
    if (rank === null || width !== 2 || !this.flow.isConstant(view.read(1))) return;
    const sum = this.only(i, 'Add');
    if (sum === null || !this.isBias(sum)) return;
    this.fuse(i, [sum], 'Gemm');
    if (rank > 2) this.reshaped.add(i);
  }

  private lastOf(i: number): number {
    let last = i;
    for (let j = i + 1; j < this.into.length; j += 1) if (this.into[j] === i) last = j;
    return last;
  }

  /** Scalings and transpositions of the last two axes around a product of activations. */
  around(): void {
    for (let i = 0; i < this.flow.count; i += 1) {
      if (this.op(i) !== 'MatMul' || !this.isFree(i)) continue;
      const parts: number[] = [];
      for (const k of [0, 1]) {
        let before = this.flow.producer(i, k);
        while (
          before !== null &&
          this.isFree(before) &&
          this.flow.next(before) !== null &&
          this.canGoInto(before)
        ) {
          parts.push(before);
          before = this.flow.producer(before, this.flow.variableInput(before) ?? 0);
        }
      }
      const next = this.flow.next(i);
      if (
        next !== null &&
        this.isFree(next) &&
        /^(Mul|Div)$/.test(this.op(next)) &&
        this.isScaling(next)
      )
        parts.push(next);
      if (parts.length > 0) this.fuse(i, parts, 'com.microsoft:FusedMatMul');
    }
  }

  private canGoInto(i: number): boolean {
    if (/^(Mul|Div)$/.test(this.op(i))) return this.isScaling(i);
    if (this.op(i) !== 'Transpose') return false;
    const view = this.flow.view(i);
    const rank = view.rank(0);
    const perm = view.ints('perm');
    if (rank === null || perm === null || rank < 2) return false;
    return perm.every(
      (axis, at) => axis === (at < rank - 2 ? at : at === rank - 2 ? rank - 1 : rank - 2),
    );
  }
}

function dtypeOf(flow: Flow, i: number): string | null {
  const fact = flow.view(i).output(0);
  return fact?.kind === 'tensor' ? fact.dtype : null;
}

/** Elements of a known shape; null for an open one. */
export const known = (dims: readonly (number | string | null)[] | null): number | null =>
  dims?.every((extent) => typeof extent === 'number')
    ? elementsOf(dims as readonly number[])
    : null;

/** Finds which nodes ONNX Runtime's optimiser drops or joins with others at level “extended”. */
export function foldsOf(flow: Flow): Folds {
  const folding = new Folding(flow);
  folding.vanish();
  folding.quantised();
  folding.convolutions();
  folding.products();
  folding.gelu();
  folding.gates();
  folding.rootNormalisations();
  folding.sums();
  folding.around();
  return folding;
}
