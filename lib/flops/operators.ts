// The work of a model by operator, bodies included: as often as they run, and of alternatives the
// one that counts.
import { keyOf } from '@/lib/onnx/ir';
import { type Count, plus, times } from './exact';
import type { NodeReport, OperatorSum, OperatorSums } from './report';

const none = (operator: string): OperatorSum => ({
  operator,
  nodes: 0,
  macs: 0,
  otherOps: 0,
  params: 0,
  unknownMacs: 0,
  unknownOps: 0,
});

/** Adds `from` to `into`, its work as often as it runs. */
export function addOperators(
  into: Map<string, OperatorSum>,
  from: OperatorSums,
  repeats: number,
  nodes: boolean,
): void {
  for (const sum of from.values()) {
    const old = into.get(sum.operator) ?? none(sum.operator);
    into.set(sum.operator, {
      operator: sum.operator,
      nodes: old.nodes + (nodes ? sum.nodes : 0),
      macs: plus(old.macs, times(sum.macs, repeats)),
      otherOps: plus(old.otherOps, times(sum.otherOps, repeats)),
      params: old.params + sum.params,
      unknownMacs: old.unknownMacs + (nodes ? sum.unknownMacs : 0),
      unknownOps: old.unknownOps + (nodes ? sum.unknownOps : 0),
    });
  }
}

/** The sums over `nodes`; a node with bodies gives what is in them. */
export function operatorsOf(nodes: readonly NodeReport[]): OperatorSums {
  const sums = new Map<string, { -readonly [K in keyof OperatorSum]: OperatorSum[K] }>();
  for (const node of nodes) {
    // Constants are no work, and half of some files.
    if (node.opType === 'Constant') continue;
    const operator = keyOf(node.domain, node.opType);
    let sum = sums.get(operator);
    if (sum === undefined) {
      sum = { ...none(operator) };
      sums.set(operator, sum);
    }
    sum.nodes += 1;
    sum.params += node.params;
    if (node.bodies.length > 0) {
      for (const { operators } of node.bodies) addOperators(sums, operators, 1, true);
      continue;
    }
    if (node.macs === null) sum.unknownMacs += 1;
    else if (node.macs !== 0) sum.macs = plus(sum.macs, node.macs);
    if (node.otherOps === null) sum.unknownOps += 1;
    else if (node.otherOps !== 0) sum.otherOps = plus(sum.otherOps, node.otherOps);
  }
  return sums;
}

/** Largest first: by MACs, then by other operations, then by name. */
export function sortedOperators(sums: OperatorSums): readonly OperatorSum[] {
  return [...sums.values()].sort(
    (a, b) =>
      compare(b.macs, a.macs) ||
      compare(b.otherOps, a.otherOps) ||
      (a.operator < b.operator ? -1 : 1),
  );
}

const compare = (a: Count, b: Count): number => (a > b ? 1 : a < b ? -1 : 0);
