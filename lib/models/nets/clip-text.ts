// The text tower of CLIP ViT-B/32: a causal pre-norm encoder whose last token, the end of text, is
// projected.
import { causalMask, feedForward, selfAttention } from './attention';
import type { Feature, Layers } from './layers';
import { type Net, tokenInput, workloadsOf } from './net';

const VOCABULARY = 49_408;
const LENGTH = 77;
const WIDTH = 512;
const DEPTH = 12;
const HEADS = 8;

function encoderLayer(layers: Layers, name: string, x: Feature, mask: Feature): Feature {
  const attention = `${name}.self_attn`;
  const names = {
    query: `${attention}.q_proj`,
    key: `${attention}.k_proj`,
    value: `${attention}.v_proj`,
    out: `${attention}.out_proj`,
  };
  const normal = layers.layerNorm(`${name}.layer_norm1`, x);
  const y = layers.add(x, selfAttention(layers, names, normal, HEADS, { biases: [mask] }));
  const mlp = { first: `${name}.mlp.fc1`, second: `${name}.mlp.fc2` };
  const inner = layers.layerNorm(`${name}.layer_norm2`, y);
  return layers.add(
    y,
    feedForward(layers, mlp, inner, 4 * WIDTH, (z) => layers.quickGelu(z)),
  );
}

function build(layers: Layers, [ids]: readonly Feature[]): readonly Feature[] {
  const words = layers.gather(
    layers.embedding('text_model.embeddings.token_embedding', VOCABULARY, WIDTH),
    ids,
  );
  let x = layers.add(
    words,
    layers.embedding('text_model.embeddings.position_embedding', LENGTH, WIDTH),
  );
  const mask = causalMask(layers, LENGTH);
  for (let at = 0; at < DEPTH; at += 1)
    x = encoderLayer(layers, `text_model.encoder.layers.${at}`, x, mask);
  x = layers.layerNorm('text_model.final_layer_norm', x);
  const end = layers.reshape(layers.slice(x, 1, LENGTH - 1, LENGTH), [ids.dims[0], WIDTH]);
  return [layers.linear('text_projection', end, WIDTH, { bias: false })];
}

const CLIP_TEXT: Net = {
  name: 'clip-vit-b-32-text',
  title: 'CLIP ViT-B/32, text tower',
  family: 'CLIP',
  source:
    'Radford et al. 2021, arXiv:2103.00020; openai/clip-vit-base-patch32 config.json, 77 tokens ending the text',
  metric: 'ms',
  inputs: tokenInput(VOCABULARY, LENGTH),
  build,
};

export const WORKLOADS = workloadsOf(CLIP_TEXT);
