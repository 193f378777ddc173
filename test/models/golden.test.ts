import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareGolden,
  PROJECTIONS,
  projectOutputs,
  sampleIndices,
  sketchError,
} from '@/lib/models/golden';
import { generateInput } from '@/lib/models/input';

const outputs = (seed: number, length = 5000): Float32Array =>
  generateInput(
    { name: 'y', dtype: 'float32', dims: [length], fill: { kind: 'uniform', low: -1, high: 1 } },
    seed,
  ) as Float32Array;

const goldenOf = (values: Float32Array) => {
  const { projections, samples } = projectOutputs([values]);
  const indices = sampleIndices(values.length);
  return {
    seed: 1,
    projections,
    samples: samples.map((value, i) => ({ index: indices[i], value })),
  };
};

describe('output sketch', () => {
  it('does not see how the outputs are divided', () => {
    const values = outputs(1);
    expect(projectOutputs([values.subarray(0, 1234), values.subarray(1234)])).toEqual(
      projectOutputs([values]),
    );
  });

  it('keeps the size of the outputs', () => {
    const { projections } = projectOutputs([outputs(1, 64_000)]);
    expect(projections).toHaveLength(PROJECTIONS);
    const rms = Math.sqrt(projections.reduce((sum, value) => sum + value * value, 0) / PROJECTIONS);
    expect(rms).toBeGreaterThan(0.4);
    expect(rms).toBeLessThan(0.8);
  });

  it('sees any one wrong element', () => {
    const values = outputs(1);
    const golden = goldenOf(values);
    fc.assert(
      fc.property(fc.nat(values.length - 1), (index) => {
        const wrong = values.slice();
        wrong[index] += 1;
        expect(compareGolden(projectOutputs([wrong]), golden, 0.01).ok).toBe(false);
      }),
    );
  });

  it('accepts noise within the tolerance and tells seeds apart', () => {
    const values = outputs(1);
    const noisy = values.map((value) => value * (1 + 1e-6));
    expect(compareGolden(projectOutputs([noisy]), goldenOf(values), 1e-4).ok).toBe(true);
    expect(sketchError(projectOutputs([outputs(2)]), projectOutputs([values]))).toBeGreaterThan(
      0.1,
    );
  });

  it('calls NaN and missing values wrong', () => {
    const values = outputs(1);
    const golden = goldenOf(values);
    const broken = values.slice();
    broken[17] = Number.NaN;
    expect(compareGolden(projectOutputs([broken]), golden, 1).ok).toBe(false);
    expect(compareGolden({ projections: [], samples: [] }, golden, 1).ok).toBe(false);
  });
});

describe('inputs', () => {
  it('are drawn from the seed and the name, within their bounds', () => {
    const spec = {
      name: 'ids',
      dtype: 'int64',
      dims: [2, 50],
      fill: { kind: 'uniform', low: 0, high: 7 },
    } as const;
    const ids = generateInput(spec, 3) as BigInt64Array;
    expect(ids).toHaveLength(100);
    expect(ids.every((id) => id >= 0n && id < 7n)).toBe(true);
    expect(generateInput(spec, 3)).toEqual(ids);
    expect(generateInput(spec, 4)).not.toEqual(ids);
    expect(generateInput({ ...spec, name: 'other' }, 3)).not.toEqual(ids);
  });
});
