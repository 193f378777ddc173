// The first blocks of a latent-diffusion U-Net in the configuration of Stable Diffusion 1.5:
// residual blocks that are told the time step, and transformers over the pixels of the latent image
// that read a text of 77 tokens.
import { attend, mergeHeads, splitHeads } from './attention';
import { type Feature, GAIN, type Layers } from './layers';
import { type Net, workloadsOf } from './net';

const LATENT = { channels: 4, side: 32 } as const;
const TEXT = { tokens: 77, width: 768 } as const;
const TIME_WIDTH = 1280;
const HEADS = 8;
const GROUPS = 32;
/**
 * Channels of the two blocks; each has two residual blocks and two transformers, and a halving ends
 * the first.
 */
const WIDTHS = [320, 640] as const;

function residualBlock(
  layers: Layers,
  name: string,
  x: Feature,
  time: Feature,
  channels: number,
): Feature {
  let y = layers.silu(layers.groupNorm(`${name}.norm1`, x, GROUPS));
  y = layers.conv(`${name}.conv1`, y, channels, { kernel: 3, bias: true, gain: GAIN.linear });
  const shift = layers.linear(`${name}.time_emb_proj`, layers.silu(time), channels);
  y = layers.add(y, layers.reshape(shift, [x.dims[0], channels, 1, 1]));
  y = layers.silu(layers.groupNorm(`${name}.norm2`, y, GROUPS));
  y = layers.conv(`${name}.conv2`, y, channels, { kernel: 3, bias: true });
  if (x.dims[1] === channels) return layers.add(x, y);
  const shortcut = { kernel: 1, bias: true, gain: GAIN.linear };
  return layers.add(layers.conv(`${name}.conv_shortcut`, x, channels, shortcut), y);
}

/** Attention of x over `context`: itself, or the text. */
function attention(layers: Layers, name: string, x: Feature, context: Feature): Feature {
  const width = x.dims[2];
  const project = (part: string, from: Feature, gain: number): Feature =>
    splitHeads(layers, layers.linear(`${name}.${part}`, from, width, { bias: false, gain }), HEADS);
  const q = project('to_q', x, GAIN.query);
  const k = project('to_k', context, GAIN.linear);
  const v = project('to_v', context, GAIN.linear);
  return layers.linear(`${name}.to_out.0`, mergeHeads(layers, attend(layers, q, k, v)), width);
}

/** A linear layer of twice the width whose second half gates the first, and one back. */
function gatedFeedForward(layers: Layers, name: string, x: Feature): Feature {
  const width = x.dims[2];
  const [value, gate] = layers.chunk(layers.linear(`${name}.net.0.proj`, x, 8 * width), 2, 2);
  return layers.linear(`${name}.net.2`, layers.mul(value, layers.gelu(gate)), width);
}

function pixelTransformer(layers: Layers, name: string, input: Feature, text: Feature): Feature {
  const [batch, channels, height, width] = input.dims;
  const pointwise = { kernel: 1, bias: true, gain: GAIN.linear };
  const normal = layers.groupNorm(`${name}.norm`, input, GROUPS, 1e-6);
  const projected = layers.conv(`${name}.proj_in`, normal, channels, pointwise);
  let x = layers.reshape(layers.transpose(projected, [0, 2, 3, 1]), [
    batch,
    height * width,
    channels,
  ]);
  const block = `${name}.transformer_blocks.0`;
  const own = layers.layerNorm(`${block}.norm1`, x);
  x = layers.add(x, attention(layers, `${block}.attn1`, own, own));
  x = layers.add(
    x,
    attention(layers, `${block}.attn2`, layers.layerNorm(`${block}.norm2`, x), text),
  );
  x = layers.add(x, gatedFeedForward(layers, `${block}.ff`, layers.layerNorm(`${block}.norm3`, x)));
  const pixels = layers.transpose(
    layers.reshape(x, [batch, height, width, channels]),
    [0, 3, 1, 2],
  );
  return layers.add(layers.conv(`${name}.proj_out`, pixels, channels, pointwise), input);
}

function build(
  layers: Layers,
  [latent, timeFeatures, text]: readonly Feature[],
): readonly Feature[] {
  const hidden = layers.silu(layers.linear('time_embedding.linear_1', timeFeatures, TIME_WIDTH));
  const time = layers.linear('time_embedding.linear_2', hidden, TIME_WIDTH, { gain: GAIN.swish });
  let x = layers.conv('conv_in', latent, WIDTHS[0], { kernel: 3, bias: true, gain: GAIN.linear });
  for (const [index, width] of WIDTHS.entries()) {
    const block = `down_blocks.${index}`;
    if (index > 0) {
      const halving = { kernel: 3, stride: 2, bias: true, gain: GAIN.linear };
      x = layers.conv(`down_blocks.${index - 1}.downsamplers.0.conv`, x, x.dims[1], halving);
    }
    for (const at of [0, 1]) {
      x = residualBlock(layers, `${block}.resnets.${at}`, x, time, width);
      x = pixelTransformer(layers, `${block}.attentions.${at}`, x, text);
    }
  }
  return [x];
}

const DIFFUSION_BLOCKS: Net = {
  name: 'sd15-unet-down-blocks',
  title: 'Latent diffusion, first U-Net blocks (256×256 pixels)',
  family: 'Diffusion',
  source:
    'Rombach et al. 2021, arXiv:2112.10752; stable-diffusion-v1-5 unet/config.json: conv_in, down_blocks 0 and 1',
  metric: 'ms',
  inputs: (batch) => {
    const fill = { kind: 'uniform', low: -1.75, high: 1.75 } as const;
    const { channels, side } = LATENT;
    return [
      { name: 'sample', dtype: 'float32', dims: [batch, channels, side, side], fill },
      { name: 'time_features', dtype: 'float32', dims: [batch, WIDTHS[0]], fill },
      {
        name: 'encoder_hidden_states',
        dtype: 'float32',
        dims: [batch, TEXT.tokens, TEXT.width],
        fill,
      },
    ];
  },
  build,
};

export const WORKLOADS = workloadsOf(DIFFUSION_BLOCKS);
