// Operators that touch each element a few times: normalisation, softmax, activation, elementwise
// arithmetic, reduction. Memory bounds them all; GB/s counts inputs, weights and outputs once.
import type { GraphBuilder, Value } from '@/lib/onnx/builder';
import { uniform } from '../weights';
import type { Workload } from '../workload';
import { activation, kernels } from './kernel';

const ROWS = 512;
const WIDTH = 2048;
const DIMS = [ROWS, WIDTH];

interface Pointwise {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly second?: boolean;
  readonly outDims?: readonly number[];
  readonly build: (g: GraphBuilder, x: Value, seed: number, second: Value | null) => Value;
}

const scalar = (g: GraphBuilder, name: string, value: number): Value =>
  g.constant(name, 'float32', [], [value]);
const gain = (g: GraphBuilder, seed: number): Value =>
  g.parameter('gain', 'float32', [WIDTH], uniform(seed, 'gain', 0.9, 1.1));

const OPERATORS: readonly Pointwise[] = [
  {
    name: 'layernorm',
    title: 'LayerNorm',
    source: 'Ba et al. 2016, arXiv:1607.06450',
    build: (g, x, seed) => {
      const bias = g.parameter('bias', 'float32', [WIDTH], uniform(seed, 'bias', -0.1, 0.1));
      return g.node('LayerNormalization', [x, gain(g, seed), bias], { axis: -1, epsilon: 1e-5 });
    },
  },
  {
    name: 'rmsnorm',
    title: 'RMSNorm',
    source: 'Zhang and Sennrich 2019, arXiv:1910.07467; from its parts, as PyTorch exports it',
    build: (g, x, seed) => {
      const square = g.node('Pow', [x, scalar(g, 'two', 2)]);
      const mean = g.node('ReduceMean', [square], { axes: [-1], keepdims: 1 });
      const root = g.node('Sqrt', [g.node('Add', [mean, scalar(g, 'epsilon', 1e-5)])]);
      return g.node('Mul', [g.node('Div', [x, root]), gain(g, seed)]);
    },
  },
  {
    name: 'softmax',
    title: 'Softmax',
    source: 'over the last axis',
    build: (g, x) =>
      g.node('Softmax', [g.node('Mul', [x, scalar(g, 'sharpness', 8)])], { axis: -1 }),
  },
  {
    name: 'gelu',
    title: 'GELU',
    source: 'Hendrycks and Gimpel 2016, arXiv:1606.08415; x·½·(1 + erf(x/√2))',
    build: (g, x) => {
      const erf = g.node('Erf', [g.node('Div', [x, scalar(g, 'root2', Math.SQRT2)])]);
      const gate = g.node('Add', [erf, scalar(g, 'one', 1)]);
      return g.node('Mul', [g.node('Mul', [x, gate]), scalar(g, 'half', 0.5)]);
    },
  },
  { name: 'relu', title: 'ReLU', source: 'max(x, 0)', build: (g, x) => g.node('Relu', [x]) },
  {
    name: 'add',
    title: 'Addition',
    source: 'x + y',
    second: true,
    build: (g, x, _, y) => g.node('Add', [x, y]),
  },
  {
    name: 'mul',
    title: 'Multiplication',
    source: 'x · y',
    second: true,
    build: (g, x, _, y) => g.node('Mul', [x, y]),
  },
  {
    name: 'reduce-sum',
    title: 'Sum of rows',
    source: 'ReduceSum over the last axis',
    outDims: [ROWS, 1],
    build: (g, x) =>
      g.node('ReduceSum', [x, g.constant('axes', 'int64', [1], [-1])], { keepdims: 1 }),
  },
  {
    name: 'reduce-mean',
    title: 'Mean of columns',
    source: 'ReduceMean over the first axis',
    outDims: [1, WIDTH],
    build: (g, x) => g.node('ReduceMean', [x], { axes: [0], keepdims: 1 }),
  },
  {
    name: 'transpose',
    title: 'Transpose',
    source: '[512, 2048] → [2048, 512]',
    outDims: [WIDTH, ROWS],
    build: (g, x) => g.node('Transpose', [x], { perm: [1, 0] }),
  },
  {
    name: 'copy',
    title: 'Copy',
    source: 'Concat of two tensors',
    second: true,
    outDims: [2 * ROWS, WIDTH],
    build: (g, x, _, y) => g.node('Concat', [x, y], { axis: 0 }),
  },
];

function pointwise({
  name,
  title,
  source,
  second = false,
  outDims = DIMS,
  build,
}: Pointwise): readonly Workload[] {
  return kernels(
    {
      name: `${name}-${ROWS}x${WIDTH}`,
      family: 'Memory',
      title: `${title}, ${ROWS} × ${WIDTH}`,
      metric: 'GB/s',
      bound: 'bandwidth',
      source,
      inputs: second ? [activation('x', DIMS), activation('y', DIMS)] : [activation('x', DIMS)],
      build: (g, seed) => {
        const x = g.input('x', 'float32', DIMS);
        const y = second ? g.input('y', 'float32', DIMS) : null;
        g.output(build(g, x, seed, y), 'float32', outDims);
      },
    },
    ['fp32', 'fp16'],
  );
}

export const WORKLOADS: readonly Workload[] = OPERATORS.flatMap(pointwise);
