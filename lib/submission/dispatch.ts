// What one more node costs: the slope over the run's chains of 1, 10 and 100 tiny nodes. A single
// node's time holds the cost of a whole call as well and overstates a node's about twentyfold
// (arXiv 2604.02344); the slope leaves that out.
import { groupBy } from '../core/group';

/**
 * Chains by their number of nodes. A slope needs all of them, so that a bend between two cannot
 * hide.
 */
const LENGTHS = [1, 10, 100] as const;
const CHAIN = /^dispatch-(\d+)-fp32$/;

/** The number of nodes of a chain; null for any other workload. */
export function nodesOf(workload: string): number | null {
  const nodes = Number(CHAIN.exec(workload)?.[1] ?? Number.NaN);
  return LENGTHS.some((length) => length === nodes) ? nodes : null;
}

export interface ChainTime {
  readonly nodes: number;
  readonly medianMs: number;
}

/**
 * Microseconds per node: the least-squares slope, each point weighed by the inverse square of its
 * time, because errors of times are shares of them. Null without each of the lengths once, or where
 * longer chains are no slower.
 */
export function dispatchSlopeUs(chains: readonly ChainTime[]): number | null {
  if (chains.length !== LENGTHS.length) return null;
  if (!LENGTHS.every((length) => chains.some(({ nodes }) => nodes === length))) return null;
  const weights = chains.map(({ medianMs }) => medianMs ** -2);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = (value: (chain: ChainTime) => number): number =>
    chains.reduce((total, chain, i) => total + (weights[i] ?? 0) * value(chain), 0) / sum;
  const [nodes, ms] = [mean((chain) => chain.nodes), mean((chain) => chain.medianMs)];
  const slopeMs =
    mean((chain) => (chain.nodes - nodes) * (chain.medianMs - ms)) /
    mean((chain) => (chain.nodes - nodes) ** 2);
  return slopeMs > 0 ? 1000 * slopeMs : null;
}

/** A row with a time, where it was taken. */
export interface TimedRow {
  readonly workload: string;
  readonly backend: string;
  readonly mode: string;
  readonly threadsGot: number | null;
  readonly fellBack: boolean;
  /** Null: nothing was measured. */
  readonly medianMs: number | null;
}

/**
 * The slope of the chains of one run, for each of them: those of one backend, mode and number of
 * threads belong together.
 */
export function dispatchSlopes<Row extends TimedRow>(
  rows: readonly Row[],
): ReadonlyMap<Row, number> {
  const chains = rows.flatMap((row) => {
    const nodes = nodesOf(row.workload);
    const key = `${row.backend} ${row.mode} ${row.threadsGot ?? ''} ${row.fellBack}`;
    return nodes === null || row.medianMs === null
      ? []
      : [{ row, key, nodes, medianMs: row.medianMs }];
  });
  const slopes = new Map<Row, number>();
  for (const together of groupBy(chains, ({ key }) => key).values()) {
    const slope = dispatchSlopeUs(together);
    if (slope !== null) for (const { row } of together) slopes.set(row, slope);
  }
  return slopes;
}
