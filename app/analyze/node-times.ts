// Measured times joined with what was counted: a runtime names its kernels by the nodes of the
// file, unless it fused them.
import type { Block } from '@/lib/flops/blocks';
import type { NodeTimes } from '@/lib/flops/profile';
import type { NodeReport } from '@/lib/flops/report';
import { keyOf } from '@/lib/onnx/ir';

/**
 * Names of nodes without one are made from their output by the counter, and by the runtime from
 * operator and number.
 */
const timeOfNode = ({ byNode }: NodeTimes, { name }: NodeReport): number => byNode.get(name) ?? 0;

/** Milliseconds of a block: of its node, or of what is in it. */
export function timeOfBlock(times: NodeTimes, { node, children }: Block): number {
  if (node !== null) return timeOfNode(times, node);
  return children.reduce((sum, child) => sum + timeOfBlock(times, child), 0);
}

/** Operators of which a kernel was timed; the rest were fused into others, or do nothing. */
export function timesByOperator(
  nodes: readonly NodeReport[],
  times: NodeTimes,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const node of nodes) {
    if (!times.byNode.has(node.name)) continue;
    const operator = keyOf(node.domain, node.opType);
    sums.set(operator, (sums.get(operator) ?? 0) + timeOfNode(times, node));
  }
  return sums;
}

export interface Coverage {
  readonly totalMs: number;
  /** Of kernels whose name is no node's: fused or inserted by the runtime. */
  readonly elsewhereMs: number;
}

export function coverageOf(nodes: readonly NodeReport[], { byNode }: NodeTimes): Coverage {
  const names = new Set(nodes.map(({ name }) => name));
  let totalMs = 0;
  let elsewhereMs = 0;
  for (const [name, ms] of byNode) {
    totalMs += ms;
    if (!names.has(name)) elsewhereMs += ms;
  }
  return { totalMs, elsewhereMs };
}
