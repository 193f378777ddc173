// Vision Transformers: an image as a sequence of patches and a class token, through a pre-norm
// encoder.
import { feedForward, packedSelfAttention } from './attention';
import { type Feature, GAIN, type Layers } from './layers';
import { imageInput, type Net, workloadsOf } from './net';

const IMAGE = 224;
const DEPTH = 12;
const HEADS = 12;
const WIDTH = 768;
const HIDDEN = 3072;
const EPSILON = 1e-6;

function encoderLayer(layers: Layers, name: string, x: Feature): Feature {
  const attention = `${name}.self_attention`;
  const names = { inProjection: `${attention}.in_proj`, outProjection: `${attention}.out_proj` };
  const attended = packedSelfAttention(
    layers,
    names,
    layers.layerNorm(`${name}.ln_1`, x, EPSILON),
    HEADS,
  );
  const y = layers.add(attended, x);
  const normal = layers.layerNorm(`${name}.ln_2`, y, EPSILON);
  const mlp = { first: `${name}.mlp.0`, second: `${name}.mlp.3` };
  return layers.add(
    y,
    feedForward(layers, mlp, normal, HIDDEN, (z) => layers.gelu(z)),
  );
}

function vit(patch: number): Net {
  const side = IMAGE / patch;
  const tokens = side * side + 1;
  const build = (layers: Layers, [input]: readonly Feature[]): readonly Feature[] => {
    const batch = input.dims[0];
    const options = { kernel: patch, stride: patch, padding: 0, bias: true, gain: GAIN.linear };
    const patches = layers.reshape(layers.conv('conv_proj', input, WIDTH, options), [
      batch,
      WIDTH,
      side * side,
    ]);
    const token = layers.expand(layers.parameter('class_token', [1, 1, WIDTH], -1, 1), [
      batch,
      1,
      WIDTH,
    ]);
    let x = layers.concat([token, layers.transpose(patches, [0, 2, 1])], 1);
    x = layers.add(x, layers.parameter('encoder.pos_embedding', [1, tokens, WIDTH], -0.5, 0.5));
    for (let layer = 0; layer < DEPTH; layer += 1)
      x = encoderLayer(layers, `encoder.layers.encoder_layer_${layer}`, x);
    x = layers.layerNorm('encoder.ln', x, EPSILON);
    return [
      layers.linear('heads.head', layers.reshape(layers.slice(x, 1, 0, 1), [batch, WIDTH]), 1000),
    ];
  };
  return {
    name: `vit-b-${patch}`,
    title: `ViT-B/${patch}`,
    family: 'ViT',
    source: `Dosovitskiy et al. 2020, arXiv:2010.11929; torchvision vit_b_${patch}`,
    metric: 'ms',
    inputs: imageInput(IMAGE),
    precisions: patch === 32 ? ['fp32', 'fp16', 'w8a8', 'w4a32'] : ['fp32'],
    build,
  };
}

export const WORKLOADS = workloadsOf(vit(16), vit(32));
