// BERT and its small relatives: post-norm encoders over a sequence of 128 tokens without padding.
import { feedForward, selfAttention } from './attention';
import type { Feature, Layers } from './layers';
import { type Net, tokenInput, workloadsOf } from './net';

const VOCABULARY = 30_522;
const POSITIONS = 512;
const LENGTH = 128;
const EPSILON = 1e-12;
const PRECISIONS = ['fp32', 'fp16', 'w8a8', 'w4a32'] as const;

interface EncoderConfig {
  readonly width: number;
  readonly depth: number;
  readonly heads: number;
  readonly hidden: number;
}

/** Token and position embeddings, and those of the two segments where there are segments. */
function embed(layers: Layers, ids: Feature, segments: Feature | null, width: number): Feature {
  const words = layers.gather(
    layers.embedding('embeddings.word_embeddings', VOCABULARY, width),
    ids,
  );
  const positions = layers.embedding('embeddings.position_embeddings', POSITIONS, width);
  let x = layers.add(words, layers.slice(positions, 0, 0, LENGTH));
  if (segments !== null) {
    x = layers.add(
      x,
      layers.gather(layers.embedding('embeddings.token_type_embeddings', 2, width), segments),
    );
  }
  return layers.layerNorm('embeddings.LayerNorm', x, EPSILON);
}

function bertLayer(
  layers: Layers,
  name: string,
  x: Feature,
  { heads, hidden }: EncoderConfig,
): Feature {
  const names = {
    query: `${name}.attention.self.query`,
    key: `${name}.attention.self.key`,
    value: `${name}.attention.self.value`,
    out: `${name}.attention.output.dense`,
  };
  const attended = selfAttention(layers, names, x, heads);
  const y = layers.layerNorm(
    `${name}.attention.output.LayerNorm`,
    layers.add(attended, x),
    EPSILON,
  );
  const mlp = { first: `${name}.intermediate.dense`, second: `${name}.output.dense` };
  const worked = feedForward(layers, mlp, y, hidden, (z) => layers.gelu(z));
  return layers.layerNorm(`${name}.output.LayerNorm`, layers.add(worked, y), EPSILON);
}

function bert(
  about: Pick<Net, 'name' | 'title' | 'source' | 'batches' | 'precisions'>,
  config: EncoderConfig,
): Net {
  const build = (layers: Layers, [ids, segments]: readonly Feature[]): readonly Feature[] => {
    let x = embed(layers, ids, segments, config.width);
    for (let at = 0; at < config.depth; at += 1)
      x = bertLayer(layers, `encoder.layer.${at}`, x, config);
    const first = layers.reshape(layers.slice(x, 1, 0, 1), [x.dims[0], config.width]);
    return [x, layers.map('Tanh', [layers.linear('pooler.dense', first, config.width)])];
  };
  const inputs: Net['inputs'] = (batch) => [
    ...tokenInput(VOCABULARY, LENGTH)(batch),
    {
      name: 'token_type_ids',
      dtype: 'int64',
      dims: [batch, LENGTH],
      fill: { kind: 'uniform', low: 0, high: 2 },
    },
  ];
  return { ...about, family: 'BERT', metric: 'ms', inputs, build };
}

function distilBertLayer(
  layers: Layers,
  name: string,
  x: Feature,
  { heads, hidden }: EncoderConfig,
): Feature {
  const names = {
    query: `${name}.attention.q_lin`,
    key: `${name}.attention.k_lin`,
    value: `${name}.attention.v_lin`,
    out: `${name}.attention.out_lin`,
  };
  const y = layers.layerNorm(
    `${name}.sa_layer_norm`,
    layers.add(selfAttention(layers, names, x, heads), x),
    EPSILON,
  );
  const mlp = { first: `${name}.ffn.lin1`, second: `${name}.ffn.lin2` };
  const worked = feedForward(layers, mlp, y, hidden, (z) => layers.gelu(z));
  return layers.layerNorm(`${name}.output_layer_norm`, layers.add(worked, y), EPSILON);
}

function distilBert(config: EncoderConfig): Net {
  const build = (layers: Layers, [ids]: readonly Feature[]): readonly Feature[] => {
    let x = embed(layers, ids, null, config.width);
    for (let at = 0; at < config.depth; at += 1)
      x = distilBertLayer(layers, `transformer.layer.${at}`, x, config);
    return [x];
  };
  return {
    name: 'distilbert-base',
    title: 'DistilBERT base',
    family: 'BERT',
    source: 'Sanh et al. 2019, arXiv:1910.01108; distilbert-base-uncased config.json; 128 tokens',
    metric: 'ms',
    inputs: tokenInput(VOCABULARY, LENGTH),
    precisions: PRECISIONS,
    build,
  };
}

const BASE: EncoderConfig = { width: 768, depth: 12, heads: 12, hidden: 3072 };

const BERT_BASE = bert(
  {
    name: 'bert-base',
    title: 'BERT base',
    source:
      'Devlin et al. 2018, arXiv:1810.04805; bert-base-uncased config.json, with pooler; 128 tokens',
    precisions: PRECISIONS,
  },
  BASE,
);

const MINILM_L6 = bert(
  {
    name: 'minilm-l6',
    title: 'MiniLM-L6',
    source:
      'Wang et al. 2020, arXiv:2002.10957; all-MiniLM-L6-v2 config.json, with pooler; 128 tokens',
    batches: [1, 8, 32],
    precisions: PRECISIONS,
  },
  { width: 384, depth: 6, heads: 12, hidden: 1536 },
);

export const WORKLOADS = workloadsOf(BERT_BASE, distilBert({ ...BASE, depth: 6 }), MINILM_L6);
