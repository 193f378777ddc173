// Budgets: what is not known is never kept.
import { describe, expect, it } from 'vitest';
import { checkBudget } from '@/lib/flops/budget';
import { countModel } from '@/lib/flops/count';
import { GraphBuilder } from '@/lib/onnx/builder';
import type { Model } from '@/lib/onnx/ir';

function product(batch: number | string): Model {
  const g = new GraphBuilder({ name: 'product', opset: 17 });
  const x = g.input('x', 'float32', [batch, 8]);
  const known = g.input('known', 'float32', [2, 8]);
  const w = g.parameter('w', 'float32', [8, 5], (target) => target.fill(1));
  g.output(g.node('MatMul', [x, w]), 'float32', [batch, 5]);
  g.output(g.node('MatMul', [known, w]), 'float32', [2, 5]);
  return g.finish();
}

describe('checkBudget', () => {
  const whole = countModel(product(1));
  const open = countModel(product('batch'));

  it('keeps up to the limit and is exceeded above it', () => {
    expect(checkBudget(whole, { name: 'macs', limit: 120n })).toMatchObject({ verdict: 'kept' });
    const { verdict, text } = checkBudget(whole, { name: 'macs', limit: 119n });
    expect([verdict, text]).toEqual(['exceeded', '120 MACs, more than the limit of 119']);
    expect(checkBudget(whole, { name: 'params', limit: 40n }).verdict).toBe('kept');
    expect(checkBudget(whole, { name: 'params', limit: 39n }).verdict).toBe('exceeded');
    expect(checkBudget(whole, { name: 'bytes', limit: 159n }).text).toContain(
      '160 bytes of weights',
    );
  });

  it('is exceeded for certain by what is known, and otherwise unknown', () => {
    expect(checkBudget(open, { name: 'macs', limit: 79n })).toMatchObject({
      verdict: 'exceeded',
      text: 'at least 80 MACs, more than the limit of 79',
    });
    expect(checkBudget(open, { name: 'macs', limit: 10n ** 20n })).toMatchObject({
      verdict: 'unknown',
    });
    expect(checkBudget(open, { name: 'params', limit: 40n }).verdict).toBe('kept');
  });
});
