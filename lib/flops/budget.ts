// Limits of what a model may cost, as builds ask for them: kept, exceeded for certain, or not
// known. What is not known is never taken for kept.
import { integer } from '@/lib/core/format';
import type { Count } from './exact';
import type { Report, Total } from './report';

export const BUDGETS = ['macs', 'params', 'bytes'] as const;
export type BudgetName = (typeof BUDGETS)[number];

export interface Budget {
  readonly name: BudgetName;
  readonly limit: bigint;
}

/** What a budget is measured in, and how much of it a model has. */
interface Measure {
  readonly unit: string;
  readonly of: (report: Report) => Total;
}

const whole = (count: Count): Total => ({ known: count, atLeast: count, unknownNodes: 0 });

export const MEASURES: Readonly<Record<BudgetName, Measure>> = {
  macs: { unit: 'MACs', of: ({ totals }) => totals.macs },
  params: { unit: 'parameters', of: ({ params }) => whole(params) },
  bytes: { unit: 'bytes of weights', of: ({ weightBytes }) => whole(weightBytes) },
};

export interface Finding {
  readonly budget: Budget;
  readonly verdict: 'kept' | 'exceeded' | 'unknown';
  /** One sentence without the file's name: "40 MACs, more than the limit of 39". */
  readonly text: string;
}

/**
 * Judges a total by its limit. It is exceeded as soon as what is known exceeds it, and kept only
 * where all of it is known.
 */
export function checkBudget(report: Report, budget: Budget): Finding {
  const { unit, of } = MEASURES[budget.name];
  const { known, atLeast, unknownNodes } = of(report);
  const limit = integer(budget.limit);
  const least = known === null ? 'at least ' : '';
  if (BigInt(atLeast) > budget.limit) {
    return {
      budget,
      verdict: 'exceeded',
      text: `${least}${integer(atLeast)} ${unit}, more than the limit of ${limit}`,
    };
  }
  if (known !== null) {
    return {
      budget,
      verdict: 'kept',
      text: `${integer(known)} ${unit}, within the limit of ${limit}`,
    };
  }
  const nodes = unknownNodes === 1 ? '1 node is' : `${integer(unknownNodes)} nodes are`;
  const text = `${nodes} not known, so it cannot be said whether it keeps to ${limit} ${unit}`;
  return { budget, verdict: 'unknown', text };
}
