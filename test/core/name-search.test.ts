import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchNames } from '@/lib/core/name-search';

const DEVICES = [
  'NVIDIA GeForce RTX 4090',
  'NVIDIA GeForce RTX 4090 Laptop GPU',
  'NVIDIA GeForce RTX 4070 Ti SUPER',
  'NVIDIA GeForce RTX 3090 Ti',
  'AMD Radeon RX 9070 XT',
  'AMD Radeon RX 7900 XTX',
  'Intel Iris Xe Graphics',
  'Apple M3',
  'Apple M3 Max',
  'CPU: Linux, x86-64, 8 cores',
];
const search = (query: string, limit = 10) => searchNames(DEVICES, (name) => name, query, limit);

describe('names as people type them', () => {
  it.each([
    ['rtx4090', 'NVIDIA GeForce RTX 4090'],
    ['RTX-4090', 'NVIDIA GeForce RTX 4090'],
    ['m3max', 'Apple M3 Max'],
    ['M3-Max', 'Apple M3 Max'],
    ['9070xt', 'AMD Radeon RX 9070 XT'],
    ['geforce4090', 'NVIDIA GeForce RTX 4090'],
    ['ｒｔｘ４０９０', 'NVIDIA GeForce RTX 4090'],
    ['nvida 4090', 'NVIDIA GeForce RTX 4090'],
    ['gefroce 4090', 'NVIDIA GeForce RTX 4090'],
    ['laptop 4090', 'NVIDIA GeForce RTX 4090 Laptop GPU'],
    ['radeon xtx', 'AMD Radeon RX 7900 XTX'],
    ['írís xe', 'Intel Iris Xe Graphics'],
    ['x86-64', 'CPU: Linux, x86-64, 8 cores'],
  ])('%s', (query, name) => {
    expect(search(query)).toMatchObject({ nearest: false });
    expect(search(query).items[0]).toBe(name);
  });

  it('gives the nearest where nothing answers every word, and says so', () => {
    expect(search('4090 ti')).toEqual({
      items: ['NVIDIA GeForce RTX 4090', 'NVIDIA GeForce RTX 4090 Laptop GPU'],
      nearest: true,
    });
  });

  it('never takes one number for another', () => {
    expect(search('4091')).toEqual({ items: [], nearest: false });
    expect(search('rx 7909').items).not.toContain('AMD Radeon RX 7900 XTX');
  });

  it('finds nothing by nothing, by signs, or by other words', () => {
    for (const query of ['', '   ', '%', '(.*)', 'no such thing'])
      expect(search(query).items).toEqual([]);
  });

  it('puts whole names before parts and keeps to the limit', () => {
    expect(search('m3').items).toEqual(['Apple M3', 'Apple M3 Max']);
    expect(search('rtx', 2).items).toHaveLength(2);
  });

  it('finds every name by itself, fused, in any case and order of its words', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DEVICES), fc.boolean(), (name, fused) => {
        const words = name.split(' ').toReversed();
        expect(search(words.join(' ').toUpperCase(), 1).items).toEqual([name]);
        if (fused) expect(search(name.replaceAll(/[^\p{L}\p{N}]/gu, '')).items).toContain(name);
      }),
    );
  });
});
