// Drawn nodes for operators whose output shape follows from attributes and extents: what inference
// claims must be the shape that ONNX Runtime gives. What the runtime refuses is drawn again.
import type { Prng } from '@/lib/core/prng';
import type { Attributes } from '@/lib/onnx/builder';

export interface ShapeDraw {
  /** Extents of the float inputs, or a list of int64 or float constants. */
  readonly inputs: readonly (
    | readonly number[]
    | { readonly ints: readonly number[] }
    | { readonly floats: readonly number[] }
    | null
  )[];
  readonly attributes: Attributes;
  readonly outputs?: number;
}

const pick = <T>(prng: Prng, values: readonly T[]): T => {
  const value = values[prng.below(values.length)];
  if (value === undefined) throw new RangeError('nothing to draw from');
  return value;
};
const upTo = (prng: Prng, most: number): number => 1 + prng.below(most);
const list = (length: number, draw: () => number): number[] => Array.from({ length }, draw);

function windowAttributes(
  prng: Prng,
  rank: number,
  kernel: readonly number[],
  dilates: boolean,
): Attributes {
  const padding = pick(prng, ['NOTSET', 'NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID']);
  return {
    kernel_shape: kernel,
    strides: list(rank, () => upTo(prng, 3)),
    ...(dilates && padding === 'NOTSET' && { dilations: list(rank, () => upTo(prng, 2)) }),
    ...(padding === 'NOTSET'
      ? { pads: list(2 * rank, () => prng.below(Math.min(...kernel))) }
      : { auto_pad: padding }),
  };
}

const image = (prng: Prng, rank: number, channels: number): number[] => [
  upTo(prng, 2),
  channels,
  ...list(rank, () => 5 + prng.below(7)),
];

function conv(prng: Prng): ShapeDraw {
  const rank = upTo(prng, 3);
  const group = upTo(prng, 2);
  const each = upTo(prng, 2);
  const kernel = list(rank, () => upTo(prng, 3));
  return {
    inputs: [image(prng, rank, group * each), [group * upTo(prng, 2), each, ...kernel]],
    attributes: { ...windowAttributes(prng, rank, kernel, true), group },
  };
}

function convTranspose(prng: Prng): ShapeDraw {
  const rank = upTo(prng, 2);
  const kernel = list(rank, () => upTo(prng, 3));
  const strides = list(rank, () => upTo(prng, 3));
  return {
    inputs: [image(prng, rank, 2), [2, upTo(prng, 3), ...kernel]],
    attributes: {
      strides,
      dilations: list(rank, () => upTo(prng, 2)),
      pads: list(2 * rank, () => prng.below(2)),
      output_padding: strides.map((stride) => prng.below(stride)),
    },
  };
}

function pool(prng: Prng): ShapeDraw {
  const rank = upTo(prng, 3);
  const kernel = list(rank, () => upTo(prng, 3));
  const attributes = windowAttributes(prng, rank, kernel, false);
  // Of VALID with ceil_mode the specification and the runtime say different things.
  const ceil = attributes.auto_pad === undefined ? prng.below(2) : 0;
  return { inputs: [image(prng, rank, 2)], attributes: { ...attributes, ceil_mode: ceil } };
}

function resize(prng: Prng): ShapeDraw {
  const dims = image(prng, 2, 2);
  const bySize = prng.below(2) === 0;
  // The runtime keeps the ratio over named axes alone.
  const policy = pick(prng, ['stretch', 'not_larger', 'not_smaller']);
  const axes = policy === 'stretch' && prng.below(2) === 0 ? null : [2, 3];
  const whole = axes === null ? [1, 1] : [];
  const scales = {
    floats: [...whole, pick(prng, [0.5, 1.5, 2, 0.3, 1 / 3, 2.7]), pick(prng, [0.5, 1, 2, 0.7])],
  };
  const sizes = {
    ints: [...(axes === null ? dims.slice(0, 2) : []), upTo(prng, 20), upTo(prng, 20)],
  };
  return {
    inputs: [dims, null, bySize ? null : scales, bySize ? sizes : null],
    attributes: {
      mode: 'nearest',
      ...(axes !== null && { axes }),
      ...(bySize && { keep_aspect_ratio_policy: policy }),
    },
  };
}

function matMul(prng: Prng): ShapeDraw {
  const [m, k, n] = list(3, () => upTo(prng, 4));
  const batch = list(prng.below(3), () => upTo(prng, 3));
  const other = batch
    .slice(prng.below(batch.length + 1))
    .map((dim) => (prng.below(3) === 0 ? 1 : dim));
  const left = prng.below(4) === 0 ? [k ?? 1] : [...batch, m ?? 1, k ?? 1];
  const right = prng.below(4) === 0 ? [k ?? 1] : [...other, k ?? 1, n ?? 1];
  return { inputs: [left, right], attributes: {} };
}

function gemm(prng: Prng): ShapeDraw {
  const [m, k, n] = list(3, () => upTo(prng, 5));
  const [transA, transB] = [prng.below(2), prng.below(2)];
  const a = transA === 1 ? [k ?? 1, m ?? 1] : [m ?? 1, k ?? 1];
  const b = transB === 1 ? [n ?? 1, k ?? 1] : [k ?? 1, n ?? 1];
  return { inputs: [a, b], attributes: { transA, transB } };
}

const reduce = (prng: Prng): ShapeDraw => {
  const dims = list(upTo(prng, 4), () => upTo(prng, 4));
  const axes = dims.flatMap((_, i) =>
    prng.below(2) === 0 ? [i - (prng.below(2) === 0 ? dims.length : 0)] : [],
  );
  return {
    inputs: [dims, axes.length === 0 ? null : { ints: axes }],
    attributes: { keepdims: prng.below(2) },
  };
};

const depth = (prng: Prng): ShapeDraw => ({
  inputs: [[upTo(prng, 2), 4 * upTo(prng, 3), 2 * upTo(prng, 3), 2 * upTo(prng, 3)]],
  attributes: { blocksize: 2 },
});

function recurrent(gates: number): (prng: Prng) => ShapeDraw {
  return (prng) => {
    const [steps, batch, input, hidden] = list(4, () => upTo(prng, 4));
    const both = prng.below(2) === 0;
    const directions = both ? 2 : 1;
    const units = gates * (hidden ?? 1);
    return {
      inputs: [
        [steps ?? 1, batch ?? 1, input ?? 1],
        [directions, units, input ?? 1],
        [directions, units, hidden ?? 1],
      ],
      attributes: { hidden_size: hidden, direction: both ? 'bidirectional' : 'forward' },
      outputs: 2,
    };
  };
}

export const SHAPE_DRAWS: Readonly<Record<string, (prng: Prng) => ShapeDraw>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool,
  AveragePool: pool,
  LpPool: pool,
  GlobalAveragePool: (prng) => ({ inputs: [image(prng, upTo(prng, 3), 3)], attributes: {} }),
  Resize: resize,
  MatMul: matMul,
  Gemm: gemm,
  ReduceMean: reduce,
  ReduceL2: reduce,
  ReduceLogSumExp: reduce,
  DepthToSpace: depth,
  SpaceToDepth: depth,
  LSTM: recurrent(4),
  GRU: recurrent(3),
  RNN: recurrent(1),
};
