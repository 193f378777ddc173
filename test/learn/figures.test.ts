// What the figures of the chapters draw, computed.
import { describe, expect, it } from 'vitest';
import { cacheBytesPerToken } from '@/app/learn/_figures/cache-growth';
import { bfloatBits, floatBits, formatsOf } from '@/app/learn/_figures/number-formats';
import { scatteredMask } from '@/app/learn/_figures/pruning-masks';
import { outputExtent, slidingMacs } from '@/app/learn/_figures/sliding-window';
import { crossing, timeOn } from '@/app/learn/_figures/start-and-pace';
import { decoderOf } from '@/app/learn/attention/decoders';
import { parametersBesideEmbeddings } from '@/app/learn/backward/language-model';
import { smallNetStages } from '@/app/learn/backward/small-net';
import { resnetStages } from '@/app/learn/counting/resnet-stages';
import { MANIFEST } from '@/lib/models/manifest';

describe('number formats', () => {
  it('write 0.3 as IEEE 754 and bfloat16 do', () => {
    const [fp32, bf16, fp16, int8, int4] = formatsOf(0.3, 1.5);
    const bits = (format: typeof fp32): string => format.fields.map((field) => field.bits).join('');
    expect(bits(fp32)).toBe('00111110100110011001100110011010');
    expect(bits(bf16)).toBe('0011111010011010');
    expect(bits(fp16)).toBe('0011010011001101');
    expect(fp16.value).toBe(0.300048828125);
    expect(bf16.value).toBe(0.30078125);
    // 0.3 / (1.5 / 127) = 25.4 and 0.3 / (1.5 / 7) = 1.4.
    expect(bits(int8)).toBe('00011001');
    expect(bits(int4)).toBe('0001');
    expect(int8.value).toBeCloseTo((25 * 1.5) / 127, 12);
    expect(int4.value).toBeCloseTo(1.5 / 7, 12);
  });

  it('write negative integers in two’s complement and stay within their range', () => {
    const [, , , int8, int4] = formatsOf(-3, 1.5);
    expect(int8.fields[0].bits).toBe('10000001');
    expect(int4.fields[0].bits).toBe('1001');
  });

  it('round bfloat16 half to even', () => {
    const half = new DataView(new ArrayBuffer(4));
    for (const [bits, rounded] of [
      [0x3f808000, 0x3f80],
      [0x3f818000, 0x3f82],
      [0x3f808001, 0x3f81],
    ]) {
      half.setUint32(0, bits);
      expect(bfloatBits(half.getFloat32(0))).toBe(rounded);
      expect(floatBits(half.getFloat32(0))).toBe(bits);
    }
  });
});

describe('ResNet-50 by stage', () => {
  it('adds up to the pinned count and parameters', () => {
    const entry = MANIFEST.get('resnet50-fp32');
    const stages = resnetStages();
    expect(stages.reduce((sum, { macs }) => sum + macs, 0)).toBe(entry?.macs);
    expect(stages.reduce((sum, { params }) => sum + params, 0)).toBe(entry?.params);
  });
});

describe('the small net', () => {
  it('has a first layer without a gradient of its input', () => {
    expect(smallNetStages()).toEqual([
      { name: 'Linear 1', forwardMacs: 64 * 256, inputMacs: 0, weightMacs: 64 * 256 },
      { name: 'ReLU', forwardMacs: 0, inputMacs: 0, weightMacs: 0 },
      { name: 'Linear 2', forwardMacs: 256 * 256, inputMacs: 256 * 256, weightMacs: 256 * 256 },
    ]);
  });
});

describe('the rule of six FLOPs', () => {
  it('counts the parameters of GPT-2 small beside its embeddings', () => {
    // 50,257 words and 1024 positions of width 768 out of 124,439,808.
    expect(parametersBesideEmbeddings()).toBe(124_439_808 - (50_257 + 1024) * 768);
  });
});

describe('the cache of keys and values', () => {
  it('is what the published configurations say', () => {
    // GPT-2 small: 12 layers, 12 heads of 64. SmolLM-135M: 30 layers, 3 key and value heads of 64.
    expect(cacheBytesPerToken(decoderOf('gpt2-decode128-fp32'))).toBe(2 * 12 * 12 * 64 * 4);
    expect(cacheBytesPerToken(decoderOf('smollm-135m-decode128-fp32'))).toBe(2 * 30 * 3 * 64 * 4);
  });
});

describe('small drawings', () => {
  it('slide a window as the specification of Conv says', () => {
    expect(outputExtent({ extent: 7, kernel: 3, stride: 2, padding: 1 })).toBe(4);
    expect(slidingMacs({ extent: 7, kernel: 3, stride: 2, padding: 1 })).toBe(144);
  });

  it('take out exactly half of the weights', () => {
    expect(scatteredMask(12).filter(Boolean)).toHaveLength(72);
  });

  it('find where two processors take equally long', () => {
    const cpu = { name: 'CPU', startMs: 0.005, gflops: 50, colour: '' };
    const gpu = { name: 'GPU', startMs: 0.2, gflops: 2000, colour: '' };
    const flops = crossing(cpu, gpu) ?? Number.NaN;
    expect(timeOn(cpu, flops)).toBeCloseTo(timeOn(gpu, flops), 12);
    expect(crossing(gpu, { ...cpu, startMs: 1 })).toBeNull();
  });
});
