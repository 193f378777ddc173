// What an operator that moves elements answers where its shape is not certain.
import { type Dims, doubtful, tensor, unknownDims } from './fact';
import type { NodeView } from './node-view';

/** One output of input 0's type whose shape depends on data, with the extents that are certain. */
export const unknownShape = (n: NodeView, dims: Dims | null = null) => [
  doubtful(n.dtype(0), 'data-dependent', dims),
];

/**
 * A shape that follows from the elements of input `i`, which are unknown: at most its rank is
 * certain.
 */
export const shapeFrom = (n: NodeView, i: number) => unknownShape(n, unknownDims(n.dims(i)?.[0]));

/** One output of input 0's type of which not even the rank is known. */
export const unknownRank = (n: NodeView) => [tensor(n.dtype(0), null)];
