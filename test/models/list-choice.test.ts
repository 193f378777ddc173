// The list of models: one precision, one order, and no word that is not known.
import { describe, expect, it } from 'vitest';
import { nets, netsIn } from '@/lib/views/catalogue';
import { readListChoice, sortEntries } from '@/lib/views/list-choice';

describe('the list of models', () => {
  it('reads what it knows and nothing else', () => {
    expect(readListChoice({ precision: 'fp16', sort: 'flops' })).toEqual({
      precision: 'fp16',
      sort: 'flops',
    });
    expect(readListChoice({ precision: 'fp8', sort: ['flops'] })).toEqual({
      precision: null,
      sort: 'title',
    });
  });

  it('has each net once at a precision, nothing pruned, batch 1', () => {
    const fp32 = netsIn('fp32');
    expect(fp32.map(({ id }) => id)).toContain('resnet50-fp32');
    expect(fp32.filter(({ id, batch }) => id.includes('-pruned') || batch !== 1)).toEqual([]);
    expect(new Set(fp32.map(({ title }) => title)).size).toBe(fp32.length);
    expect(netsIn('fp16').length).toBeGreaterThan(0);
  });

  it('is sorted by work, or by networks with the name second', () => {
    const flops = sortEntries(nets(), 'flops', new Map()).map((entry) => entry.flops);
    expect(flops).toEqual(flops.toSorted((a, b) => a - b));
    const [first, second] = sortEntries(nets(), 'networks', new Map([['resnet50-fp32', 3]]));
    expect([first?.id, second?.title]).toEqual([
      'resnet50-fp32',
      sortEntries(nets(), 'title', new Map())[0]?.title,
    ]);
  });
});
