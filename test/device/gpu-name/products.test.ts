import { describe, expect, it } from 'vitest';
import { nameOf } from '@/lib/device/gpu-name/gpu-name';
import { isProduct } from '@/lib/device/gpu-name/products/products';
import { KNOWN_GPUS } from '@/lib/device/known-devices';
import { referenceJson } from '@/scripts/oracle/reference';
import cases from '@/test/fixtures/cases/renderers.json';

const product = (text: string): boolean => isProduct(nameOf(text));

describe('models that are products', () => {
  it('has every GPU of the table of peaks', () => {
    expect(KNOWN_GPUS.filter((name) => !product(name))).toEqual([]);
  });

  it('has every model that real renderers name', () => {
    const corpus = (referenceJson('renderers.json') ?? []) as readonly {
      readonly string: string;
    }[];
    const named = [...corpus, ...cases].map(({ string }) => nameOf(string));
    const missing = named.filter((name) => name.model !== null && !isProduct(name));
    expect(missing).toEqual([]);
  });

  it.each([
    'NVIDIA GeForce RTX 5O90',
    'NVIDIA GeForce RTX 6090',
    'GeForce RTX 4090 Ti',
    'GeForce RTX 4090 BUY NOW',
    'GeForce RTX 4090 Best Laptop GPU',
    'NVIDIA H100 cheap hosting',
    'Radeon RX 9999 XT',
    'Radeon RX 7900 XTX Ti',
    'AMD Cheap GPU 4090',
    'Radeon HD 7550M/visit-example.com',
    'Intel Buy Now UHD Graphics 630',
    'Intel Arc A999',
    'Adreno 999',
    'Mali-G999 MC2',
    'Adreno 830 Buy Now',
    'Apple M9',
  ])('knows no %s', (text) => {
    expect(product(text)).toBe(false);
  });

  it('knows nothing where nothing is named', () => {
    for (const text of ['', 'NVIDIA Graphics Device', 'Apple GPU', 'nBYsWLly5cOmTJEi'])
      expect(product(text)).toBe(false);
  });
});
