// A Llama-style decoder in the configuration of SmolLM-135M: RMSNorm, rotary positions, nine query
// heads on three heads of keys and values, SwiGLU, tied embeddings. Prefill of 128 tokens, or one
// token after a cache of 128.
import { attend, causalMask, mergeHeads, splitHeads } from './attention';
import { pastInputs, withPast } from './key-value-cache';
import { type Feature, GAIN, type Layers } from './layers';
import { type Net, tokenInput, workloadsOf } from './net';
import { rotaryTables, rotate } from './rotary';

const VOCABULARY = 49_152;
const WIDTH = 576;
const DEPTH = 30;
const HEADS = 9;
const KEY_HEADS = 3;
const HEAD_WIDTH = 64;
const HIDDEN = 1536;
const ROTARY_BASE = 10_000;
const CACHE = { depth: DEPTH, heads: KEY_HEADS, headWidth: HEAD_WIDTH };

interface Step {
  readonly name: string;
  readonly title: string;
  /** New tokens. */
  readonly tokens: number;
  /** Tokens in the cache. */
  readonly past: number;
}

/** Each head of keys or values serves `HEADS / KEY_HEADS` heads of queries. */
function shareHeads(layers: Layers, x: Feature): Feature {
  const [batch, heads, tokens, width] = x.dims;
  const sharing = HEADS / KEY_HEADS;
  const one = layers.reshape(x, [batch, heads, 1, tokens, width]);
  return layers.reshape(layers.expand(one, [batch, heads, sharing, tokens, width]), [
    batch,
    HEADS,
    tokens,
    width,
  ]);
}

function swiGlu(layers: Layers, name: string, x: Feature): Feature {
  const plain = { bias: false };
  const gate = layers.silu(
    layers.linear(`${name}.gate_proj`, x, HIDDEN, { ...plain, gain: GAIN.swish }),
  );
  const inner = layers.mul(gate, layers.linear(`${name}.up_proj`, x, HIDDEN, plain));
  return layers.linear(`${name}.down_proj`, inner, WIDTH, { ...plain, gain: GAIN.residual });
}

function smolLm({ name, title, tokens, past }: Step): Net {
  const build = (layers: Layers, [ids, ...cache]: readonly Feature[]): readonly Feature[] => {
    const words = layers.embedding('model.embed_tokens', VOCABULARY, WIDTH);
    const tables = rotaryTables(ROTARY_BASE, HEAD_WIDTH, past, tokens);
    const cosines = layers.table('rotary.cos', [1, 1, tokens, HEAD_WIDTH], tables.cosines);
    const sines = layers.table('rotary.sin', [1, 1, tokens, HEAD_WIDTH], tables.sines);
    const masks = tokens > 1 ? [causalMask(layers, tokens)] : [];
    const plain = { bias: false };
    const present: Feature[] = [];
    let x = layers.gather(words, ids);
    for (let at = 0; at < DEPTH; at += 1) {
      const layer = `model.layers.${at}`;
      const normal = layers.rmsNorm(`${layer}.input_layernorm`, x);
      const project = (part: string, heads: number): Feature =>
        splitHeads(
          layers,
          layers.linear(`${layer}.self_attn.${part}`, normal, heads * HEAD_WIDTH, plain),
          heads,
        );
      const q = rotate(layers, project('q_proj', HEADS), cosines, sines);
      const newKey = rotate(layers, project('k_proj', KEY_HEADS), cosines, sines);
      const [k, v] = withPast(layers, cache, at, newKey, project('v_proj', KEY_HEADS));
      present.push(k, v);
      const attended = mergeHeads(
        layers,
        attend(layers, q, shareHeads(layers, k), shareHeads(layers, v), masks),
      );
      const out = layers.linear(`${layer}.self_attn.o_proj`, attended, WIDTH, {
        ...plain,
        gain: GAIN.residual,
      });
      x = layers.add(x, out);
      x = layers.add(
        x,
        swiGlu(layers, `${layer}.mlp`, layers.rmsNorm(`${layer}.post_attention_layernorm`, x)),
      );
    }
    const last = layers.reshape(layers.slice(x, 1, tokens - 1, tokens), [ids.dims[0], WIDTH]);
    return [layers.tiedLinear(layers.rmsNorm('model.norm', last), words), ...present];
  };
  return {
    name: `smollm-135m-${name}`,
    title: `SmolLM-135M, ${title}`,
    family: 'Llama',
    source: 'Touvron et al. 2023, arXiv:2302.13971; HuggingFaceTB/SmolLM-135M config.json',
    metric: 'tokens/s',
    // No w8a8: over thirty layers engines differ by a tenth of the outputs, so that none could be
    // called wrong.
    precisions: ['fp32', 'fp16', 'w4a32', 'w4a16'],
    inputs: (batch) => [
      ...tokenInput(VOCABULARY, tokens)(batch),
      ...pastInputs(batch, past, CACHE),
    ],
    build,
  };
}

export const WORKLOADS = workloadsOf(
  smolLm({ name: 'prefill128', title: 'prefill of 128 tokens', tokens: 128, past: 0 }),
  smolLm({ name: 'decode128', title: 'one token after 128', tokens: 1, past: 128 }),
);
