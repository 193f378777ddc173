// Time of a graph on a device: its charges at the device's prices, step by step and in total, with
// a 90 % interval and what bounds each step.
import type { Execution, Step } from '@/lib/flops/steps/step';
import type { Calibration, Prices } from './calibrate';
import {
  addCharges,
  type Bottleneck,
  type Charges,
  chargesOf,
  chargesOfRun,
  UNIT_NAMES,
  UNITS,
  type UnitName,
} from './charges';

export interface Prediction {
  readonly ms: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly bottleneck: Bottleneck;
}

export interface StepPrediction {
  readonly step: Step;
  readonly ms: number;
  readonly bottleneck: Bottleneck;
}

/** Of a standard deviation, on either side: 90 % of a normal distribution. */
const HALF_WIDTH = 1.645;
const unitsOf = (charges: Charges): readonly UnitName[] => Object.keys(charges) as UnitName[];

/** The time of some charges at a device's prices, in milliseconds. */
export function timeOf(charges: Charges, prices: Prices): number {
  let ns = 0;
  for (const unit of unitsOf(charges)) ns += (charges[unit] ?? 0) * prices[unit];
  return ns / 1e6;
}

/** Where most of the time goes. */
function bottleneckOf(charges: Charges, prices: Prices): Bottleneck {
  const ns = { arithmetic: 0, bytes: 0, dispatch: 0 };
  for (const unit of unitsOf(charges)) ns[UNITS[unit].kind] += (charges[unit] ?? 0) * prices[unit];
  return largest(ns);
}

function largest(ns: Readonly<Record<Bottleneck, number>>): Bottleneck {
  if (ns.arithmetic >= ns.bytes && ns.arithmetic >= ns.dispatch) return 'arithmetic';
  return ns.bytes >= ns.dispatch ? 'bytes' : 'dispatch';
}

/** Units whose prices err together: those of one operator. */
const family = (unit: UnitName): string =>
  unit.split('.', unit.startsWith('pass.') ? 2 : 1).join('.');

/** Predicts one graph on device after device, whose prices come in the order of UNIT_NAMES. */
export function predictorOf(
  charges: Charges,
): (prices: readonly number[], uncertainty: readonly number[]) => Prediction {
  const families = [...new Set(UNIT_NAMES.map(family))];
  const parts = UNIT_NAMES.flatMap((unit, at) => {
    const amount = charges[unit] ?? 0;
    return amount === 0
      ? []
      : [{ at, amount, kind: UNITS[unit].kind, group: families.indexOf(family(unit)) }];
  });
  const deviations = new Float64Array(families.length);
  return (prices, uncertainty) => {
    const ns = { arithmetic: 0, bytes: 0, dispatch: 0 };
    deviations.fill(0);
    for (const { at, amount, kind, group } of parts) {
      const cost = amount * (prices[at] ?? 0);
      ns[kind] += cost;
      deviations[group] = (deviations[group] ?? 0) + cost * (uncertainty[at] ?? 1);
    }
    const total = ns.arithmetic + ns.bytes + ns.dispatch;
    const variance = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
    const spread = total === 0 ? 1 : Math.exp((HALF_WIDTH * Math.sqrt(variance)) / total);
    const ms = total / 1e6;
    return { ms, lowMs: ms / spread, highMs: ms * spread, bottleneck: largest(ns) };
  };
}

/** What `charges` take on a device. */
export const predict = (charges: Charges, { prices, uncertainty }: Calibration): Prediction =>
  predictorOf(charges)(
    UNIT_NAMES.map((unit) => prices[unit]),
    UNIT_NAMES.map((unit) => uncertainty[unit]),
  );

/** Step by step; what a run costs as a whole is not among them. */
export function predictSteps(
  execution: Execution,
  { prices }: Calibration,
): readonly StepPrediction[] {
  return execution.steps.map((step) => {
    const charges = chargesOf(step, execution);
    return { step, ms: timeOf(charges, prices), bottleneck: bottleneckOf(charges, prices) };
  });
}

/** Charges by operator of the graph, for saying where an error lies. */
export function chargesByOperator(execution: Execution): ReadonlyMap<string, Charges> {
  const found = new Map<string, Charges>([['(run)', chargesOfRun(execution)]]);
  for (const step of execution.steps) {
    const charges = found.get(step.op) ?? {};
    addCharges(charges, chargesOf(step, execution));
    found.set(step.op, charges);
  }
  return found;
}
