// Every net against its published counts, to the last digit: parameters from torchvision's weights
// and the model cards, MACs from test/fixtures/reference/torchvision.json (measured there with
// torch) or computed once by hand from the paper's table.
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import { findWorkload, listWorkloads } from '@/lib/models/registry';

const TORCHVISION = 'test/fixtures/reference/torchvision.json';
/**
 * torchvision's documentation of the weights: num_params, and _ops in GMACs rounded to three
 * decimals.
 */
const WEIGHTS = 'torchvision.models weights: num_params, _ops';

/** num_parameters() of the published checkpoint; MACs by the formula of the architecture. */
const CARDS = 'Hugging Face transformers: num_parameters() of the published configuration';
const TOKENS = 128;

/**
 * Four projections and two feed-forward layers a token, and scores and sums over `keys` tokens
 * each.
 */
const decoderMacs = (width: number, depth: number, hidden: number, keys: number): number =>
  depth * (4 * width ** 2 + 2 * width * hidden + 2 * width * keys);
const encoderMacs = (width: number, depth: number, hidden: number): number =>
  TOKENS * decoderMacs(width, depth, hidden, TOKENS);
/**
 * One token of SmolLM-135M: queries and output 576 wide, keys and values 192, three feed-forward
 * matrices.
 */
const llamaMacs = (keys: number): number =>
  30 * (2 * 576 ** 2 + 2 * 576 * 192 + 3 * 576 * 1536 + 2 * 576 * keys);

/** Stable Diffusion 1.5: conv_in, time embedding, down blocks 0 (with its halving) and 1. */
function sd15Params(): number {
  const residual = (from: number, to: number): number =>
    2 * from +
    9 * from * to +
    to +
    1280 * to +
    to +
    2 * to +
    9 * to ** 2 +
    to +
    (from === to ? 0 : from * to + to);
  const transformer = (c: number): number => {
    const projections = 2 * (c ** 2 + c);
    const attentions = 4 * c ** 2 + c + (2 * c ** 2 + 2 * 768 * c + c);
    const feedForward = 8 * c ** 2 + 8 * c + 4 * c ** 2 + c;
    return 8 * c + projections + attentions + feedForward;
  };
  const time = 320 * 1280 + 1280 + 1280 ** 2 + 1280;
  const first = 2 * residual(320, 320) + 2 * transformer(320) + 9 * 320 ** 2 + 320;
  const second = residual(320, 640) + residual(640, 640) + 2 * transformer(640);
  return 9 * 4 * 320 + 320 + time + first + second;
}

interface Published {
  readonly params: number;
  readonly macs: number;
  readonly source: string;
}

