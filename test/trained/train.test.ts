// The net that `measure trained` times is really trained: the zoo's own step learns drawn digits it
// has not seen.
import { describe, expect, it } from 'vitest';
import { MLP } from '@/lib/models/training/nets';
import { drawDigits } from '@/scripts/measure/trained/digits';
import { train } from '@/scripts/measure/trained/train';

describe('training on drawn digits', () => {
  it('draws the same from the same seed, and every digit', () => {
    const batch = drawDigits(MLP.example, 64, 7);
    expect(batch).toEqual(drawDigits(MLP.example, 64, 7));
    expect(batch.x).not.toEqual(drawDigits(MLP.example, 64, 8).x);
    expect(new Set(batch.labels).size).toBe(10);
  });

  it('learns', async () => {
    const { firstLoss, lastLoss, accuracy } = await train(MLP, 150, 0.5);
    expect(lastLoss).toBeLessThan(firstLoss / 2);
    expect(accuracy).toBeGreaterThan(0.9);
  });
});
