import type { GraphBuilder, Value } from '@/lib/onnx/builder';

/** A constant of int64: a list, or one number without axes. */
export const intConstant = (g: GraphBuilder, ints: readonly number[] | number): Value =>
  typeof ints === 'number'
    ? g.constant('c', 'int64', [], [ints])
    : g.constant('c', 'int64', [ints.length], ints);
