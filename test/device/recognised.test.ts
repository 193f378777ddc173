import { describe, expect, it } from 'vitest';
import { nameOf, nameOfAdapter } from '@/lib/device/gpu-name/gpu-name';
import { isRecognisedGpu } from '@/lib/device/recognised';
import { referenceJson } from '@/scripts/oracle/reference';
import cases from '@/test/fixtures/cases/renderers.json';

describe('names from the tables', () => {
  it('are those of real renderers and adapters', () => {
    const corpus = (referenceJson('renderers.json') ?? []) as readonly {
      readonly string: string;
    }[];
    const names = [...corpus, ...cases].map(({ string }) => nameOf(string));
    expect(names.filter((name) => !isRecognisedGpu(name))).toEqual([]);
  });

  it('are not made of free words', () => {
    expect(isRecognisedGpu(nameOf('NVIDIA GeForce RTX 4090 BUY NOW'))).toBe(false);
    expect(isRecognisedGpu(nameOf('NVIDIA GeForce RTX 5O90'))).toBe(false);
    expect(isRecognisedGpu(nameOfAdapter({ vendor: 'nvidia', architecture: 'buy-now' }))).toBe(
      false,
    );
    expect(isRecognisedGpu(nameOfAdapter({ vendor: 'nvidia', architecture: 'lovelace' }))).toBe(
      true,
    );
  });
});
