// The nets that are trained: an MLP of MNIST's shape, a small residual CNN, ResNet-18 at 32×32 and
// a transformer block, all with ten classes. Batch normalisation uses the batch's own statistics,
// as training does; running ones are not kept.
import { conv } from './operators/convolution';
import { meanOver, reshape, transpose } from './operators/layout';
import { softmax, standardise } from './operators/normalise';
import { add, addBias, affine, gelu, relu, scale } from './operators/pointwise';
import { batchedMatMul, matMul } from './operators/products';
import type { Tape, Variable } from './tape';

export const CLASSES = 10;

export interface TrainedNet {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly batch: number;
  /** Extents of one example. */
  readonly example: readonly number[];
  /** Step size: as large as the net bears, so that the gradients show in the updated weights. */
  readonly rate: number;
  readonly logits: (tape: Tape, x: Variable) => Variable;
}

function dense(tape: Tape, name: string, x: Variable, width: number, gain: number): Variable {
  const [, inWidth] = x.dims;
  const weight = tape.weight(`${name}.weight`, [inWidth, width], inWidth, gain);
  return addBias(tape, matMul(tape, x, weight), tape.weight(`${name}.bias`, [width], inWidth, 1));
}

function convolution(
  tape: Tape,
  name: string,
  x: Variable,
  channels: number,
  gain: number,
  { kernel = 3, stride = 1 }: { readonly kernel?: number; readonly stride?: number } = {},
): Variable {
  const [, inChannels] = x.dims;
  const weight = tape.weight(
    `${name}.weight`,
    [channels, inChannels, kernel, kernel],
    inChannels * kernel * kernel,
    gain,
  );
  return conv(tape, x, weight, stride);
}

/** γ and β behind a standardised value, for every index of `axis`. */
function normalised(
  tape: Tape,
  name: string,
  x: Variable,
  axis: number,
  axes: readonly number[],
): Variable {
  const dims = x.dims.slice(axis).map((size, i) => (i === 0 ? size : 1));
  const gamma = tape.between(`${name}.weight`, dims, 0.9, 1.1);
  const beta = tape.between(`${name}.bias`, dims, -0.1, 0.1);
  return affine(tape, standardise(tape, x, axes), gamma, beta, axis);
}

const batchNorm = (tape: Tape, name: string, x: Variable): Variable =>
  normalised(tape, name, x, 1, [0, 2, 3]);
/** Of a matrix, over its last axis. */
const layerNorm = (tape: Tape, name: string, x: Variable): Variable =>
  normalised(tape, name, x, 1, [1]);

export const MLP: TrainedNet = {
  name: 'mlp',
  title: 'MLP 784-512-256-10',
  source: 'Rumelhart et al. 1986, back-propagation; layer sizes of common MNIST examples',
  batch: 64,
  example: [784],
  rate: 0.5,
  logits: (tape, x) => {
    const first = relu(tape, dense(tape, 'fc1', x, 512, 2));
    const second = relu(tape, dense(tape, 'fc2', first, 256, 2));
    return dense(tape, 'fc3', second, CLASSES, 1);
  },
};

export const CNN: TrainedNet = {
  name: 'cnn',
  title: 'Residual CNN, 32 channels, 32²',
  source: 'basic block of He et al. 2015, arXiv:1512.03385, without normalisation',
  batch: 8,
  example: [3, 32, 32],
  rate: 0.5,
  logits: (tape, input) => {
    let x = relu(tape, convolution(tape, 'stem', input, 32, 2));
    for (const block of ['block1', 'block2']) {
      const inner = relu(tape, convolution(tape, `${block}.conv1`, x, 32, 2));
      x = relu(tape, add(tape, convolution(tape, `${block}.conv2`, inner, 32, 0.5), x));
    }
    return dense(tape, 'fc', meanOver(tape, x, [2, 3]), CLASSES, 4);
  },
};

