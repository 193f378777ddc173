import { expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { nameOf } from '@/lib/models/name';

it('tells models of one precision apart: nothing pairs the FLOPs of one with the time of another', () => {
  const models = [...MANIFEST.values()].filter(
    ({ kind, precision }) => kind === 'model' && precision === 'fp32',
  );
  expect(new Set(models.map(nameOf)).size).toBe(models.length);
  expect(models.map(nameOf)).toContain('ResNet-50, batch 8');
});