const PUBLISHED: Readonly<Record<string, Published>> = {
  'alexnet-fp32': { params: 61_100_840, macs: 714_188_480, source: TORCHVISION },
  'vgg16-fp32': { params: 138_357_544, macs: 15_470_264_320, source: TORCHVISION },
  'googlenet-fp32': { params: 6_624_904, macs: 1_498_376_192, source: TORCHVISION },
  'inception-v3-fp32': {
    params: 23_834_568,
    macs: 5_713_216_096,
    source: `${WEIGHTS} (5.713), without auxiliary head`,
  },
  'resnet18-fp32': { params: 11_689_512, macs: 1_814_073_344, source: TORCHVISION },
  'resnet50-fp32': { params: 25_557_032, macs: 4_089_184_256, source: TORCHVISION },
  'resnext50-32x4d-fp32': { params: 25_028_904, macs: 4_230_479_872, source: TORCHVISION },
  'wide-resnet50-2-fp32': { params: 68_883_240, macs: 11_398_021_120, source: TORCHVISION },
  'densenet121-fp32': { params: 7_978_856, macs: 2_834_161_664, source: TORCHVISION },
  'squeezenet1-0-fp32': { params: 1_248_424, macs: 818_924_576, source: TORCHVISION },
  'squeezenet1-1-fp32': { params: 1_235_496, macs: 349_151_936, source: `${WEIGHTS} (0.349)` },
  'mobilenet-v2-fp32': { params: 3_504_872, macs: 300_774_272, source: TORCHVISION },
  'mobilenet-v3-large-fp32': { params: 5_483_032, macs: 216_589_760, source: TORCHVISION },
  'mobilenet-v3-small-fp32': { params: 2_542_856, macs: 56_510_400, source: `${WEIGHTS} (0.057)` },
  'shufflenet-v2-x1-0-fp32': { params: 2_278_604, macs: 144_907_992, source: TORCHVISION },
  'mnasnet1-0-fp32': { params: 4_383_312, macs: 314_415_872, source: TORCHVISION },
  'efficientnet-b0-fp32': { params: 5_288_548, macs: 385_814_752, source: TORCHVISION },
  'regnet-y-400mf-fp32': { params: 4_344_144, macs: 401_842_848, source: TORCHVISION },
  'vit-b-16-fp32': { params: 86_567_656, macs: 17_563_828_224, source: TORCHVISION },
  'vit-b-32-fp32': { params: 88_224_232, macs: 4_409_186_304, source: TORCHVISION },
  'convnext-tiny-fp32': { params: 28_589_128, macs: 4_455_531_264, source: TORCHVISION },
  'swin-t-fp32': { params: 28_288_354, macs: 4_490_566_656, source: TORCHVISION },
  'bert-base-fp32': {
    params: 109_482_240,
    macs: encoderMacs(768, 12, 3072) + 768 ** 2,
    source: CARDS,
  },
  'distilbert-base-fp32': { params: 66_362_880, macs: encoderMacs(768, 6, 3072), source: CARDS },
  'minilm-l6-fp32': {
    params: 22_713_216,
    macs: encoderMacs(384, 6, 1536) + 384 ** 2,
    source: CARDS,
  },
  'gpt2-prefill128-fp32': {
    params: 124_439_808,
    macs: encoderMacs(768, 12, 3072) + 768 * 50_257,
    source: CARDS,
  },
  'gpt2-decode128-fp32': {
    params: 124_439_808,
    macs: decoderMacs(768, 12, 3072, 129) + 768 * 50_257,
    source: CARDS,
  },
  'smollm-135m-prefill128-fp32': {
    params: 134_515_008,
    macs: 128 * llamaMacs(128) + 576 * 49_152,
    source: CARDS,
  },
  'smollm-135m-decode128-fp32': {
    params: 134_515_008,
    macs: llamaMacs(129) + 576 * 49_152,
    source: CARDS,
  },
  'clip-vit-b-32-text-fp32': {
    params: 63_165_952 + 512 ** 2,
    macs: 77 * decoderMacs(512, 12, 2048, 77) + 512 ** 2,
    source: `${CARDS}, with the text projection`,
  },
  'whisper-tiny-encoder-fp32': {
    params: 8_208_384,
    macs: 3000 * 384 * 80 * 3 + 1500 * (384 ** 2 * 3 + decoderMacs(384, 4, 1536, 1500)),
    source: CARDS,
  },
  'unet-fp32': {
    params: 31_037_698,
    macs: 48_171_581_440,
    source: 'milesial/Pytorch-UNet: 31,037,698 with 2 classes',
  },
  'yolov8n-fp32': {
    params: 3_157_184,
    macs: 4_371_993_600,
    source:
      'Ultralytics model summary: 3,157,200 parameters, 3,157,184 gradients (16 frozen distances), 8.7 GFLOPs',
  },
  'sd15-unet-down-blocks-fp32': {
    params: sd15Params(),
    macs: 17_659_576_320,
    source: 'formula of the configuration; no count of these blocks alone is published',
  },
  'lstm-lm-fp32': {
    params: 2 * 10_000 * 650 + 10_000 + 2 * (8 * 650 ** 2 + 8 * 650),
    macs: 35 * (2 * 8 * 650 ** 2 + 650 * 10_000),
    source: 'formula of the configuration (Zaremba et al. say 20 M)',
  },
};

describe('nets', () => {
  it.each(Object.entries(PUBLISHED))(
    '%s has the published counts',
    async (id, { params, macs }) => {
      const report = countModel((await findWorkload(id)).build(1));
      expect({ params: report.params, macs: report.macs }).toEqual({ params, macs });
      expect(report.coverage.unknown).toEqual([]);
    },
  );

  it('multiply their work by the batch and keep their parameters', async () => {
    const batched = (await listWorkloads()).filter(({ id, batch }) => id.includes(`-b${batch}-`));
    expect(batched.length).toBeGreaterThan(0);
    for (const { id, batch, build } of batched) {
      const one = countModel((await findWorkload(id.replace(`-b${batch}-`, '-'))).build(1));
      const many = countModel(build(1));
      expect({ id, params: many.params, macs: many.macs }).toEqual({
        id,
        params: one.params,
        macs: Number(one.macs) * batch,
      });
    }
  });
});
