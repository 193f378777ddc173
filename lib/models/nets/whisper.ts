// The encoder of Whisper tiny: two convolutions along time over 30 seconds of log-mel frames, then
// a pre-norm encoder.
import { feedForward, selfAttention } from './attention';
import type { Feature, Layers } from './layers';
import { GAIN } from './layers';
import { type Net, workloadsOf } from './net';

const MEL_BANDS = 80;
const FRAMES = 3000;
const WIDTH = 384;
const DEPTH = 4;
const HEADS = 6;

function encoderLayer(layers: Layers, name: string, x: Feature): Feature {
  const attention = `${name}.self_attn`;
  const names = {
    query: `${attention}.q_proj`,
    key: `${attention}.k_proj`,
    value: `${attention}.v_proj`,
    out: `${attention}.out_proj`,
  };
  const normal = layers.layerNorm(`${name}.self_attn_layer_norm`, x);
  const y = layers.add(x, selfAttention(layers, names, normal, HEADS, { keyBias: false }));
  const mlp = { first: `${name}.fc1`, second: `${name}.fc2` };
  const inner = layers.layerNorm(`${name}.final_layer_norm`, y);
  return layers.add(
    y,
    feedForward(layers, mlp, inner, 4 * WIDTH, (z) => layers.gelu(z)),
  );
}

function build(layers: Layers, [mel]: readonly Feature[]): readonly Feature[] {
  let x = layers.gelu(
    layers.conv1d('conv1', mel, WIDTH, { kernel: 3, stride: 1, gain: GAIN.swish }),
  );
  x = layers.gelu(layers.conv1d('conv2', x, WIDTH, { kernel: 3, stride: 2, gain: GAIN.swish }));
  x = layers.add(
    layers.transpose(x, [0, 2, 1]),
    layers.embedding('embed_positions', FRAMES / 2, WIDTH),
  );
  for (let at = 0; at < DEPTH; at += 1) x = encoderLayer(layers, `layers.${at}`, x);
  return [layers.layerNorm('layer_norm', x)];
}

const WHISPER_TINY_ENCODER: Net = {
  name: 'whisper-tiny-encoder',
  title: 'Whisper tiny, encoder',
  family: 'Whisper',
  source: 'Radford et al. 2022, arXiv:2212.04356; openai/whisper-tiny config.json, 30 s of audio',
  metric: 'ms',
  inputs: (batch) => [
    {
      name: 'input_features',
      dtype: 'float32',
      dims: [batch, MEL_BANDS, FRAMES],
      fill: { kind: 'uniform', low: -2, high: 2 },
    },
  ],
  build,
};

export const WORKLOADS = workloadsOf(WHISPER_TINY_ENCODER);
