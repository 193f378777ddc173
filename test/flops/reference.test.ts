// Exported classifiers against published counts: MACs equal to the last digit, backward too, and
// the initialisers that these files hold (weights left out, BatchNormalization folded, equal
// tensors stored once).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countModel } from '@/lib/flops/count';
import type { CountOptions, Report } from '@/lib/flops/report';
import { DEFAULT_SEED, findWorkload } from '@/lib/models/registry';
import { loadBytes } from '@/lib/onnx/load';
import { referenceJson, referencePath } from '@/scripts/oracle/reference';

interface Row {
  readonly model: string;
  readonly crop: number;
  readonly macs: number;
}
interface BackwardRow {
  readonly model: string;
  readonly input_requires_grad: boolean;
  readonly bwd_macs: number;
}

function count(file: string, options: CountOptions = {}): Report {
  const model = loadBytes(readFileSync(referencePath(file)));
  if (!model.ok) throw new Error(`${file}: ${model.error.message}`);
  return countModel(model.value, options);
}

const { models: torchvision } = referenceJson('torchvision.json') as {
  readonly models: readonly Row[];
};
const { entries: backward } = referenceJson('backward.json') as {
  readonly entries: readonly BackwardRow[];
};

/**
 * Elements of all initialisers, and of those that are trained, summed by hand from each file's
 * tensors.
 */
const INITIALISERS: Readonly<Record<string, number>> = {
  mobilenet_v2: 3_475_008,
  resnet18: 11_680_872,
  swin_t: 28_545_202,
  vit_b_32: 88_224_232,
};

describe.each(Object.entries(INITIALISERS))('%s', (model, initialisers) => {
  const file = `onnx/${model}.onnx`;

  it('has the published MACs and its own initialisers', () => {
    const report = count(file);
    expect(report.macs).toBe(
      torchvision.find((row) => row.model === model && row.crop === 224)?.macs,
    );
    expect(report.initialisers).toBe(initialisers);
    expect(report.coverage.unknown).toEqual([]);
    expect(report.outputs.map(({ dims }) => dims)).toEqual([[1, 1000]]);
  });
});

describe('backward', () => {
  // The "light" ResNet-50 is the same network with its weights replaced by ConstantOfShape.
  const files: Readonly<Record<string, string>> = {
    resnet18: 'onnx/resnet18.onnx',
    resnet50: 'onnx-light/light_resnet50.onnx',
    mobilenet_v2: 'onnx/mobilenet_v2.onnx',
  };
  for (const { model, input_requires_grad: inputGrad, bwd_macs: expected } of backward) {
    const file = files[model];
    if (file !== undefined) {
      it(`${model}, input gradient ${inputGrad}`, () => {
        expect(count(file, { inputGrad }).backwardMacs).toBe(expected);
      });
    }
    it(`${model} of the zoo, input gradient ${inputGrad}`, async () => {
      const workload = await findWorkload(`${model.replaceAll('_', '-')}-fp32`);
      expect(countModel(workload.build(DEFAULT_SEED), { inputGrad }).backwardMacs).toBe(expected);
    });
  }
});

/**
 * The ONNX project's light graphs. MACs by hand: alexnet's and vgg's layers from their papers, the
 * rest by summing out × C/g × k² over the convolutions. Parameters as published: squeezenet 1.1,
 * vgg19, densenet121 with the bias of each Scale layer, resnet50.
 */
const LIGHT: readonly (readonly [string, { macs: number; params?: number }])[] = [
  ['bvlc_alexnet', { macs: 654_560_384, params: 60_965_224 }],
  ['densenet121', { macs: 2_834_161_664 }],
  ['inception_v1', { macs: 1_431_556_352, params: 6_998_552 }],
  ['inception_v2', { macs: 2_018_851_840 }],
  ['resnet50', { macs: 4_089_184_256, params: 25_557_032 }],
  ['shufflenet', { macs: 124_664_528 }],
  ['squeezenet', { macs: 349_151_936, params: 1_235_496 }],
  ['vgg19', { macs: 19_632_062_464, params: 143_667_240 }],
  ['zfnet512', { macs: 1_481_727_008 }],
];

describe('light graphs', () => {
  for (const [name, expected] of LIGHT) {
    const file = `onnx-light/light_${name}.onnx`;
    it(name, () => {
      const report = count(file);
      expect(report).toMatchObject(expected);
      expect(report.coverage.unknown).toEqual([]);
    });
  }
});
