// What is known of a mix: rows that name no device are unknown, whatever the board has.
import { describe, expect, it } from 'vitest';
import { answerOf, type MeasuredCell } from '@/app/choose/answer';

const cell = (deviceSlug: string): MeasuredCell => ({
  deviceSlug,
  backend: 'webgpu',
  p50Ms: 2,
  p90Ms: 3,
  people: 40,
});

describe('an answer', () => {
  it('counts what a source does not name as unknown, and not as a browser that hides its GPU', () => {
    const mix = [
      { renderer: 'NVIDIA GeForce RTX 3060', userAgent: '', share: 0.25 },
      { renderer: '', userAgent: '', share: 0.75 },
    ];
    const cells = ['nvidia-geforce-rtx-3060', 'masked-gpu'].map(cell);
    const answers = answerOf(mix, 50, { charges: {}, prices: [], cells });
    const webgpu = answers.find(({ backend }) => backend === 'webgpu');
    expect(webgpu?.within.unknown).toBeCloseTo(0.75, 6);
    expect(webgpu?.within.measured).toBeCloseTo(0.25, 6);
    expect(webgpu?.lines.map(({ name, ms }) => [name, ms === null])).toEqual([
      ['Not named by the source', true],
      ['NVIDIA GeForce RTX 3060', false],
    ]);
  });
});
