// Drawn nodes with constant inputs for every operator that inference folds: what ONNX Runtime
// computes from them is what lib/onnx/infer must have found, wherever it claims an element.
import { halfBits } from '@/lib/core/half';
import type { Prng } from '@/lib/core/prng';
import type { Attributes } from '@/lib/onnx/builder';
import { elementsOf } from '@/lib/onnx/ir';
import { codeOf, type DataType } from '@/lib/onnx/types';

export interface DrawnTensor {
  readonly dtype: DataType;
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

export interface DrawnNode {
  readonly inputs: readonly (DrawnTensor | null)[];
  readonly attributes?: Attributes;
  readonly outputs?: number;
  /** Types of the outputs; by default that of the first input. */
  readonly types?: readonly DataType[];
}

export interface FoldDraw {
  readonly opset?: number;
  readonly dtypes: readonly DataType[];
  readonly draw: (prng: Prng, dtype: DataType) => DrawnNode;
}

const INTEGERS = [
  'int64',
  'int32',
  'int16',
  'int8',
  'uint64',
  'uint32',
  'uint16',
  'uint8',
] as const;
const FLOATS = ['float32', 'float64', 'float16'] as const;
const NUMBERS: readonly DataType[] = [...INTEGERS, ...FLOATS];
const ALL: readonly DataType[] = [...NUMBERS, 'bool'];

const BITS: Partial<Record<DataType, readonly [signed: boolean, bits: number]>> = {
  int64: [true, 64],
  int32: [true, 32],
  int16: [true, 16],
  int8: [true, 8],
  uint64: [false, 64],
  uint32: [false, 32],
  uint16: [false, 16],
  uint8: [false, 8],
};

const isFloating = (dtype: DataType): boolean => dtype.startsWith('float');

/** Mostly small numbers, as shapes are; now and then the ends of the type. */
function drawElement(prng: Prng, dtype: DataType): number {
  if (dtype === 'bool') return prng.below(2);
  const integer = BITS[dtype];
  if (integer !== undefined) {
    const [signed, bits] = integer;
    const top = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
    const kind = prng.below(12);
    if (kind === 0) return bits === 64 ? 2 ** 53 - prng.below(3) : top - prng.below(3);
    if (kind === 1 && signed)
      return bits === 64 ? -(2 ** 53) + prng.below(3) : -top - 1 + prng.below(3);
    if (kind < 4) return Math.min(top, prng.below(2000));
    return signed ? prng.below(11) - 5 : prng.below(8);
  }
  const kind = prng.below(14);
  if (kind === 0)
    return [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0][prng.below(4)] ?? 0;
  if (kind < 3) return (prng.unit() - 0.5) * 10 ** prng.below(dtype === 'float16' ? 4 : 9);
  if (kind < 6) return (prng.below(41) - 20) / 2;
  return prng.below(13) - 6;
}

/** The element as the type holds it. */
function held(value: number, dtype: DataType): number {
  if (dtype === 'float32') return Math.fround(value);
  if (dtype === 'float16') return Number.isFinite(value) ? Math.round(value * 4) / 4 : value;
  return value;
}

const drawTensor = (
  prng: Prng,
  dtype: DataType,
  dims: readonly number[],
  low?: number,
): DrawnTensor => ({
  dtype,
  dims,
  values: Array.from({ length: elementsOf(dims) }, () => {
    const value = held(drawElement(prng, dtype), dtype);
    return low === undefined || value >= low ? value : low;
  }),
});

/** Few enough elements that floats are kept, too. */
function drawDims(prng: Prng, least = 0, most = 3): number[] {
  const rank = least + prng.below(most - least + 1);
  const dims = Array.from({ length: rank }, () => 1 + prng.below(3));
  while (elementsOf(dims) > 12) dims[prng.below(rank)] = 1;
  return dims;
}

/** A shape that broadcasts with `dims`. */
function partner(prng: Prng, dims: readonly number[]): number[] {
  return dims.slice(prng.below(dims.length + 1)).map((dim) => (prng.below(3) === 0 ? 1 : dim));
}

const list = (values: readonly number[], dtype: DataType = 'int64'): DrawnTensor => ({
  dtype,
  dims: [values.length],
  values,
});
const one = (value: number, dtype: DataType = 'int64'): DrawnTensor => ({
  dtype,
  dims: [],
  values: [value],
});

const unary = (dtypes: readonly DataType[] = NUMBERS): FoldDraw => ({
  dtypes,
  draw: (prng, dtype) => ({ inputs: [drawTensor(prng, dtype, drawDims(prng))] }),
});

const pair = (prng: Prng, dtype: DataType, low?: number): [DrawnTensor, DrawnTensor] => {
  const dims = drawDims(prng);
  const other = partner(prng, dims);
  const swap = prng.below(2) === 0;
  const tensors: [DrawnTensor, DrawnTensor] = [
    drawTensor(prng, dtype, swap ? other : dims),
    drawTensor(prng, dtype, swap ? dims : other, low),
  ];
  return tensors;
};

const binary = (dtypes: readonly DataType[] = NUMBERS, result?: DataType): FoldDraw => ({
  dtypes,
  draw: (prng, dtype) => ({
    inputs: pair(prng, dtype),
    ...(result !== undefined && { types: [result] }),
  }),
});

/** Integer division by zero ends a process. */
const divided = (fmod: boolean): FoldDraw => ({
  dtypes: NUMBERS,
  draw: (prng, dtype) => {
    const [a, b] = pair(prng, dtype);
    const safe = isFloating(dtype)
      ? b
      : { ...b, values: b.values.map((value) => (value === 0 ? 3 : value)) };
    // The least integer divided by −1 overflows, which traps, too.
    const away = isFloating(dtype)
      ? a
      : { ...a, values: a.values.map((value) => Math.max(value, -120)) };
    const attributes = fmod ? { fmod: isFloating(dtype) ? 1 : prng.below(2) } : {};
    return { inputs: [away, safe], attributes };
  },
});

const variadic: FoldDraw = {
  dtypes: NUMBERS,
  draw: (prng, dtype) => {
    const dims = drawDims(prng);
    const count = 1 + prng.below(3);
    return {
      inputs: Array.from({ length: count }, (_, i) =>
        drawTensor(prng, dtype, i === 0 ? dims : partner(prng, dims)),
      ),
    };
  },
};

const reduced: FoldDraw = {
  dtypes: NUMBERS,
  draw: (prng, dtype) => {
    const dims = drawDims(prng, 0, 3);
    const axes = dims.flatMap((_, i) =>
      prng.below(2) === 0 ? [prng.below(2) === 0 ? i : i - dims.length] : [],
    );
    const given = prng.below(4) > 0;
    return {
      inputs: [drawTensor(prng, dtype, dims), given ? list(axes) : null],
      attributes: { keepdims: prng.below(2), noop_with_empty_axes: prng.below(4) === 0 ? 1 : 0 },
    };
  },
};

function reshaped(prng: Prng, dtype: DataType): DrawnNode {
  const dims = drawDims(prng, 1, 3);
  const total = elementsOf(dims);
  const factors: number[] = [];
  let rest = total;
  while (rest > 1 && prng.below(3) > 0) {
    const divisors = Array.from({ length: rest }, (_, i) => i + 1).filter((d) => rest % d === 0);
    const factor = divisors[prng.below(divisors.length)] ?? 1;
    factors.push(factor);
    rest /= factor;
  }
  factors.push(rest);
  const target = factors.slice();
  if (prng.below(2) === 0) target[prng.below(target.length)] = -1;
  const same = prng.below(factors.length);
  if (factors[same] === dims[same] && target[same] !== -1 && prng.below(2) === 0) target[same] = 0;
  return { inputs: [drawTensor(prng, dtype, dims), list(target)] };
}

function sliced(prng: Prng, dtype: DataType): DrawnNode {
  const dims = drawDims(prng, 1, 3);
  const axes = dims.map((_, i) => i).filter(() => prng.below(2) === 0);
  const bound = (): number =>
    [prng.below(9) - 4, prng.below(9) - 4, 2 ** 31 - 1, -(2 ** 31)][prng.below(4)] ?? 0;
  const steps = axes.map(() => [1, 1, 2, -1, -2][prng.below(5)] ?? 1);
  const named =
    prng.below(4) > 0
      ? list(axes.map((axis) => (prng.below(2) === 0 ? axis : axis - dims.length)))
      : null;
  const count = named === null ? Math.min(axes.length, dims.length) : axes.length;
  return {
    inputs: [
      drawTensor(prng, dtype, dims),
      list(Array.from({ length: count }, bound)),
      list(Array.from({ length: count }, bound)),
      named,
      prng.below(3) > 0 || named === null ? list(steps.slice(0, count)) : null,
    ],
  };
}

function gathered(prng: Prng, dtype: DataType): DrawnNode {
  const dims = drawDims(prng, 1, 3);
  const axis = prng.below(dims.length);
  const size = dims[axis] ?? 1;
  const places = drawDims(prng, 0, 2);
  const indices: DrawnTensor = {
    dtype: 'int64',
    dims: places,
    values: Array.from({ length: elementsOf(places) }, () => prng.below(2 * size) - size),
  };
  return {
    inputs: [drawTensor(prng, dtype, dims), indices],
    attributes: { axis: prng.below(2) === 0 ? axis : axis - dims.length },
  };
}

function padded(prng: Prng, dtype: DataType): DrawnNode {
  const dims = drawDims(prng, 1, 2);
  const axes = dims.map((_, i) => i).filter(() => prng.below(3) > 0);
  const pads = Array.from({ length: 2 * axes.length }, () => prng.below(3));
  return {
    inputs: [
      drawTensor(prng, dtype, dims),
      list(pads),
      prng.below(2) === 0
        ? { dtype, dims: [], values: [held(drawElement(prng, dtype), dtype)] }
        : null,
      list(axes),
    ],
  };
}

function scattered(prng: Prng, dtype: DataType): DrawnNode {
  const dims = drawDims(prng, 1, 3);
  const depth = 1 + prng.below(dims.length);
  const rows = 1 + prng.below(2);
  const picks = Array.from({ length: rows * depth }, (_, i) => {
    const size = dims[i % depth] ?? 1;
    return prng.below(2 * size) - size;
  });
  // Which of two writes to one place wins is not defined.
  const [first] = [picks.slice(0, depth)];
  return {
    inputs: [
      drawTensor(prng, dtype, dims),
      { dtype: 'int64', dims: [1, depth], values: first },
      drawTensor(prng, dtype, [1, ...dims.slice(depth)]),
    ],
  };
}

const layout = (draw: FoldDraw['draw'], dtypes: readonly DataType[] = ALL): FoldDraw => ({
  dtypes,
  draw,
});

const CAST_TARGETS: readonly DataType[] = [
  'int64',
  'int32',
  'int8',
  'uint8',
  'float32',
  'float64',
  'float16',
  'bool',
];

/** What a cast does outside the target's range is left to the machine. */
function cast(prng: Prng, dtype: DataType): DrawnNode {
  const to = CAST_TARGETS[prng.below(CAST_TARGETS.length)] ?? 'int64';
  const x = drawTensor(prng, dtype, drawDims(prng));
  const safe = x.values.map((value) => (Number.isFinite(value) ? value : 1));
  return { inputs: [{ ...x, values: safe }], attributes: { to: codeOf(to) }, types: [to] };
}

export const FOLD_DRAWS: Readonly<Record<string, FoldDraw>> = {
  Neg: unary(),
  Abs: unary(),
  Floor: unary(FLOATS),
  Ceil: unary(FLOATS),
  Round: unary(FLOATS),
  Sqrt: unary(FLOATS),
  Sign: unary(),
  Reciprocal: unary(FLOATS),
  Relu: unary(),
  Not: unary(['bool']),
  Identity: unary(ALL),
  Dropout: {
    dtypes: FLOATS,
    draw: (prng, dtype) => ({ inputs: [drawTensor(prng, dtype, drawDims(prng))] }),
  },
  Add: binary(),
  Sub: binary(),
  Mul: binary(),
  Div: divided(false),
  Mod: divided(true),
  Pow: {
    dtypes: NUMBERS,
    draw: (prng, dtype) => ({ inputs: pair(prng, dtype, isFloating(dtype) ? undefined : 0) }),
  },
  Max: variadic,
  Min: variadic,
  Sum: variadic,
  Mean: variadic,
  Equal: binary(ALL, 'bool'),
  Less: binary(NUMBERS, 'bool'),
  Greater: binary(NUMBERS, 'bool'),
  LessOrEqual: binary(NUMBERS, 'bool'),
  GreaterOrEqual: binary(NUMBERS, 'bool'),
  And: binary(['bool']),
  Or: binary(['bool']),
  Xor: binary(['bool']),
  Where: layout((prng, dtype) => {
    const dims = drawDims(prng);
    return {
      inputs: [
        drawTensor(prng, 'bool', partner(prng, dims)),
        drawTensor(prng, dtype, dims),
        drawTensor(prng, dtype, partner(prng, dims)),
      ],
      types: [dtype],
    };
  }),
  Clip: {
    dtypes: NUMBERS,
    draw: (prng, dtype) => {
      const bounds = [
        held(drawElement(prng, dtype), dtype),
        held(drawElement(prng, dtype), dtype),
      ].map((bound) => (Number.isNaN(bound) ? 0 : bound));
      const [low = 0, high = 0] = bounds.toSorted((a, b) => a - b);
      return {
        inputs: [
          drawTensor(prng, dtype, drawDims(prng)),
          prng.below(3) > 0 ? one(low, dtype) : null,
          prng.below(3) > 0 ? one(high, dtype) : null,
        ],
      };
    },
  },
  Cast: { dtypes: ALL, draw: cast },
  ReduceSum: reduced,
  ReduceProd: reduced,
  ReduceMax: reduced,
  ReduceMin: reduced,
  Reshape: layout(reshaped),
  Flatten: layout((prng, dtype) => {
    const dims = drawDims(prng, 1, 3);
    return {
      inputs: [drawTensor(prng, dtype, dims)],
      attributes: { axis: prng.below(2 * dims.length + 1) - dims.length },
    };
  }),
  Squeeze: layout((prng, dtype) => {
    const dims = drawDims(prng, 0, 3);
    const units = dims.flatMap((dim, i) => (dim === 1 ? [i] : []));
    const named = prng.below(3) > 0;
    return {
      inputs: [
        drawTensor(prng, dtype, dims),
        named ? list(units.filter(() => prng.below(2) === 0)) : null,
      ],
    };
  }),
  Unsqueeze: layout((prng, dtype) => {
    const dims = drawDims(prng, 0, 2);
    const rank = dims.length + 1 + prng.below(2);
    const places = Array.from({ length: rank }, (_, i) => i);
    while (places.length > rank - dims.length) places.splice(prng.below(places.length), 1);
    return {
      inputs: [
        drawTensor(prng, dtype, dims),
        list(places.map((at) => (prng.below(2) === 0 ? at : at - rank))),
      ],
    };
  }),
  Transpose: layout((prng, dtype) => {
    const dims = drawDims(prng, 0, 3);
    const order = dims.map((_, i) => i);
    for (let i = order.length - 1; i > 0; i -= 1) {
      const k = prng.below(i + 1);
      [order[i], order[k]] = [order[k] ?? 0, order[i] ?? 0];
    }
    return {
      inputs: [drawTensor(prng, dtype, dims)],
      attributes: prng.below(3) > 0 && dims.length > 0 ? { perm: order } : {},
    };
  }),
  Concat: layout((prng, dtype) => {
    const dims = drawDims(prng, 1, 2);
    const axis = prng.below(dims.length);
    const inputs = Array.from({ length: 1 + prng.below(3) }, () =>
      drawTensor(
        prng,
        dtype,
        dims.map((dim, i) => (i === axis ? 1 + prng.below(2) : dim)),
      ),
    );
    return { inputs, attributes: { axis: prng.below(2) === 0 ? axis : axis - dims.length } };
  }),
  Split: layout((prng, dtype) => {
    const dims = drawDims(prng, 1, 2);
    const axis = prng.below(dims.length);
    const size = dims[axis] ?? 1;
    const first = prng.below(size + 1);
    return {
      inputs: [drawTensor(prng, dtype, dims), list([first, size - first])],
      attributes: { axis },
      outputs: 2,
      types: [dtype, dtype],
    };
  }),
  Slice: layout(sliced),
  Gather: layout(gathered),
  Expand: layout((prng, dtype) => {
    const dims = drawDims(prng, 0, 3);
    return { inputs: [drawTensor(prng, dtype, partner(prng, dims)), list(dims)] };
  }),
  Tile: layout((prng, dtype) => {
    const dims = drawDims(prng, 1, 2);
    return { inputs: [drawTensor(prng, dtype, dims), list(dims.map(() => prng.below(3)))] };
  }),
  Pad: layout(padded),
  Shape: layout((prng, dtype) => ({
    inputs: [drawTensor(prng, dtype, drawDims(prng))],
    attributes: {
      ...(prng.below(2) === 0 && { start: prng.below(7) - 3 }),
      ...(prng.below(2) === 0 && { end: prng.below(7) - 3 }),
    },
    types: ['int64'],
  })),
  Size: layout((prng, dtype) => ({
    inputs: [drawTensor(prng, dtype, drawDims(prng))],
    types: ['int64'],
  })),
  NonZero: layout((prng, dtype) => ({
    inputs: [drawTensor(prng, dtype, drawDims(prng, 1, 3))],
    types: ['int64'],
  })),
  ScatterND: layout(scattered),
  Range: {
    dtypes: ['int64', 'int32', 'int16', 'float32', 'float64'],
    draw: (prng, dtype) => {
      const delta = [1, 2, -1, -3][prng.below(4)] ?? 1;
      const part = isFloating(dtype) ? 2 : 1;
      return {
        inputs: [
          one((prng.below(9) - 4) / part, dtype),
          one((prng.below(25) - 12) / part, dtype),
          one(delta / part, dtype),
        ],
      };
    },
  },
  ConstantOfShape: {
    dtypes: ['int64'],
    draw: (prng) => ({ inputs: [list(drawDims(prng))], types: ['float32'] }),
  },
};

const WIDTH: Partial<Record<DataType, number>> = {
  int64: 8,
  uint64: 8,
  float64: 8,
  int32: 4,
  uint32: 4,
  float32: 4,
  int16: 2,
  uint16: 2,
  float16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

/** Little-endian bytes of the elements. */
export function bytesOfDrawn({ dtype, values }: DrawnTensor): Uint8Array {
  const width = WIDTH[dtype] ?? 0;
  const view = new DataView(new ArrayBuffer(width * values.length));
  values.forEach((value, i) => {
    const at = i * width;
    if (dtype === 'float32') view.setFloat32(at, value, true);
    else if (dtype === 'float64') view.setFloat64(at, value, true);
    else if (dtype === 'float16') view.setUint16(at, halfBits(value), true);
    else if (width === 8) view.setBigInt64(at, BigInt.asIntN(64, BigInt(value)), true);
    else if (width === 4) view.setInt32(at, value | 0, true);
    else if (width === 2) view.setInt16(at, value, true);
    else view.setInt8(at, value);
  });
  return new Uint8Array(view.buffer);
}