function basicBlock(
  tape: Tape,
  name: string,
  x: Variable,
  channels: number,
  stride: number,
): Variable {
  const first = convolution(tape, `${name}.conv1`, x, channels, 2, { stride });
  const inner = relu(tape, batchNorm(tape, `${name}.bn1`, first));
  const branch = batchNorm(
    tape,
    `${name}.bn2`,
    convolution(tape, `${name}.conv2`, inner, channels, 2),
  );
  if (stride === 1 && x.dims[1] === channels) return relu(tape, add(tape, branch, x));
  const projected = convolution(tape, `${name}.shortcut.0`, x, channels, 1, { kernel: 1, stride });
  return relu(tape, add(tape, branch, batchNorm(tape, `${name}.shortcut.1`, projected)));
}

/** `width` channels in the first of four stages of two blocks, doubled at each; 64 is ResNet-18. */
export function resNet18(width: number): TrainedNet {
  return {
    name: 'resnet18-32x32',
    title: 'ResNet-18 at 32²',
    source:
      'He et al. 2015, arXiv:1512.03385, with the 3×3 stem of its CIFAR nets; kuangliu/pytorch-cifar resnet.py',
    batch: 8,
    example: [3, 32, 32],
    rate: 0.5,
    logits: (tape, input) => {
      let x = relu(tape, batchNorm(tape, 'bn1', convolution(tape, 'conv1', input, width, 2)));
      for (let stage = 0; stage < 4; stage += 1) {
        for (let block = 0; block < 2; block += 1) {
          const stride = stage > 0 && block === 0 ? 2 : 1;
          x = basicBlock(tape, `layer${stage + 1}.${block}`, x, width * 2 ** stage, stride);
        }
      }
      return dense(tape, 'linear', meanOver(tape, x, [2, 3]), CLASSES, 1);
    },
  };
}

const HEADS = 4;

/** softmax(q·kᵀ/√d)·v of every head; x is [batch·tokens, width]. */
function attention(tape: Tape, x: Variable, batch: number): Variable {
  const [rows, width] = x.dims;
  const tokens = rows / batch;
  const heads = (part: string, perm: readonly number[]): Variable => {
    const projected = dense(tape, `attention.${part}`, x, width, part === 'query' ? 4 : 1);
    return transpose(tape, reshape(tape, projected, [batch, tokens, HEADS, width / HEADS]), perm);
  };
  const query = scale(tape, heads('query', [0, 2, 1, 3]), 1 / Math.sqrt(width / HEADS));
  const scores = batchedMatMul(tape, query, heads('key', [0, 2, 3, 1]));
  const mixed = batchedMatMul(tape, softmax(tape, scores), heads('value', [0, 2, 1, 3]));
  const merged = reshape(tape, transpose(tape, mixed, [0, 2, 1, 3]), [rows, width]);
  return dense(tape, 'attention.out', merged, width, 1);
}

export const TRANSFORMER: TrainedNet = {
  name: 'transformer-block',
  title: 'transformer block, width 256, 64 tokens',
  source:
    'pre-norm block of Xiong et al. 2020, arXiv:2002.04745; width, heads and hidden width of BERT-mini',
  batch: 4,
  example: [64, 256],
  rate: 0.5,
  logits: (tape, input) => {
    const [batch, tokens, width] = input.dims;
    const x = reshape(tape, input, [batch * tokens, width]);
    const attended = add(tape, attention(tape, layerNorm(tape, 'ln1', x), batch), x);
    const inner = gelu(tape, dense(tape, 'mlp.0', layerNorm(tape, 'ln2', attended), 4 * width, 2));
    const y = layerNorm(tape, 'ln3', add(tape, dense(tape, 'mlp.1', inner, width, 1), attended));
    return dense(
      tape,
      'head',
      meanOver(tape, reshape(tape, y, [batch, tokens, width]), [1]),
      CLASSES,
      4,
    );
  },
};
