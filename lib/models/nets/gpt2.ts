// GPT-2 small: 128 prompt tokens at once (prefill), or one token after a cache of 128 (decode).
// Logits are those of the last token, through the embedding table itself; keys and values of all
// tokens are outputs, as a runtime needs them.
import { attend, causalMask, feedForward, mergeHeads, splitHeads } from './attention';
import { pastInputs, withPast } from './key-value-cache';
import type { Feature, Layers } from './layers';
import { type Net, tokenInput, workloadsOf } from './net';

const VOCABULARY = 50_257;
const POSITIONS = 1024;
const WIDTH = 768;
const DEPTH = 12;
const HEADS = 12;
const CACHE = { depth: DEPTH, heads: HEADS, headWidth: WIDTH / HEADS };

interface Step {
  readonly name: string;
  readonly title: string;
  /** New tokens. */
  readonly tokens: number;
  /** Tokens in the cache. */
  readonly past: number;
}

function gpt2({ name, title, tokens, past }: Step): Net {
  const build = (layers: Layers, [ids, ...cache]: readonly Feature[]): readonly Feature[] => {
    const batch = ids.dims[0];
    const words = layers.embedding('wte', VOCABULARY, WIDTH);
    const positions = layers.slice(
      layers.embedding('wpe', POSITIONS, WIDTH),
      0,
      past,
      past + tokens,
    );
    let x = layers.add(layers.gather(words, ids), positions);
    const masks = tokens > 1 ? [causalMask(layers, tokens)] : [];
    const present: Feature[] = [];
    for (let at = 0; at < DEPTH; at += 1) {
      const layer = `h.${at}`;
      const packed = layers.linear(
        `${layer}.attn.c_attn`,
        layers.layerNorm(`${layer}.ln_1`, x),
        3 * WIDTH,
      );
      const [q, newKey, newValue] = layers
        .chunk(packed, 3, 2)
        .map((part) => splitHeads(layers, part, HEADS));
      const [k, v] = withPast(layers, cache, at, newKey, newValue);
      present.push(k, v);
      const attended = mergeHeads(layers, attend(layers, q, k, v, masks));
      x = layers.add(layers.linear(`${layer}.attn.c_proj`, attended, WIDTH), x);
      const mlp = { first: `${layer}.mlp.c_fc`, second: `${layer}.mlp.c_proj` };
      const normal = layers.layerNorm(`${layer}.ln_2`, x);
      const worked = feedForward(layers, mlp, normal, 4 * WIDTH, (z) => layers.tanhGelu(z));
      x = layers.add(x, worked);
    }
    const last = layers.reshape(layers.slice(x, 1, tokens - 1, tokens), [batch, WIDTH]);
    return [layers.tiedLinear(layers.layerNorm('ln_f', last), words), ...present];
  };
  return {
    name: `gpt2-${name}`,
    title: `GPT-2 small, ${title}`,
    family: 'GPT',
    source:
      'Radford et al. 2019, Language models are unsupervised multitask learners; gpt2 config.json',
    metric: 'tokens/s',
    precisions: ['fp32', 'fp16', 'w8a8', 'w4a32', 'w4a16'],
    inputs: (batch) => [
      ...tokenInput(VOCABULARY, tokens)(batch),
      ...pastInputs(batch, past, CACHE),
    ],
    build,
  };
}

export const WORKLOADS = workloadsOf(
  gpt2({ name: 'prefill128', title: 'prefill of 128 tokens', tokens: 128, past: 0 }),
  gpt2({ name: 'decode128', title: 'one token after 128', tokens: 1, past: 128 }),
);
