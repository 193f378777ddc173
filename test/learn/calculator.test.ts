// The formulas that the calculator prints against what its graphs count, and its addresses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, limitTimes, sharedTexts } from '@/app/learn/calculator/counted';
import { initialSizes, type Kind, problemOf, type Sizes } from '@/app/learn/calculator/kind';
import { addressOf, KINDS, readChoice, USUAL_LIMITS } from '@/app/learn/calculator/kinds';
import { countModel } from '@/lib/flops/count';

const FORMULAS: Readonly<Record<string, (s: Sizes) => number>> = {
  linear: (s) => s.rows * s.in * s.out,
  convolution: (s) => {
    const extent = Math.floor((s.extent + 2 * (s.kernel >> 1) - s.kernel) / s.stride) + 1;
    return s.batch * s.out * extent * extent * (s.in / s.groups) * s.kernel * s.kernel;
  },
  transposed: (s) =>
    s.batch * s.in * s.extent * s.extent * (s.out / s.groups) * s.kernel * s.kernel,
  attention: (s) =>
    s.batch *
    ((2 * s.tokens * s.width * s.width * (s.heads + s.kept)) / s.heads +
      2 * s.tokens * s.tokens * s.width),
  lstm: (s) => s.steps * s.batch * 4 * s.hidden * (s.in + s.hidden),
  normalisation: () => 0,
  embedding: () => 0,
  residual: (s) =>
    s.batch * s.extent * s.extent * (2 * s.channels * s.narrow + 9 * s.narrow * s.narrow),
  inverted: (s) =>
    s.batch *
    s.extent *
    s.extent *
    s.expansion *
    s.channels *
    (2 * s.channels + s.kernel * s.kernel),
  encoder: (s) =>
    s.batch *
    (4 * s.tokens * s.width * s.width +
      2 * s.tokens * s.tokens * s.width +
      2 * s.tokens * s.width * s.inner),
  decoder: (s) =>
    s.batch *
    s.tokens *
    ((2 * s.width * s.width * (s.heads + s.kept)) / s.heads +
      2 * (s.past + s.tokens) * s.width +
      3 * s.width * s.inner),
  experts: (s) => s.tokens * (s.width * s.experts + s.active * 2 * s.width * s.inner),
};

/** Sizes that must be multiples of others are made so, or hardly any draw would fit. */
function fitting({ id }: Kind, s: Sizes): Sizes {
  switch (id) {
    case 'convolution':
    case 'transposed':
      return { ...s, in: s.in * s.groups, out: s.out * s.groups };
    case 'attention':
    case 'decoder':
      return { ...s, heads: s.heads * s.kept, width: s.width * s.heads * s.kept };
    case 'encoder':
      return { ...s, width: s.width * s.heads };
    case 'inverted':
      return { ...s, kernel: 2 * (s.kernel >> 1) + 1 };
    case 'experts': {
      const active = Math.min(s.active, s.experts);
      return { ...s, active, tokens: s.tokens * s.experts };
    }
    default:
      return s;
  }
}

describe.each(KINDS)('$id', (kind) => {
  const drawn = fc.record(
    Object.fromEntries(
      kind.sizes.map(({ key, min, max }) => [key, fc.integer({ min, max: Math.min(max, 7) })]),
    ),
  );

  it('counts what its formula says', () => {
    let tried = 0;
    fc.assert(
      fc.property(
        drawn.map((sizes) => fitting(kind, sizes)),
        (sizes) => {
          fc.pre(problemOf(kind, sizes) === null);
          tried += 1;
          const report = countModel(kind.build(sizes));
          expect(report.coverage.unknown).toEqual([]);
          expect(report.macs).toBe(FORMULAS[kind.id](sizes));
        },
      ),
      { numRuns: 50 },
    );
    expect(tried).toBeGreaterThanOrEqual(50);
  });

  it('starts from sizes that fit', () => {
    expect(problemOf(kind, initialSizes(kind))).toBeNull();
  });

  it('has an address that says all of it', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 9000 }), (sizes, gflops) => {
        const choice = { kind, sizes, limits: { gflops, gigabytes: USUAL_LIMITS.gigabytes } };
        const address = new URL(addressOf(choice), 'http://localhost');
        expect(readChoice(address.searchParams)).toEqual(choice);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a choice', () => {
  it('is the first kind where the address says nothing of use', () => {
    const choice = readChoice(new URLSearchParams({ kind: 'none', gflops: '-1', gigabytes: 'x' }));
    expect(choice).toEqual({
      kind: KINDS[0],
      sizes: initialSizes(KINDS[0]),
      limits: USUAL_LIMITS,
    });
  });

  it('says what does not fit instead of counting it', () => {
    const choice = readChoice(new URLSearchParams({ kind: 'convolution', groups: '3' }));
    expect(counted(choice)).toBe('Groups must divide both channel counts.');
    expect(sharedTexts(choice, counted(choice), 'https://flopmark.example').markdown).toBe(
      `https://flopmark.example${addressOf(choice)}`,
    );
  });

  it('is bound by bytes below the ridge and by arithmetic above it', () => {
    const product = readChoice(
      new URLSearchParams({ kind: 'linear', rows: '1024', in: '1024', out: '1024' }),
    );
    expect(counted(product)).toMatchObject({ limit: 'arithmetic', flops: 2 * 1024 ** 3 });
    const vector = readChoice(
      new URLSearchParams({ kind: 'linear', rows: '1', in: '1024', out: '1024' }),
    );
    expect(counted(vector)).toMatchObject({ limit: 'bytes', flops: 2 * 1024 ** 2 });
  });

  it('passes a gradient on where it is not the first layer', () => {
    const product = counted(
      readChoice(new URLSearchParams({ kind: 'linear', rows: '8', in: '16', out: '4' })),
    );
    expect(product).toMatchObject({ macs: 512, backwardMacs: 512, backwardMacsInside: 1024 });
    const block = counted(
      readChoice(
        new URLSearchParams({ kind: 'residual', channels: '16', narrow: '4', extent: '7' }),
      ),
    );
    if (typeof block === 'string') throw new Error(block);
    expect(block.backwardMacs).toBe(2 * block.macs - 49 * 16 * 4);
    expect(block.backwardMacsInside).toBe(2 * block.macs);
  });

  it('takes the time of each limit from its own number', () => {
    const times = limitTimes({ flops: 3e9, bytes: 5e8 }, { gflops: 10, gigabytes: 2 });
    expect(times).toEqual({ arithmeticMs: 300, bytesMs: 250 });
  });

  it('becomes a Markdown table with its address', () => {
    const choice = readChoice(new URLSearchParams({ kind: 'linear' }));
    const { markdown } = sharedTexts(choice, counted(choice), 'https://flopmark.example');
    expect(markdown).toContain(`(https://flopmark.example${addressOf(choice)})`);
    expect(markdown).toContain('| MACs | 1\u2009280\u2009000 |');
    expect(markdown).toMatch(/\| At least, by bytes, at 50 GFLOPS and 20 GB\/s \| 2\d\d.µs \|/);
  });
});
