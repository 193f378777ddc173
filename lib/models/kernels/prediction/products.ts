// Matrix products with a weight (rows from 1 to some thousands, weights in and out of cache),
// products of two activations as attention has them, and recurrent layers.
import { GAIN } from '../../nets/layers';
import type { Precision, Workload } from '../../workload';
import { type Chain, chained } from './chain';

interface Widening {
  readonly rows: number;
  readonly width: number;
  readonly hidden: number;
  readonly links: number;
  readonly precisions?: readonly Precision[];
}

/** Two products a link, to a hidden width and back, as the feed-forward part of a transformer. */
function widening({ rows, width, hidden, links, precisions }: Widening): readonly Workload[] {
  return chained({
    name: `product-${rows}x${width}x${hidden}`,
    title: `Products of ${rows} rows, ${width} to ${hidden} and back`,
    dims: [rows, width],
    along: 'width',
    links,
    link: (layers, x, at) => {
      const up = layers.matMul(x, layers.weight(`up${at}`, [width, hidden], width, GAIN.linear));
      return layers.matMul(up, layers.weight(`down${at}`, [hidden, width], hidden, GAIN.linear));
    },
    ...(precisions === undefined ? {} : { precisions }),
  });
}

const WIDENINGS: readonly Widening[] = [
  { rows: 1, width: 240, hidden: 360, links: 8, precisions: ['fp32', 'w8a8'] },
  { rows: 1, width: 800, hidden: 2880, links: 3, precisions: ['fp32', 'fp16', 'w8a8'] },
  { rows: 1, width: 1160, hidden: 4680, links: 3 },
  { rows: 3, width: 400, hidden: 1440, links: 2 },
  { rows: 9, width: 400, hidden: 1440, links: 2, precisions: ['fp32', 'w8a8'] },
  { rows: 27, width: 400, hidden: 1440, links: 1 },
  {
    rows: 90,
    width: 400,
    hidden: 1440,
    links: 1,
    precisions: ['fp32', 'fp16', 'w8a8'],
  },
  { rows: 90, width: 720, hidden: 720, links: 1 },
  { rows: 360, width: 240, hidden: 900, links: 1, precisions: ['fp32', 'w8a8'] },
  { rows: 2900, width: 88, hidden: 352, links: 1 },
  // Weights of four bits come in blocks of 32: other widths would stay in floats.
  { rows: 1, width: 416, hidden: 1376, links: 4, precisions: ['fp32', 'w4a32'] },
  { rows: 9, width: 416, hidden: 1376, links: 2, precisions: ['fp32', 'w4a32'] },
  { rows: 90, width: 416, hidden: 1376, links: 1, precisions: ['fp32', 'w4a32'] },
  { rows: 360, width: 224, hidden: 928, links: 1, precisions: ['fp32', 'w4a32'] },
];

/** Scores of a sequence with itself, softmax, and their product with it: no weight. */
function attention(heads: number, tokens: number, width: number, links: number): Chain {
  return {
    name: `attention-${heads}x${tokens}x${width}`,
    title: `Attention, ${heads} heads, ${tokens} tokens of ${width}`,
    dims: [1, heads, tokens, width],
    along: 'width',
    links,
    link: (layers, x) => {
      const scores = layers.matMul(x, layers.transpose(x, [0, 1, 3, 2]));
      return layers.matMul(layers.softmax(scores), x);
    },
  };
}

/**
 * One query over many keys: products of a vector and a matrix that no runtime could pack
 * beforehand.
 */
function decoding(heads: number, tokens: number, width: number, links: number): Chain {
  return {
    name: `decode-${heads}x${tokens}x${width}`,
    title: `Attention of one token, ${heads} heads, ${tokens} keys of ${width}`,
    dims: [1, heads, tokens, width],
    along: 'width',
    links,
    link: (layers, x) => {
      let query = layers.slice(x, 2, 0, 1);
      for (let step = 0; step < DECODED; step += 1) {
        const scores = layers.softmax(
          layers.matMul(query, layers.reshape(x, [1, heads, width, tokens])),
        );
        query = layers.add(layers.matMul(scores, x), query);
      }
      return layers.add(x, query);
    },
  };
}

const DECODED = 12;

function recurrent(steps: number, width: number): Chain {
  return {
    name: `lstm-${steps}x${width}`,
    title: `LSTM, ${steps} steps, width ${width}`,
    dims: [steps, 1, width],
    along: 'width',
    links: 1,
    link: (layers, x, at) => layers.lstm(`l${at}`, x, width),
  };
}

export const PRODUCTS: readonly Workload[] = [
  ...WIDENINGS.flatMap(widening),
  ...[
    attention(10, 120, 60, 2),
    attention(150, 45, 30, 2),
    attention(3, 420, 60, 1),
    decoding(10, 180, 60, 1),
  ].flatMap(chained),
  ...[recurrent(40, 320), recurrent(12, 800)].flatMap(chained),
];
