// What is taken by hand is what the schema would take, and nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from '@/lib/core/zod';
import {
  environmentSchema,
  LIMITS,
  measurementSchema,
  outputSchema,
  sampleSchema,
  seriesSchema,
} from '@/lib/submission/schema';
import { ENVIRONMENT } from '@/scripts/client/submission';

const finite = z.number().finite();
const interpreted = {
  warmup: z.array(sampleSchema).max(LIMITS.samples),
  samples: z.array(sampleSchema).min(1).max(LIMITS.samples),
  projections: z.array(finite).length(64),
  outputSamples: z.array(finite).max(32),
};
const checked: Readonly<Record<keyof typeof interpreted, z.ZodType>> = {
  warmup: seriesSchema(0),
  samples: seriesSchema(1),
  projections: outputSchema.shape.projections,
  outputSamples: outputSchema.shape.samples,
};

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(
    0,
    -0,
    1,
    1e-6,
    9.99e-7,
    5e-324,
    0.5,
    1_000_000,
    1_000_001,
    3_600_000,
    3_600_001,
    NaN,
    Infinity,
  ),
);
const sample = fc.record({
  elapsedMs: fc.double({ min: 1e-6, max: 3.6e6, noNaN: true }),
  iterations: fc.integer({ min: 1, max: 1e6 }),
});
const nearly = fc.oneof(
  { weight: 4, arbitrary: sample },
  fc.record({ elapsedMs: number, iterations: number }),
  fc.record({ elapsedMs: fc.anything(), iterations: number }, { requiredKeys: [] }),
  sample.map((one) => ({ ...one, more: 1 })),
  sample.map((one) => Object.assign([], one)),
  sample.map((one) => JSON.parse(JSON.stringify(one).replace('{', '{"__proto__":1,'))),
  fc.anything(),
);
const list = fc.oneof(
  fc.array(sample, { maxLength: 5 }),
  fc.array(nearly, { maxLength: 5 }),
  fc.array(
    fc.oneof(
      { weight: 1000, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
      fc.anything(),
    ),
    {
      minLength: 62,
      maxLength: 65,
    },
  ),
  fc.anything(),
);

describe('lists of a submission', () => {
  it.each(Object.keys(interpreted) as (keyof typeof interpreted)[])(
    '%s are what their schema takes',
    (name) => {
      let taken = 0;
      fc.assert(
        fc.property(list, (value) => {
          const [byHand, bySchema] = [
            checked[name].safeParse(value),
            interpreted[name].safeParse(value),
          ];
          taken += Number(bySchema.success);
          expect(byHand).toEqual(bySchema);
        }),
        { numRuns: 2000 },
      );
      expect(taken).toBeGreaterThan(10);
    },
  );

  it('have no sample of next to no time: shared by its iterations it would be none', () => {
    const [no, one] = [
      { elapsedMs: 5e-324, iterations: 1_000_000 },
      { elapsedMs: 1e-6, iterations: 1_000_000 },
    ];
    expect(seriesSchema(1).safeParse([no]).error?.issues[0]).toMatchObject({
      message: 'a sample takes time',
    });
    expect(seriesSchema(1).safeParse([one]).success).toBe(true);
  });
});

/** Two hundred thousand keys, as a body of four megabytes holds them. */
const flooded = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, 1]));

describe('what a row was run with', () => {
  const options = measurementSchema.def.options[0].shape.options;
  const says = (value: unknown): string | null =>
    options.safeParse(value).error?.issues[0]?.code ?? null;

  it.each([
    [{}, null],
    [{ mode: 'graph' }, null],
    [{ mode: 'sustained', sustainMs: 600_000, betweenMs: 12, firstPass: 7 }, null],
    [{ mode: 'invented' }, 'invalid_value'],
    [{ mode: 'sustained', sustainMs: 601_000 }, 'custom'],
    [{ colour: 'red' }, 'unrecognized_keys'],
    [{ firstPass: 'seven' }, 'invalid_type'],
    [flooded, 'unrecognized_keys'],
  ])('%#', (value, code) => expect(says(value)).toBe(code));
});

it('limits are counted before any of them is read', () => {
  const webgpu = {
    status: 'available',
    vendor: '',
    architecture: '',
    device: '',
    description: '',
    fallbackAdapter: false,
    features: [],
  };
  const read = (limits: unknown) =>
    environmentSchema.safeParse({ ...ENVIRONMENT, webgpu: { ...webgpu, limits } });
  expect(read({ maxBufferSize: 1 }).success).toBe(true);
  const many = read(
    Object.fromEntries(Array.from({ length: LIMITS.list + 1 }, (_, i) => [`not a name ${i}`, -1])),
  );
  // One issue, not one for each key.
  expect(JSON.stringify(many.error?.issues).match(/more than 64 keys/g)).toHaveLength(1);
  expect(JSON.stringify(many.error?.issues)).not.toContain('not a name');
  expect(read(flooded).success).toBe(false);
});
